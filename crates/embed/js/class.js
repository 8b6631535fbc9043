// <causeway-data-flow>: life cycle, feeds, events. What is drawn, and how, is the program's (../src/lib.rs); drawing.js draws it;
// this class knows neither layout nor the shape of the data. docs/EMBED.md is its contract.
import { Drawing } from './drawing.js';
import { make } from './elements.js';
import start, { Picture } from './program/causeway-data-flow.js';
import { STYLES } from './styles.js';

const THEMES = ['auto', 'light', 'dark'];
const DENSITIES = ['comfortable', 'compact'];
const SHORTEST_REFRESH = 5;
/** Timers of browsers take no more, seconds. */
const LONGEST_REFRESH = 2_147_483;
/** Assistive technology has to see an empty region before it hears what is put into it, ms. */
const REGION_SEEN = 80;
const WORDS = {
  network: 'The data flow cannot be loaded: there is no connection to its server.',
  token: 'The data flow cannot be loaded: this page has no valid token for it.',
  refused: 'The data flow is not available to this page.',
  notFound: 'There is no such data flow.',
  server: 'The data flow cannot be loaded: its server has a problem.',
  data: 'The data flow cannot be shown: what was received is not a data flow.',
  program: 'The data flow cannot be drawn in this page.',
};

/** The program, for all elements of a page once. */
let program;
const load = () => {
  // A failed start, such as a lost connection, is not the last word.
  program ??= start().catch((error) => {
    program = undefined;
    throw error;
  });
  return program;
};

let sheet;
const styles = () => {
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLES);
  }
  return sheet;
};

class Failure extends Error {
  constructor(code, status = 0) {
    super(WORDS[code]);
    this.code = code;
    this.status = status;
  }
}

export class CausewayDataFlow extends HTMLElement {
  static observedAttributes = [
    'src', 'api-base', 'connection', 'refresh', 'density', 'mirror', 'without-legend', 'without-details',
    'with-endpoint-select',
  ];

  /** Registers the element; a name that is taken already stays what it is. */
  static define(name = 'causeway-data-flow', registry = customElements) {
    if (registry.get(name)) return;
    // A class can have one name; further ones get a class of their own.
    registry.define(name, name === 'causeway-data-flow' ? this : class extends this {});
  }

  #base = make('div.base', { part: 'base', lang: 'en', tabindex: -1 });
  #status = make('span', { role: 'status' });
  #message;
  #fallback = make('slot');
  #picture;
  #drawing;
  #data = null;
  #getToken = null;
  #token = '';
  #selected = null;
  /** The JSON that is drawn, as bytes, and the tag it came with. */
  #shown;
  #etag = '';
  /** Words that are shown, and the code of the failure they tell of. */
  #said = '';
  #failed = '';
  #saying;
  #due = false;
  #loading = false;
  #abort;
  #timer;

