import { Uri, env } from 'vscode';
import type { Browser } from '../../accounts/signIn/ports.ts';
import { findReach } from '../../window/callbackReach.ts';
import type { HostSituation } from '../../window/hostSituation.ts';

/**
 * Opens the system's browser. The address is handed over as the string it is: as a `Uri` VS Code would encode it anew
 * and change the query (microsoft/vscode issue 85930).
 */
export const vscodeBrowser: Pick<Browser, 'open'> = {
  open: async (url) => env.openExternal(url),
};

/** The browser of the person in this window, and whether a listener of ours is in its reach. */
export function browserOf(host: HostSituation): Browser {
  return {
    ...vscodeBrowser,
    findReach: (port) =>
      findReach(host, port, async (address) => (await env.asExternalUri(Uri.parse(address))).toString(true)),
  };
}
