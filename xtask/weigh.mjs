// Prints one line per file of the built dashboard: its bytes, its bytes as brotli sends them, its name. The server
// compresses with the same settings when it embeds the files. Called by `cargo xtask build` with the folder's path.
import { readFileSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';

const folder = process.argv[2];

for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
  if (!entry.isFile()) continue;
  const file = join(entry.parentPath ?? entry.path, entry.name);
  const bytes = readFileSync(file);
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
    [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
  };
  const sent = Math.min(bytes.length, brotliCompressSync(bytes, { params }).length);
  console.log(`${bytes.length}\t${sent}\t${relative(folder, file)}`);
}
