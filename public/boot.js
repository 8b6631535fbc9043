// Starts the dashboard: theme before the first paint, then the program, and a plain sentence when it cannot run.
// It knows nothing of the dashboard's pages. The program draws itself into #app.
(() => {
  'use strict';

  const root = document.documentElement;
  try {
    const theme = localStorage.getItem('causeway.theme');
    if (theme === 'light' || theme === 'dark') root.dataset.theme = theme;
  } catch {
    // Storage can be forbidden; the system's theme is right then.
  }

  // WebAssembly cannot load a module by itself, and the policy lets no text become a script.
  globalThis.causewayImport = (address) => import(address);

  let running = false;
  let told = false;

  // Takes the place of the outline; once the program has drawn something, a bar leaves that readable.
  function tell(title, sentence, error) {
    console.error(error);
    if (told) return;
    told = true;
    const message = document.createElement(running ? 'section' : 'main');
    message.className = running ? 'boot-message boot-message-bar' : 'boot-message';
    const heading = document.createElement(running ? 'h2' : 'h1');
    heading.textContent = title;
    const text = document.createElement('p');
    text.setAttribute('role', 'alert');
    text.textContent = sentence;
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = 'Reload';
    button.addEventListener('click', () => location.reload());
    message.append(heading, text, button);
    const app = document.getElementById('app');
    if (running || !app) {
      message.setAttribute('aria-label', title);
      document.body.append(message);
    } else {
      app.removeAttribute('aria-busy');
      app.replaceChildren(message);
    }
  }

  // A panic in WebAssembly is final: the program does not come back by itself.
  const stopped = (error) => {
    if (!(error instanceof WebAssembly.RuntimeError)) return;
    tell('The dashboard has stopped', 'It met an error of its own. What you saved is on the server. Reload the page to go on.', error);
  };

  async function start() {
    const program = document.querySelector('meta[name="causeway-program"]');
    try {
      if (typeof WebAssembly !== 'object') throw new Error('This browser has no WebAssembly.');
      const { default: init } = await import(program.dataset.js);
      await init({ module_or_path: program.dataset.wasm });
      running = true;
      addEventListener('error', (event) => stopped(event.error));
      addEventListener('unhandledrejection', (event) => stopped(event.reason));
      document.getElementById('app')?.removeAttribute('aria-busy');
    } catch (error) {
      tell('The dashboard could not start', 'Check that the server can be reached and that this browser is up to date, then reload the page.', error);
    }
  }

  if (document.readyState === 'loading') addEventListener('DOMContentLoaded', start);
  else start();
})();
