// Builds the peers for production into target/bench/<peer>/: a page with its styles inside, and a program beside it.
//
// node build.mjs [peer…]
import { build } from 'esbuild';
import { solidPlugin } from 'esbuild-plugin-solid';
import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BUILT } from './server.mjs';

const PEERS = new URL('peers', import.meta.url).pathname;
const named = process.argv.slice(2);
const every = (await readdir(PEERS)).filter((name) => name !== 'shared');
const page = await readFile(join(PEERS, 'shared/page.html'), 'utf8');

for (const peer of named.length > 0 ? named : every) {
  const source = (await readdir(join(PEERS, peer))).find((name) => /^app\.jsx?$/.test(name));
  const { outputFiles } = await build({
    entryPoints: [join(PEERS, peer, source)],
    outdir: join(BUILT, peer),
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2023',
    jsx: 'automatic',
    conditions: ['production', 'browser'],
    define: { 'process.env.NODE_ENV': '"production"' },
    legalComments: 'none',
    plugins: peer === 'solid' ? [solidPlugin()] : [],
    write: false,
  });
  const built = (name) => outputFiles.find(({ path }) => path.endsWith(name)).text;
  const out = join(BUILT, peer);
  await rm(out, { recursive: true, force: true });
  await mkdir(out, { recursive: true });
  await writeFile(join(out, 'app.js'), built('.js'));
  await writeFile(join(out, 'index.html'), page.replace('/* styles */', () => built('.css').trim()));
  console.log(`built ${peer}`);
}
