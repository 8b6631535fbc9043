// The picture as elements: what the program says, put into a page. Which texts, which places, which paths is the
// program's (../src/scene.rs); the lists it gives have their names here. Must not know where an answer came from.
import { draw, keep, make, say, set, style } from './elements.js';
import { definitions, ends, legend, nextPicture, word } from './signs.js';

/** Up to this many rows everything is drawn; beyond that, what is near the view. As in crates/data-flow-view/window.rs. */
const DRAW_ALL = 300;
const AROUND = 1024;
/** Widths are rounded down to this, so that dragging an edge does not lay out at every pixel. */
const STEP = 8;
/** Below this width, in the size of text, heading and legend take more lines. */
const SLIM_BELOW = 38;
/** A card may follow its rows down from this height of theirs on, px. */
const FOLLOWS_FROM = 480;
/** How often results of VPN tests are looked at, ms: they turn stale without anything else happening. */
const TICK = 30_000;
const SIDES = [0, 1];

const named = (names) => {
  const keys = names.split(' ');
  return (list) => Object.fromEntries(keys.map((key, at) => [key, list[at]]));
};
const headOf = named('connection flows shown total width height left room row labelStart labelRoom lines rails ties veil');
const sideOf = named('theirs name count x width narrow');
const SIDE_FIELDS = 6;
const cardOf = named(
  'at y height nameLines urlLines name kind id exchange tag url note stateSign state vpnSign vpn vpnStatus',
);
const rowOf = named(
  'id status word troubled type name tone verb open start end top upper lower d leftCard rightCard',
);
const repeatOf = named('name left top width height');
const detailsOf = named(
  'name sentence dataModel hl7v2 fhir exchange yours yourTag theirs theirTag status word last type verb',
);

export class Drawing {
  #number = nextPicture();
  #picture;
  #told;
  #withDetails;
  #withCards;
  #scene;
  #room = '';
  /** Whether there is something to draw that was not, for lack of room. */
  #isStale = false;
  #near = [-Infinity, Infinity];
  #printing = false;
  #selected = null;
  /** Whether the selected arrow is one of the answer's. */
  #knowsSelected = false;
  /** Keys of the row and of the card of each side that have or last had focus. */
  #focused = null;
  #focusedCards = [null, null];
  #items = new Map();
  #cardItems = [new Map(), new Map()];
  #stop = new AbortController();
  #observer;
  #clock;

  #probe = make('div.flow-probe');
  #heads = SIDES.map(() => ({ name: make('bdi'), count: make('span.quiet') }));
  #flows = make('p.quiet');
  #legend = legend();
  #empty = make('p.flow-empty', {}, make('strong', {}, 'No data flows yet'));
  #arrows = draw('g');
  #rails = draw('path.flow-rails');
  #ties = draw('path.flow-ties');
  #hover = draw('path.flow-hover');
  #chosen = null;
  #svg = draw(
    'svg.flow-arrows', { 'aria-hidden': 'true', focusable: 'false' },
    definitions(this.#number, 'out', 'in'), this.#rails, this.#arrows,
  );
  /** Whether heads in the colour of neither side are defined: few pictures have such arrows. */
  #hasOtherHeads = false;
  #cards = SIDES.map(() => make('ul.flow-cards', { role: 'list' }));
  #rows = make('ul.flow-rows', { role: 'list', 'aria-label': 'Data flows' });
  #stage = make('div.flow-stage', { part: 'picture' }, this.#svg, this.#cards[0], this.#rows, this.#cards[1]);
  #repeats = [];
  #details = null;
  /** What the details say, as text. */
  #detailed = '';
  #said = make('p.flow-hidden', { role: 'status' });
  #main;
  element;

