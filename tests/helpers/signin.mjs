// Signing in as a person does, through the link that the server prints.
import { inPage } from './browser.mjs';

/** Opens the one-time link, waits until the dashboard is there, and keeps the session for the tests that follow. */
export async function signIn(page, server) {
  await page.goto(server.signInUrl);
  await page.getByRole('heading', { name: 'Connections', level: 1 }).waitFor();
  server.session ??= await page.context().storageState();
}

/** The session of this server, so that each test can start from it in a context of its own. */
export async function session(browser, server) {
  if (!server.session) await inPage(browser, server.origin, {}, (page) => signIn(page, server));
  return server.session;
}
