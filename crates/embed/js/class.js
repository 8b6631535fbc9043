// <causeway-data-flow>: life cycle, feeds, events. What is drawn, and how, is the program's (../src/lib.rs); drawing.js draws it;
// this class knows neither layout nor the shape of the data. docs/EMBED.md is its contract.
import { Drawing } from './drawing.js';
import { make } from './elements.js';
import start, { Picture } from './program/causeway-data-flow.js';
import { STYLES } from './styles.js';

const THEMES = ['auto', 'light', 'dark'];
const DENSITIES = ['comfortable', 'compact'];
const SHORTEST_REFRESH = 5;
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

  #base = make('div.base', { part: 'base', lang: 'en' });
  #message = make('p.message', { part: 'message', role: 'status', hidden: true });
  #fallback = make('slot');
  #picture;
  #drawing;
  #data = null;
  #getToken = null;
  #token = '';
  #selected = null;
  /** The JSON that is drawn, as bytes. */
  #shown;
  #said = '';
  #etag = '';
  #turn = 0;
  #due = false;
  #abort;
  #timer;

  constructor() {
    super();
    const root = this.attachShadow({ mode: 'open' });
    root.adoptedStyleSheets = [styles()];
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
      this.#turn += 1;
      this.#abort?.abort();
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
    this.#getToken = getToken ?? null;
    this.#token = '';
    this.#reload();
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
    const turn = (this.#turn += 1);
    this.#abort?.abort();
    this.#abort = new AbortController();
    const isOver = () => turn !== this.#turn || !this.isConnected;
    try {
      const [bytes] = await Promise.all([this.#answer(this.#abort.signal), this.#start()]);
      if (!isOver()) this.#show(bytes);
    } catch (error) {
      if (!isOver()) this.#fail(error instanceof Failure ? error : new Failure('network'));
    }
  }

  /** Several changes in one go lead to one load. */
  #reload() {
    if (this.#due || !this.isConnected) return;
    this.#due = true;
    queueMicrotask(() => {
      this.#due = false;
      if (this.isConnected && (this.#data || this.src || (this.apiBase && this.connection && this.#getToken))) this.reload();
    });
  }

  async #start() {
    try {
      await load();
    } catch {
      throw new Failure('program');
    }
  }

  /** The JSON of the first feed that is there. */
  async #answer(signal) {
    if (this.#data) return new TextEncoder().encode(JSON.stringify(this.#data));
    if (this.src) return this.#fetched(new URL(this.src, document.baseURI), signal);
    const path = `embed/v1/connections/${encodeURIComponent(this.connection)}/data-flow`;
    const url = new URL(path, new URL(`${this.apiBase.replace(/\/+$/, '')}/`, document.baseURI));
    const isFirst = !this.#token;
    if (isFirst) await this.#ask();
    try {
      return await this.#fetched(url, signal, this.#token);
    } catch (error) {
      // One that had been good has ended, most likely; a second one is asked for once.
      if (error.code !== 'token') throw error;
      await this.#ask();
      return this.#fetched(url, signal, this.#token);
    }
  }

  async #ask() {
    try {
      this.#token = String((await this.#getToken()) ?? '').trim();
    } catch {
      this.#token = '';
    }
    if (!this.#token) throw new Failure('token');
  }

  async #fetched(url, signal, token) {
    const headers = {};
    if (token) headers.authorization = `Bearer ${token}`;
    // Without a picture a "not modified" would be no help.
    if (this.#etag && this.#shown) headers['if-none-match'] = this.#etag;
    const response = await fetch(url, { headers, signal, credentials: 'omit', referrerPolicy: 'no-referrer' });
    if (response.status === 304) return this.#shown;
    if (!response.ok) throw new Failure(code(response.status), response.status);
    const bytes = new Uint8Array(await response.arrayBuffer());
    this.#etag = response.headers.get('etag') ?? '';
    return bytes;
  }

  #show(bytes) {
    const known = this.#shown;
    const isDrawn = !!this.#drawing;
    if (isDrawn && known.length === bytes.length && known.every((byte, at) => byte === bytes[at])) return this.#say('');
    this.#picture ??= new Picture();
    if (!this.#picture.read(bytes)) throw new Failure('data');
    this.#shown = bytes;
    if (!isDrawn) {
      this.#picture.mirror(this.mirror);
      this.#drawing = new Drawing(this.#picture, this.#told);
      this.#setParts();
      this.#base.append(this.#drawing.element);
      this.#drawing.select(this.#selected);
    }
    this.#drawing.show();
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
    this.#say('');
  }

  /** The last picture stays, and words stand above it, or what the page has put into the slot `error`. */
  #fail({ code, status, message }) {
    this.#say(message);
    this.#tell('error', { code, status, message });
  }

  #say(words) {
    this.#fallback.hidden = !!(words || this.#drawing);
    // Whoever watches the page is not disturbed by what is so already.
    if (this.#said === words) return;
    this.#said = words;
    this.#message.hidden = !words;
    this.#message.replaceChildren();
    if (!words) return;
    const again = make('button.flow-button', { type: 'button' }, 'Try again');
    again.addEventListener('click', () => this.reload());
    this.#message.append(make('slot', { name: 'error' }, words), ' ', again);
  }

  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(`causeway-${name}`, { detail, bubbles: true, composed: true }));
  }

  #tick() {
    clearInterval(this.#timer);
    if (this.refresh && this.isConnected) {
      this.#timer = setInterval(() => document.hidden || this.reload(), this.refresh * 1000);
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
      // Assistive technology has to see an empty region before it hears what is put into it.
      setTimeout(() => (note.textContent = copied ? 'Copied' : 'Press Ctrl+C'), 80);
      setTimeout(() => note.remove(), copied ? 2000 : 8000);
    },
  };
}

const code = (status) => {
  if (status === 401) return 'token';
  if (status === 403) return 'refused';
  return status === 404 ? 'notFound' : 'server';
};

/** Attributes as properties: [property, attribute, how it is read]. The attribute is the only store. */
const oneOf = (values) => (value) => (values.includes(value) ? value : values[0]);
const seconds = (value) => (Number(value) > 0 ? Math.max(SHORTEST_REFRESH, Number(value)) : 0);
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