  /** `told` hears of what the reader does: `select(detail)`, `card(detail)`, `copy(text, button)`, `language()`. */
  constructor(picture, told) {
    this.#picture = picture;
    this.#told = told;
    const paragraph = ({ name, count }) => make('p', {}, name, count);
    const heads = make(
      'div.flow-heads', { part: 'heading' },
      paragraph(this.#heads[0]), this.#flows, paragraph(this.#heads[1]),
    );
    this.#main = make('div.flow-main', {}, heads, this.#legend, this.#stage);
    this.element = make('div.data-flow', {}, this.#probe, this.#main, this.#said);
    this.#listen();
  }

  /** Draws what the program knows now; `false` when there is nothing or no room yet. */
  show() {
    return this.#layOut(true);
  }

  /** Ends everything that outlives the elements. */
  end() {
    this.#stop.abort();
    this.#observer.disconnect();
    clearInterval(this.#clock);
  }

  set withLegend(on) {
    this.#legend.hidden = !on;
  }

  set withDetails(on) {
    this.#withDetails = on;
    this.#showDetails();
  }

  /** Whether the names of cards are buttons. */
  set withCards(on) {
    if (this.#withCards === on) return;
    this.#withCards = on;
    this.#cardItems = [new Map(), new Map()];
    if (this.#scene) for (const side of SIDES) this.#drawCards(side);
  }

  /** Selects an arrow by its GUID, or none. Nobody is told. */
  select(id) {
    const wanted = id?.toLowerCase() ?? null;
    if (this.#selected === wanted) return;
    this.#selected = wanted;
    if (this.#scene) this.#drawRows();
    this.#showDetails();
  }

  /** Looks again how much room and how large a text there is. */
  measure() {
    this.#layOut(false);
  }

  #layOut(isNew) {
    const font = parseInt(getComputedStyle(this.#probe).fontSize, 10) || 16;
    const width = Math.floor(this.#probe.clientWidth / STEP) * STEP;
    const room = `${width} ${font}`;
    const isDue = isNew || this.#isStale;
    this.#isStale = isDue && !width;
    if (!width || (!isDue && room === this.#room)) return false;
    this.#room = room;
    const text = this.#picture.draw(width, font, new Date().toISOString());
    if (!text) return false;
    const [head, left, right, rows, repeats] = JSON.parse(text);
    const side = (list) => ({ ...sideOf(list), cards: list.slice(SIDE_FIELDS).map(cardOf) });
    this.#scene = { ...headOf(head), sides: [side(left), side(right)], rows: rows.map(rowOf), repeats: repeats.map(repeatOf) };
    this.element.classList.toggle('flow-slim', width < SLIM_BELOW * font);
    this.#drawFrame();
    this.#near = this.#view();
    this.#draw();
    if (isDue) this.#showDetails();
    return true;
  }

  #drawFrame() {
    const scene = this.#scene;
    set(this.element, { 'data-connection-id': scene.connection });
    style(this.#stage, { width: scene.width, height: scene.height });
    set(this.#svg, { width: scene.width, height: scene.height });
    set(this.#rails, { d: scene.rails });
    this.#showBelow(this.#ties, scene.ties);
    say(this.#flows, scene.flows);
    if (scene.shown) this.#empty.remove();
    else this.#legend.after(this.#empty);
    for (const at of SIDES) {
      const side = scene.sides[at];
      say(this.#heads[at].name, side.name);
      say(this.#heads[at].count, side.count && ` · ${side.count}`);
      const list = this.#cards[at];
      set(list, { 'aria-label': side.theirs ? `${side.name}'s endpoints` : 'Your endpoints' });
      list.classList.toggle('flow-narrow', !!side.narrow);
      style(list, { '--card-x': side.x, '--card-width': side.width });
    }
    this.#rows.classList.toggle('two-lines', scene.lines === 2);
    const { left, room, row, labelStart, labelRoom } = scene;
    style(this.#rows, { left, width: room, '--row': row, '--label-start': labelStart, '--label-room': labelRoom });
  }

  /** Draws a path below the arrows, or takes it away when it has nothing to show. */
  #showBelow(path, d) {
    if (!d) return path.remove();
    set(path, { d });
    if (!path.isConnected) this.#arrows.before(path);
    return undefined;
  }

  #draw() {
    for (const at of SIDES) this.#drawCards(at);
    this.#drawRows();
    const [top, bottom] = this.#near;
    const fresh = this.#scene.repeats
      .filter((it) => it.top + it.height >= top && it.top < bottom)
      .map(({ name, ...place }) => {
        const text = [make('span', { dir: 'auto' }, name), make('span', {}, 'see above')];
        const element = make('div.flow-repeat', { 'aria-hidden': 'true' }, ...text);
        style(element, place);
        return element;
      });
    for (const before of this.#repeats) before.remove();
    this.#stage.append(...fresh);
    this.#repeats = fresh;
  }

  /** Cards whose arrows reach into the view, and the one that has focus. */
  #drawCards(side) {
    const [top, bottom] = this.#near;
    const kept = new Map();
    const before = this.#cardItems[side];
    const focused = this.#focusedCards[side];
    for (const card of this.#scene.sides[side].cards) {
      if ((card.y + card.height < top || card.y >= bottom) && card.at !== focused) continue;
      const { y, height, nameLines, urlLines, ...face } = card;
      const key = JSON.stringify(face);
      const item = before.get(key) ?? { element: cardElement(face, this.#withCards) };
      item.card = card;
      style(item.element, { top: y, height, '--name-lines': String(nameLines), '--url-lines': String(urlLines) });
      item.element.classList.toggle('flow-follows', height >= FOLLOWS_FROM);
      item.element.classList.toggle('flow-lines', nameLines > 1 || urlLines > 1);
      kept.set(key, item);
    }
    this.#cardItems[side] = kept;
    keep(this.#cards[side], Array.from(kept.values(), (item) => item.element));
  }

  /** Rows and arrows near the view; what has focus or is selected, wherever it is. */
  #drawRows() {
    const { rows, row: height } = this.#scene;
    const [top, bottom] = this.#near;
    const kept = new Map();
    let end = 0;
    rows.forEach((row, at) => {
      const isNear = row.top + height > top && row.top < bottom;
      const reaches = row.lower >= top && row.upper < bottom;
      const key = keyOf(row);
      const isHeld = key === this.#focused || (row.id && row.id === this.#selected);
      if (!isNear && !reaches && !isHeld) return;
      const item = this.#items.get(key) ?? rowItem(this.#number, row);
      item.row = row;
      item.inList = isNear || isHeld;
      if (item.inList) {
        showRow(item, row);
        style(item.element, { 'margin-top': row.top - end });
        end = row.top + height;
      }
      if (row.tone === 'other' && !this.#hasOtherHeads) {
        this.#hasOtherHeads = true;
        this.#svg.append(definitions(this.#number, 'other'));
      }
      const trouble = row.troubled ? ' troubled' : '';
      set(item.arrow, { d: row.d, class: `flow-arrow ${row.tone}${trouble}`, ...ends(this.#number, row.tone, row.start, row.end) });
      item.at = at;
      kept.set(key, item);
    });
    this.#items = kept;
    const items = [...kept.values()];
    const listed = items.filter((item) => item.inList);
    const isPart = listed.length < rows.length;
    for (const item of listed) {
      set(item.element, { 'aria-posinset': isPart && item.at + 1, 'aria-setsize': isPart && rows.length });
    }
    keep(this.#rows, listed.map((item) => item.element));
    keep(this.#arrows, items.map((item) => item.arrow));
    this.#mark(listed);
  }

  /** The selected row, the one that Tab leads to, and the selected arrow once more, on top of all. */
  #mark(listed) {
    const stop = listed.find((item) => keyOf(item.row) === this.#focused) ?? listed[0];
    for (const item of listed) {
      const isSelected = !!item.row.id && item.row.id === this.#selected;
      set(item.button, { tabindex: item === stop ? 0 : -1, 'aria-pressed': item.row.id ? String(isSelected) : null });
    }
    const chosen = this.#scene.rows.find((row) => row.id && row.id === this.#selected);
    this.#chosen?.remove();
    this.#chosen = chosen
      ? draw('g', {}, draw('path.flow-veil', { d: this.#scene.veil }), path(this.#number, 'flow-chosen', chosen))
      : null;
    if (this.#chosen) this.#svg.append(this.#chosen);
  }

  #showDetails() {
    const text = this.#selected && this.#scene ? this.#picture.details(this.#selected) : '';
    this.#knowsSelected = !!text;
    const language = this.#told.language();
    const shown = this.#withDetails && text ? `${language} ${text}` : '';
    const facts = text ? detailsOf(JSON.parse(text)) : null;
    // As long as it says the same it is the same element: somebody may be reading it.
    if (shown !== this.#detailed) {
      this.#detailed = shown;
      const hadFocus = this.#details?.contains(this.#details.getRootNode().activeElement);
      this.#details?.remove();
      this.#details = shown ? detailsElement(facts, language, () => this.#unselect()) : null;
      if (this.#details) this.#said.before(this.#details);
      if (hadFocus) this.#details?.querySelector('.copy-button').focus();
    }
    if (!facts) return say(this.#said, '');
    say(this.#said, `${facts.name}. ${facts.word}.${this.#withDetails ? ' Details are below the picture.' : ''}`);
    return undefined;
  }

  /** What the reader does, as opposed to the page. */
  #choose(id) {
    this.select(id);
    const { type = '', verb = '', status = '' } = id ? detailsOf(JSON.parse(this.#picture.details(id))) : {};
    this.#told.select({ id, dataType: type, verb, status });
  }

  #unselect() {
    const row = this.#scene.rows.find((it) => it.id && it.id === this.#selected);
    // It stays on screen, wherever it is, because it is about to have focus; its group has it where it is folded away.
    if (row) this.#focused = keyOf(row);
    this.#choose(null);
    const items = [...this.#items.values()];
    (this.#items.get(this.#focused) ?? items.find((item) => item.inList))?.button.focus();
  }

  #view() {
    if (!this.#scene || this.#printing || this.#scene.rows.length <= DRAW_ALL) return [-Infinity, Infinity];
    const top = -this.#stage.getBoundingClientRect().top;
    return [top - AROUND, top + innerHeight + AROUND];
  }

  /** Draws what has come near the view; most frames of a scroll change nothing. */
  #scrolled() {
    if (!this.#scene || this.#scene.rows.length <= DRAW_ALL) return;
    const [top, bottom] = this.#view();
    if (Math.abs(top - this.#near[0]) < AROUND / 2 && Math.abs(bottom - this.#near[1]) < AROUND / 2) return;
    this.#near = [top, bottom];
    this.#draw();
  }

  #print(on) {
    this.#printing = on;
    if (!this.#scene) return;
    this.#near = this.#view();
    this.#draw();
  }

  #itemAt(event) {
    const element = event.target.closest('.flow-row');
    return element && [...this.#items.values()].find((item) => item.element === element);
  }

  #focusRow(at) {
    const row = this.#scene.rows[at];
    this.#focused = keyOf(row);
    this.#drawRows();
    this.#items.get(this.#focused).button.focus();
  }

  #focusCard(side, at) {
    this.#focusedCards[side] = at;
    this.#drawCards(side);
    [...this.#cardItems[side].values()].find((item) => item.card.at === at)?.element.firstChild.focus();
  }

  #listen() {
    const { signal } = this.#stop;
    this.element.addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && this.#knowsSelected) {
        event.preventDefault();
        this.#unselect();
      }
    });
    this.#rows.addEventListener('click', (event) => {
      const row = this.#itemAt(event)?.row;
      if (!row) return;
      if (row.id) this.#choose(row.id === this.#selected ? null : row.id);
      else {
        this.#picture.toggle(row.type);
        this.#layOut(true);
        this.#items.get(keyOf(row))?.button.focus();
      }
    });
    this.#rows.addEventListener('keydown', (event) => this.#onRowKey(event));
    this.#rows.addEventListener('focusin', (event) => {
      const item = this.#itemAt(event);
      this.#focused = item ? keyOf(item.row) : null;
      this.#mark([...this.#items.values()].filter((it) => it.inList));
    });
    this.#rows.addEventListener('pointerover', (event) => this.#showBelow(this.#hover, this.#itemAt(event)?.row.d));
    this.#rows.addEventListener('pointerleave', () => this.#showBelow(this.#hover));
    for (const side of SIDES) this.#listenToCards(side);
    // In a shadow root scrolling of anything around is heard on the window only.
    addEventListener('scroll', () => this.#scrolled(), { capture: true, passive: true, signal });
    addEventListener('resize', () => this.#scrolled(), { signal });
    addEventListener('beforeprint', () => this.#print(true), { signal });
    addEventListener('afterprint', () => this.#print(false), { signal });
    // A frame later: a change of layout inside the observer's own callback is reported as an error by browsers.
    this.#observer = new ResizeObserver(() => requestAnimationFrame(() => this.element.isConnected && this.measure()));
    this.#observer.observe(this.#probe);
    this.#clock = setInterval(() => this.#scene?.sides.some((side) => side.cards.some((card) => card.vpn)) && this.#layOut(true), TICK);
  }

  #onRowKey(event) {
    const item = this.#itemAt(event);
    if (!item || isShortcut(event)) return;
    const last = this.#scene.rows.length - 1;
    const to = {
      ArrowDown: Math.min(item.at + 1, last), ArrowUp: Math.max(item.at - 1, 0), Home: 0, End: last,
    }[event.key];
    if (to !== undefined) this.#focusRow(to);
    else if (event.key === 'ArrowLeft') this.#focusCard(0, item.row.leftCard);
    else if (event.key === 'ArrowRight') this.#focusCard(1, item.row.rightCard);
    else return;
    event.preventDefault();
  }

  #listenToCards(side) {
    const at = (event) => {
      const element = event.target.closest('.flow-card');
      return element && [...this.#cardItems[side].values()].find((item) => item.element === element)?.card;
    };
    this.#cards[side].addEventListener('click', (event) => {
      const button = event.target.closest('.copy-button');
      if (button) this.#told.copy(button.previousElementSibling.textContent, button);
      else if (event.target.closest('button.flow-name')) {
        const { id, kind, name } = at(event);
        this.#told.card({ id, kind, name });
      }
    });
    this.#cards[side].addEventListener('keydown', (event) => {
      const card = at(event);
      if (!card || isShortcut(event)) return;
      if (event.key === (side === 0 ? 'ArrowRight' : 'ArrowLeft')) {
        const end = side === 0 ? 'leftCard' : 'rightCard';
        const { rows } = this.#scene;
        const last = rows.findIndex((row) => keyOf(row) === this.#focused && row[end] === card.at);
        const first = rows.findIndex((row) => row[end] === card.at);
        if (first < 0) return;
        event.preventDefault();
        this.#focusRow(last < 0 ? first : last);
      }
    });
  }
}

/** Whether a key is the browser's: back, for one. */
const isShortcut = (event) => event.ctrlKey || event.metaKey || event.altKey;

/** What makes a row another one: a row that only moves is kept. */
const keyOf = (row) => (row.id ? [row.id, row.tone, row.name].join('\n') : `group\n${row.type}`);

const path = (picture, name, row) =>
  draw(`path.${name}.${row.tone}`, { d: row.d, ...ends(picture, row.tone, row.start, row.end) });

/** A row as it is made: its list item, the button in it, and its arrow. */
const rowItem = (picture, row) => {
  const button = make('button.flow-plate', { type: 'button', tabindex: -1 });
  const element = make(row.id ? `li.flow-row.${row.tone}` : 'li.flow-row.flow-group', {}, button);
  if (row.id) {
    set(element, { 'data-flow-id': row.id, 'data-verb': row.verb });
    // A tab, so that the data types stand in a column of their own.
    button.append(make('span.flow-verb', {}, row.verb), '\t', row.type);
  } else {
    set(element, { 'data-group': row.type });
    const chevron = { viewBox: '0 0 10 10', 'aria-hidden': 'true' };
    button.append(draw('svg.flow-chevron', chevron, draw('path', { d: 'M3 1.5 7 5 3 8.5' })));
    button.append(make('span.flow-type', {}, row.type), make('span.flow-note'));
  }
  return { element, button, arrow: path(picture, 'flow-arrow', row), status: '', word: null };
};

/** What may change of a row while it stays the same. */
const showRow = (item, row) => {
  const { element, button } = item;
  if (!row.id) {
    set(button, { 'aria-expanded': String(!!row.open) });
    say(button.lastChild, row.verb);
  } else if (item.status !== row.status) {
    item.status = row.status;
    item.word?.remove();
    item.word = row.word ? word(row.status, row.word) : null;
    if (item.word) {
      // Where both do not fit, the data type gives way to the status: that takes an element for it.
      if (!button.classList.contains('with-status')) {
        button.classList.add('with-status');
        button.append(make('span.flow-type', {}, button.lastChild));
      }
      button.append(item.word);
    }
    set(element, { 'data-status': row.status });
  }
  set(element, { 'aria-label': row.word ? `${row.name}, ${row.word}` : row.name });
};

const note = (...content) => make('p.flow-note', {}, ...content);

/** A card. Its box can take focus, and shows long texts in full while focus is in it. */
const cardElement = (card, asButton) => {
  const box = make('div.flow-box', { tabindex: -1 });
  const element = make('li.flow-card', { part: 'card' }, box);
  if (!card.exchange) {
    const isSeveral = card.kind === 'several';
    element.classList.toggle('flow-several', isSeveral);
    const name = make('span.flow-name', {}, card.name);
    box.append(name, note(isSeveral ? 'Open a group to see which.' : 'Nothing is known about it.'));
    return element;
  }
  const name = make(asButton ? 'button.flow-name' : 'span.flow-name', { dir: 'auto', type: asButton && 'button' }, card.name);
  box.append(make('span.flow-kind', {}, card.tag), name);
  if (card.id) {
    const copy = make('button.copy-button', { type: 'button', 'aria-label': `Copy GUID of ${card.name}` }, 'Copy');
    box.append(make('code.flow-guid', {}, card.id), copy);
  }
  if (card.url) box.append(make('span.flow-url', {}, card.url));
  if (card.note) box.append(note(card.note));
  if (card.state) box.append(note(word(card.stateSign, card.state)));
  if (card.vpn) {
    const vpn = note(word(card.vpnSign, card.vpn));
    set(vpn, { 'data-vpn-status': card.vpnStatus });
    box.append(vpn);
  }
  set(element, { [card.kind === 'apiKey' ? 'data-api-key-id' : 'data-endpoint-id']: card.id || null, 'data-exchange': card.exchange });
  return element;
};

const detailsElement = (facts, language, close) => {
  const list = (words) => {
    if (!words.length) return make('dd', {}, make('span.quiet', {}, 'Nothing of the kind'));
    return make('dd', {}, make('ul.flow-events', { role: 'list' }, ...words.map((it) => make('li', { dir: 'auto' }, it))));
  };
  const end = (name, tag) => make('dd', {}, make('bdi', {}, name), tag && ' ', tag && make('span.flow-kind', {}, tag));
  const fact = (term, value) => make('div', {}, make('dt', {}, term), value);
  const button = make('button.copy-button', { type: 'button' }, 'Close');
  button.addEventListener('click', close);
  return make(
    'section.flow-details', { 'aria-label': 'Selected data flow', part: 'details' },
    make('div.flow-details-head', {}, make('p', { dir: 'auto' }, facts.name), button),
    make('p.flow-sentence', { dir: 'auto' }, facts.sentence),
    make(
      'dl', {},
      fact('Data model', list(facts.dataModel)),
      fact('HL7 v2', list(facts.hl7v2)),
      fact('FHIR', list(facts.fhir)),
      fact('Exchange', make('dd', {}, facts.exchange)),
      fact('Your side', end(facts.yours, facts.yourTag)),
      fact('Their side', end(facts.theirs, facts.theirTag)),
      fact('Status', make('dd', {}, word(facts.status, facts.word))),
      fact('Last message', make('dd', {}, facts.last ? time(facts.last, language) : 'never')),
    ),
  );
};

const inWords = (date, language) => {
  try {
    return date.toLocaleString(language);
  } catch {
    // Pages write what is no language, such as `en_US`.
    return date.toLocaleString();
  }
};

/** In a language and the reader's time zone. */
const time = (at, language) => {
  const date = new Date(at);
  return make('time', { datetime: at }, Number.isNaN(date.getTime()) ? at : inWords(date, language));
};
