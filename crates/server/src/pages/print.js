// The one thing a page cannot do by itself: open the print dialog.
const button = document.querySelector('button');
button.hidden = false;
button.addEventListener('click', () => print());
