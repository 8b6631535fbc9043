// Makes panics of a WebAssembly module traps: what only writes the message of a panic, which nobody sees in a widget, is
// replaced by `unreachable`. wasm-opt then drops what led to it. Called by `cargo xtask widget` with the folder of
// binaryen, the module as wasm-bindgen left it (with names), and the file to write.
//
// It refuses a module in which anything else formats text: that would trap while all is well.
import { readFileSync, writeFileSync } from 'node:fs';

const [folder, input, output] = process.argv.slice(2);
const { default: binaryen } = await import(new URL(`file://${folder}/index.js`));

/** Functions that never return, by their demangled names. Hashes in brackets are left out first. */
const PANICS = [
  /^core::panicking::/,
  /^core::(option|result)::(unwrap|expect)_failed$/,
  /^core::slice::index::slice_\w*fail/,
  /^core::slice::copy_from_slice_impl::len_mismatch_fail/,
  /^core::slice::sort::.*::panic_on_ord_violation/,
  /^core::str::slice_error_fail/,
  /^core::cell::(lazy::)?panic_/,
  /^alloc::raw_vec::(handle_error|capacity_overflow)/,
  /^alloc::alloc::handle_alloc_error/,
  /^std::(panicking|process|alloc)::/,
  /^std::sys::backtrace::__rust_end_short_backtrace/,
  /^__rustc::(rust_begin_unwind|rust_panic)/,
  /^wasm_bindgen::__rt::\w+_fail/,
];
/** What turns values into text for them. */
const FORMATTING = [/^core::fmt::/, /^alloc::fmt::/, /core::fmt::(Debug|Display|Write|LowerHex)\b/, /^<core::fmt::/];

const plain = (name) => name.replaceAll(/\[[0-9a-f]{16}\]/g, '').replace(/::h[0-9a-f]{16}$/, '');
const isOne = (patterns, name) => patterns.some((pattern) => pattern.test(plain(name)));

const module = binaryen.readBinary(readFileSync(input));
const own = Array.from({ length: module.getNumFunctions() }, (_, at) => module.getFunctionByIndex(at))
  .map((reference) => ({ reference, info: binaryen.getFunctionInfo(reference) }))
  .filter(({ info }) => !info.module);
const panics = own.filter(({ info }) => isOne(PANICS, info.name));
const formatting = own.filter(({ info }) => isOne(FORMATTING, info.name));
if (panics.length < 5) {
  console.error('No panics were found by their names. Has the compiler changed how it names them?');
  process.exit(1);
}

// Who calls what is read off the text: one line each.
const replaced = new Set([...panics, ...formatting].map(({ info }) => info.name));
const formats = new Set(formatting.map(({ info }) => info.name));
let caller = '';
const calling = [];
for (const line of module.emitText().split('\n')) {
  const [, named] = line.match(/^ \(func \$("[^"]*"|\S+)/) ?? [];
  if (named) caller = unquoted(named);
  const [, called] = line.match(/\((?:return_)?call \$("[^"]*"|[^\s)]+)/) ?? [];
  if (called && formats.has(unquoted(called)) && !replaced.has(caller)) calling.push(`${caller} calls ${unquoted(called)}`);
}
if (calling.length) {
  console.error(`Text is formatted outside of panics; use concat and causeway_model's guid:\n${calling.join('\n')}`);
  process.exit(1);
}
for (const { reference } of [...panics, ...formatting]) binaryen.Function(reference).body = module.unreachable();
binaryen.setDebugInfo(true);
writeFileSync(output, module.emitBinary());

function unquoted(name) {
  const inner = name.startsWith('"') ? name.slice(1, -1) : name;
  return inner.replaceAll(/\\([0-9a-f]{2})/g, (_, code) => String.fromCharCode(parseInt(code, 16)));
}