  constructor() {
    super();
    const root = this.attachShadow({ mode: 'open' });
    root.adoptedStyleSheets = [styles()];
    const again = make('button.flow-button', { type: 'button' }, 'Try again');
    again.addEventListener('click', () => {
      // The same words once more are news.
      this.#said = null;
      this.#status.replaceChildren();
      this.reload();
    });
    this.#message = make('div.message', { part: 'message', hidden: true }, this.#status, again);
    this.#base.append(this.#fallback, this.#message);
    root.append(this.#base);
  }

  connectedCallback() {
    // What was set before the class was here hides the accessors below.
    for (const name of ['data', 'getToken', 'selected', ...PROPERTIES]) {
      if (Object.hasOwn(this, name)) {
        const value = this[name];
        delete this[name];
        this[name] = value;
      }
    }
    if (!this.#drawing) this.#reload();
    this.#tick();
  }

  disconnectedCallback() {
    // A move is a removal and an insertion; only what is still away a moment later is gone.
    queueMicrotask(() => {
      if (this.isConnected) return;
      clearInterval(this.#timer);
      this.#stop();
      this.#clear();
    });
  }

  attributeChangedCallback(name, before, now) {
    if (before === now) return;
    if (name === 'density') this.#drawing?.measure();
    else if (name === 'mirror') {
      this.#picture?.mirror(this.mirror);
      this.#drawing?.show();
    } else if (name.startsWith('with')) this.#setParts();
    else if (name === 'refresh') this.#tick();
    else {
      this.#etag = '';
      this.#token = '';
      this.#reload();
    }
  }

  get data() {
    return this.#data;
  }

  set data(data) {
    const had = !!this.#data;
    this.#data = data ?? null;
    if (had && !this.#data) this.#clear();
    this.#reload();
  }

  get getToken() {
    return this.#getToken;
  }

  set getToken(getToken) {
    if (getToken === this.#getToken) return;
    this.#getToken = getToken ?? null;
    // Some frameworks give a new function with every render: what is drawn is not asked for again because of it.
    if (!this.#drawing || this.#failed === 'token') this.#reload();
  }

  get selected() {
    return this.#selected;
  }

  set selected(id) {
    this.#selected = id ?? null;
    this.#drawing?.select(this.#selected);
  }

  /** Asks again now. */
  async reload() {
    this.#stop();
    if (!this.#hasFeed()) return;
    const { signal } = (this.#abort = new AbortController());
    this.#loading = true;
    try {
      const [answer] = await Promise.all([this.#answer(signal), this.#start()]);
      if (!signal.aborted) this.#show(answer);
    } catch (error) {
      // Whoever stopped it has something newer.
      if (!signal.aborted) this.#fail(error instanceof Failure ? error : new Failure('network'));
    } finally {
      if (!signal.aborted) this.#loading = false;
    }
  }

  #stop() {
    this.#abort?.abort();
    this.#loading = false;
  }

  #hasFeed() {
    return !!(this.#data || this.src || (this.apiBase && this.connection && this.#getToken));
  }

  /** Several changes in one go lead to one load. */
  #reload() {
    if (this.#due || !this.isConnected) return;
    this.#due = true;
    queueMicrotask(() => {
      this.#due = false;
      if (this.isConnected) this.reload();
    });
  }

  async #start() {
    try {
      await load();
    } catch {
      throw new Failure('program');
    }
  }

  /** The JSON of the first feed that is there, as `{ bytes, etag }`. */
  async #answer(signal) {
    if (this.#data) return { bytes: bytesOf(this.#data), etag: '' };
    if (this.src) return this.#fetched(addressOf(this.src), signal);
    const path = `embed/v1/connections/${encodeURIComponent(this.connection)}/data-flow`;
    const url = addressOf(path, addressOf(`${this.apiBase.replace(/\/+$/, '')}/`));
    if (!this.#token) return this.#fetched(url, signal, await this.#ask(signal), true);
    return this.#fetched(url, signal, this.#token, true);
  }

  /** A token from the page. One that comes too late is nobody's: it may be for another server. */
  async #ask(signal) {
    let token = '';
    try {
      token = String((await this.#getToken()) ?? '').trim();
    } catch {
      // None, then.
    }
    signal.throwIfAborted();
    // What no header can hold is no token; an error page, say.
    this.#token = /^[\x21-\x7e]+$/.test(token) ? token : '';
    if (!this.#token) throw new Failure('token');
    return this.#token;
  }

  /** With `mayAsk`, a token that is refused is replaced once: it had been good and has ended, most likely. */
  async #fetched(url, signal, token, mayAsk = false) {
    const headers = {};
    if (token) headers.authorization = `Bearer ${token}`;
    // Without a picture a "not modified" would be no help.
    if (this.#etag && this.#shown) headers['if-none-match'] = this.#etag;
    const response = await fetch(url, { headers, signal, credentials: 'omit', referrerPolicy: 'no-referrer' });
    if (response.status === 304) return { bytes: this.#shown, etag: this.#etag };
    if (response.status === 401 && mayAsk) return this.#fetched(url, signal, await this.#ask(signal));
    if (!response.ok) throw new Failure(code(response.status), response.status);
    return { bytes: new Uint8Array(await response.arrayBuffer()), etag: response.headers.get('etag') ?? '' };
  }

  #show({ bytes, etag }) {
    const known = this.#shown;
    if (this.#drawing && known.length === bytes.length && known.every((byte, at) => byte === bytes[at])) {
      this.#etag = etag;
      return this.#say('');
    }
    try {
      this.#picture ??= new Picture();
      if (!this.#picture.read(bytes)) throw new Failure('data');
      this.#shown = bytes;
      this.#etag = etag;
      if (!this.#drawing) {
        this.#picture.mirror(this.mirror);
        this.#drawing = new Drawing(this.#picture, this.#told);
        this.#setParts();
        this.#base.append(this.#drawing.element);
        this.#drawing.select(this.#selected);
      }
      this.#drawing.show();
    } catch (error) {
      if (error instanceof Failure) throw error;
      // A program that has stopped cannot be told to give anything back.
      this.#picture = undefined;
      this.#clear();
      throw new Failure('program');
    }
    this.#say('');
    return this.#tell('load', { flows: this.#picture.flows(), connection: this.#picture.connection() });
  }

  #setParts() {
    if (!this.#drawing) return;
    this.#drawing.withLegend = !this.withoutLegend;
    this.#drawing.withDetails = !this.withoutDetails;
    this.#drawing.withCards = this.withEndpointSelect;
  }

  #clear() {
    this.#drawing?.end();
    this.#drawing?.element.remove();
    this.#picture?.free();
    this.#drawing = undefined;
    this.#picture = undefined;
    this.#shown = undefined;
    this.#etag = '';
    this.#say('');
  }

  /** The last picture stays, and words stand above it, or what the page has put into the slot `error`. */
  #fail({ code, status, message }) {
    this.#say(message, code);
    this.#tell('error', { code, status, message });
  }

  #say(words, failed = '') {
    this.#failed = failed;
    this.#fallback.hidden = !!(words || this.#drawing);
    // Whoever watches the page is not disturbed by what is so already.
    if (this.#said === words) return;
    this.#said = words;
    clearTimeout(this.#saying);
    this.#status.replaceChildren();
    const hadFocus = this.#message.contains(this.shadowRoot.activeElement);
    this.#message.hidden = !words;
    if (words) {
      this.#saying = setTimeout(() => this.#status.append(make('slot', { name: 'error' }, words)), REGION_SEEN);
    } else if (hadFocus) this.#base.focus();
  }

  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(`causeway-${name}`, { detail, bubbles: true, composed: true }));
  }

  #tick() {
    clearInterval(this.#timer);
    if (this.refresh && this.isConnected) {
      this.#timer = setInterval(() => document.hidden || this.#loading || this.reload(), this.refresh * 1000);
    }
  }

  /** What the drawing tells. */
  #told = {
    select: (detail) => {
      this.#selected = detail.id;
      this.#tell('flow-select', detail);
    },
    card: (detail) => this.#tell('endpoint-select', detail),
    language: () => this.closest('[lang]')?.lang || undefined,
    copy: async (text, button) => {
      const copied = await navigator.clipboard?.writeText(text).then(() => true, () => false);
      // Where the browser refuses, the text is marked, and the reader copies it.
      if (!copied) getSelection()?.selectAllChildren(button.previousElementSibling);
      const note = make('span.copy-note', { role: 'status' });
      button.after(note);
      setTimeout(() => (note.textContent = copied ? 'Copied' : 'Press Ctrl+C'), REGION_SEEN);
      setTimeout(() => note.remove(), copied ? 2000 : 8000);
    },
  };
}

const bytesOf = (data) => {
  try {
    return new TextEncoder().encode(JSON.stringify(data));
  } catch {
    throw new Failure('data');
  }
};

const addressOf = (text, base = document.baseURI) => {
  try {
    return new URL(text, base);
  } catch {
    throw new Failure('notFound');
  }
};

const code = (status) => {
  if (status === 401) return 'token';
  if (status === 403) return 'refused';
  return status === 404 ? 'notFound' : 'server';
};

/** Attributes as properties: [property, attribute, how it is read]. The attribute is the only store. */
const oneOf = (values) => (value) => (values.includes(value) ? value : values[0]);
const seconds = (value) => {
  const given = Number(value);
  return given > 0 && Number.isFinite(given) ? Math.min(LONGEST_REFRESH, Math.max(SHORTEST_REFRESH, given)) : 0;
};
const text = (value) => value ?? '';
const present = (value) => value !== null;
const ATTRIBUTES = {
  src: ['src', text],
  apiBase: ['api-base', text],
  connection: ['connection', text],
  refresh: ['refresh', seconds],
  theme: ['theme', oneOf(THEMES)],
  density: ['density', oneOf(DENSITIES)],
  mirror: ['mirror', present],
  withoutLegend: ['without-legend', present],
  withoutDetails: ['without-details', present],
  withEndpointSelect: ['with-endpoint-select', present],
};
const PROPERTIES = Object.keys(ATTRIBUTES);
for (const name of PROPERTIES) {
  const [attribute, read] = ATTRIBUTES[name];
  Object.defineProperty(CausewayDataFlow.prototype, name, {
    configurable: true,
    enumerable: true,
    get() {
      return read(this.getAttribute(attribute));
    },
    set(value) {
      if (read === present) this.toggleAttribute(attribute, !!value);
      else if (value === null || value === undefined) this.removeAttribute(attribute);
      else this.setAttribute(attribute, value);
    },
  });
}
