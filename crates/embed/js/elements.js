// Building elements. Texts are set as texts and attributes as attributes: nothing here reads markup, so a page that
// requires Trusted Types loses nothing, and a name is never more than a name.

const SVG = 'http://www.w3.org/2000/svg';

/** `make('li.flow-row', { role: 'x' }, child, 'text')`: attributes that are null or false are left out. */
export const make = (selector, attributes, ...children) => fill(document.createElement(tag(selector)), selector, attributes, children);

/** The same for SVG. */
export const draw = (selector, attributes, ...children) =>
  fill(document.createElementNS(SVG, tag(selector)), selector, attributes, children);

const tag = (selector) => selector.split('.', 1)[0];

const fill = (element, selector, attributes, children) => {
  const classes = selector.split('.').slice(1).join(' ');
  if (classes) element.setAttribute('class', classes);
  set(element, attributes);
  element.append(...children.filter((child) => child !== null && child !== ''));
  return element;
};

/** Sets attributes; true stands for an empty one, null and false take it away. What is so already is not touched. */
export const set = (element, attributes) => {
  for (const name in attributes) {
    const value = attributes[name] === true ? '' : attributes[name];
    if (value === null || value === false) element.removeAttribute(name);
    else if (element.getAttribute(name) !== String(value)) element.setAttribute(name, value);
  }
};

/** Sets properties of the style through the object model: a style attribute would need a policy that allows it. */
export const style = (element, properties) => {
  for (const name in properties) {
    const value = typeof properties[name] === 'number' ? `${properties[name]}px` : properties[name];
    if (element.style.getPropertyValue(name) !== value) element.style.setProperty(name, value);
  }
};

/** A text that is the same already is left alone: whoever watches the page is not disturbed. */
export const say = (element, text) => {
  if (element.textContent !== text) element.textContent = text;
};

/** Has `parent` hold these elements, in this order, before `end`; those that stay are moved only if they must be. */
export const keep = (parent, elements, end = null) => {
  const wanted = new Set(elements);
  let next = parent.firstChild;
  for (const element of elements) {
    while (next && next !== end && !wanted.has(next)) {
      const gone = next;
      next = next.nextSibling;
      gone.remove();
    }
    if (next === element) next = next.nextSibling;
    else parent.insertBefore(element, next);
  }
  while (next && next !== end) {
    const gone = next;
    next = next.nextSibling;
    gone.remove();
  }
};
