// Firefox as Debian ships it, driven over WebDriver BiDi with the same functions as Chromium. It must not know what the
// pages show.
//
// Playwright's own Firefox is a patched build; its channel `moz-firefox` speaks the standard's protocol to a plain one.
// The release of playwright-core and Debian's Firefox must fit: 1.65 sends `emulation.setMediaFeaturesOverride`, which
// Firefox 153 does not know, so it is 1.64 until there is a newer Firefox ESR. Over BiDi a page has the system's colours:
// `colorScheme` and its like change nothing.
import { firefox } from 'playwright-core';

const PREFERENCES = {
  // What a garbage collection on demand needs.
  'dom.testing.testutils.enabled': true,
};

export async function launchFirefox() {
  return firefox.launch({
    channel: 'moz-firefox',
    executablePath: process.env.FIREFOX || '/usr/bin/firefox-esr',
    firefoxUserPrefs: PREFERENCES,
  });
}
