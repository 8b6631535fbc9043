// Serves the benchmark's pages and data on 127.0.0.1, compressed beforehand.
//
//   GET /api/flow?n=N            the data of data.mjs
//   GET /bench/flow?n=N          Causeway's picture on a bare page
//   GET /api/answer?n=N          the same as Causeway's server would answer it
//   GET /widget/?n=N             a page with the widget, which loads from /embed/v1/; /widget-src/ is the plainest one
//   GET /<peer>/?n=N             the same picture by another library, once `build.mjs` has built it
//
// PORT=8090 node server.mjs
import { readFile, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { pathToFileURL } from 'node:url';
import { brotliCompressSync } from 'node:zlib';
import { answer as causewayAnswer, flow } from './data.mjs';

const HERE = new URL('.', import.meta.url).pathname;
/** The folder of everything built for the benchmark. */
export const BUILT = process.env.BENCH_BUILT ?? join(HERE, '../target/bench');
const MOST = 50_000;
const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.wasm': 'application/wasm',
};

/** The bare page: the data is asked for before anything else, and the program as early as it can be. */
async function page() {
  const styles = await readFile(join(BUILT, 'page/styles.css'), 'utf8');
  const html = await readFile(join(HERE, 'page/index.html'), 'utf8');
  return html.replace('/* styles */', () => styles.trim());
}

/** A stranger's page with the widget: `head` and what feeds the element differ. */
const widgetPage = (head, element) => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Data flow</title>
<link rel="icon" href="data:,">
${head}<script type="module" src="/embed/v1/causeway-data-flow.js"></script>
<body>
${element}
</body>
</html>
`;

const WIDGET_PAGES = {
  /** It asks for its data before anything else, as React Flow's page does, and has the two lines of docs/EMBED.md. */
  '/widget/': (n) =>
    widgetPage(
      `<script>answer = fetch('/api/answer?n=${n}').then((it) => it.json())</script>
<link rel="modulepreload" href="/embed/v1/causeway-data-flow.js">
<link rel="preload" as="fetch" type="application/wasm" crossorigin href="/embed/v1/causeway-data-flow_bg.wasm">
`,
      `<causeway-data-flow></causeway-data-flow>
<script>answer.then((data) => { document.querySelector('causeway-data-flow').data = data; })</script>`,
    ),
  /** A script tag and an element, nothing else. */
  '/widget-src/': (n) => widgetPage('', `<causeway-data-flow src="/api/answer?n=${n}"></causeway-data-flow>`),
};

/** What is another thing for another number of arrows. */
const SIZED = ['/api/flow', '/api/answer', ...Object.keys(WIDGET_PAGES)];
const WIDGET = join(HERE, '../target/widget');
const cache = new Map();

/** {type, body, compressed} of a path, made once; `undefined` when there is no such thing. */
async function answer(path, n) {
  const key = SIZED.includes(path) ? `${path}?${n}` : path;
  if (!cache.has(key)) {
    const made = await make(path, n);
    if (!made) return undefined;
    const body = Buffer.from(made.body);
    cache.set(key, { type: made.type, body, compressed: brotliCompressSync(body) });
  }
  return cache.get(key);
}

async function make(path, n) {
  if (path === '/api/flow') return { type: 'application/json', body: JSON.stringify(flow(n)) };
  if (path === '/api/answer') return { type: 'application/json', body: JSON.stringify(causewayAnswer(n)) };
  if (WIDGET_PAGES[path]) return { type: TYPES['.html'], body: WIDGET_PAGES[path](n) };
  if (path === '/bench/flow') return { type: TYPES['.html'], body: await page() };
  const [folder, name] = path.startsWith('/embed/v1/') ? [WIDGET, path.slice('/embed/v1'.length)] : [BUILT, path];
  const file = normalize(join(folder, name.endsWith('/') ? `${name}index.html` : name));
  const type = TYPES[extname(file)];
  if (!file.startsWith(folder) || !type || !(await stat(file).catch(() => undefined))?.isFile()) return undefined;
  return { type, body: await readFile(file) };
}

export function serve(port) {
  const server = createServer(async (request, response) => {
    const url = new URL(request.url, 'http://127.0.0.1');
    const n = Math.min(MOST, Math.max(1, Number.parseInt(url.searchParams.get('n') ?? '10', 10) || 10));
    const found = await answer(url.pathname, n);
    if (!found) {
      response.writeHead(404).end();
      return;
    }
    const compressed = /\bbr\b/.test(request.headers['accept-encoding'] ?? '');
    const body = compressed ? found.compressed : found.body;
    const head = { 'content-type': found.type, 'content-length': body.length };
    if (compressed) head['content-encoding'] = 'br';
    response.writeHead(200, head).end(body);
  });
  return new Promise((ready, failed) => {
    server.once('error', failed);
    server.listen(port, '127.0.0.1', () => ready(server));
  });
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const port = Number(process.env.PORT ?? 8090);
  try {
    const server = await serve(port);
    console.log(`ready: http://127.0.0.1:${server.address().port}/bench/flow?n=100`);
  } catch (error) {
    const reason = error.code === 'EADDRINUSE' ? `port ${port} is taken; set PORT to another one` : error.message;
    console.error(`error: ${reason}`);
    process.exitCode = 1;
  }
}
