import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';
import { Stop } from '../../scripts/processes.mjs';
import { findProgram } from '../../scripts/programs.mjs';
import { root } from '../../scripts/tools.mjs';

/** Where screenshots of a test run are put. */
export const screenshotFolder = join(root, 'out', 'screenshots');

/**
 * Starts the system's Chromium without a window. Names other than this computer's own do not resolve in it, so a page
 * that asks the internet for something gets an error at once.
 */
export async function launchBrowser(): Promise<Browser> {
  const executablePath = findProgram('chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable');
  if (executablePath === undefined) throw new Stop('Chromium is missing (on Debian: apt-get install chromium).');
  mkdirSync(screenshotFolder, { recursive: true });
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--disable-dev-shm-usage',
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE ::1, EXCLUDE localhost, EXCLUDE *.localhost',
    ],
  });
}
