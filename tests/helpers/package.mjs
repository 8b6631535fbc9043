// The widget's package as other projects use it: installed as from a registry, bundled, type-checked. It must not know what
// the element does.
import { execFile } from 'node:child_process';
import { access, cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';

/** What `cargo xtask widget` writes. */
const PACKAGE = process.env.CAUSEWAY_WIDGET ?? new URL('../../target/widget/', import.meta.url).pathname;
const MODULES = new URL('../node_modules/', import.meta.url).pathname;
const FIXTURES = new URL('../fixtures/widget/', import.meta.url).pathname;
const NAME = 'causeway-data-flow';

const run = promisify(execFile);

/** A file of the package as JSON. */
export async function manifest(name) {
  return JSON.parse(await readFile(join(PACKAGE, name), 'utf8'));
}

/** A project in a folder of its own, with `fixture` of tests/fixtures/widget in it and the package installed. */
export class Project {
  static async start(fixture) {
    await access(join(PACKAGE, 'package.json')).catch(() => {
      throw new Error(`${PACKAGE} holds no package: run \`cargo xtask widget\` first`);
    });
    const project = new Project();
    project.folder = await mkdtemp(join(tmpdir(), 'causeway-project-'));
    const own = { private: true, type: 'module', dependencies: { [NAME]: `file:${PACKAGE}` } };
    await writeFile(join(project.folder, 'package.json'), JSON.stringify(own));
    // Copied as from a registry: what `files` leaves out is not there. Without dependencies it needs no network.
    await run('npm', ['install', '--install-links', '--offline', '--no-audit', '--no-fund'], { cwd: project.folder });
    for (const name of ['react', 'react-dom', 'scheduler', '@types', 'csstype']) {
      await symlink(join(MODULES, name), join(project.folder, 'node_modules', name));
    }
    await cp(join(FIXTURES, fixture), join(project.folder, 'src'), { recursive: true });
    return project;
  }

  /** Where the installed package is. */
  get installed() {
    return join(this.folder, 'node_modules', NAME);
  }

  /** Bundles a file of the fixture; answers the folder to serve: the bundle, and the package's program beside it. */
  async bundle(entry) {
    const out = join(this.folder, 'dist');
    await mkdir(out, { recursive: true });
    const { warnings } = await build({
      entryPoints: { app: join(this.folder, 'src', entry) },
      bundle: true,
      format: 'esm',
      target: 'es2022',
      minify: true,
      jsx: 'automatic',
      define: { 'process.env.NODE_ENV': '"development"' },
      outdir: out,
      logLevel: 'silent',
    });
    if (warnings.length > 0) throw new Error(`esbuild warns: ${warnings.map(({ text }) => text).join('; ')}`);
    for (const file of await filesBelow(this.installed)) {
      if (file.endsWith('.wasm')) await cp(join(this.installed, file), join(out, file.split('/').at(-1)));
    }
    return out;
  }

  /** Type-checks all files of the fixture; answers what the checker says. */
  async check() {
    const config = {
      compilerOptions: {
        strict: true,
        noEmit: true,
        target: 'es2022',
        lib: ['es2022', 'dom', 'dom.iterable'],
        module: 'esnext',
        moduleResolution: 'bundler',
        jsx: 'react-jsx',
        types: [],
        // The package's own declarations are looked at too.
        skipLibCheck: false,
      },
      include: ['src'],
    };
    await writeFile(join(this.folder, 'tsconfig.json'), JSON.stringify(config));
    try {
      return (await run(join(MODULES, '.bin/tsc'), ['--project', this.folder], { cwd: this.folder })).stdout;
    } catch (error) {
      return error.stdout || String(error);
    }
  }

  async dispose() {
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** Paths of all files below `folder`, from there. */
export async function filesBelow(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(folder.length + 1));
}
