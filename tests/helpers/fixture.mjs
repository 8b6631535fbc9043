// What most test files start with: one server and one browser for the whole file, a fresh signed-in page per test.
import { after, before } from 'node:test';
import { inPage, launch } from './browser.mjs';
import { Server } from './server.mjs';
import { session } from './signin.mjs';

/**
 * const causeway = fixture();
 * test('…', () => causeway.page({ width: 320 }, async (page) => { … }));
 *
 * `prepare(server)` runs once before the tests, for imports and the like.
 */
export function fixture({ prepare, ...options } = {}) {
  const causeway = {
    /** A page with a session; `anonymous: true` for one without. */
    async page({ anonymous = false, ...rest }, body) {
      const storageState = anonymous ? undefined : await session(causeway.browser, causeway.server);
      return inPage(causeway.browser, causeway.server.origin, { storageState, ...rest }, body);
    },
  };
  before(async () => {
    causeway.server = await Server.start(options);
    await prepare?.(causeway.server);
    causeway.browser = await launch();
  });
  after(async () => {
    await causeway.browser?.close();
    await causeway.server?.dispose();
  });
  return causeway;
}
