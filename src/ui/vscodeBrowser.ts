import { env, type Uri } from 'vscode';
import type { Browser } from '../accounts/ports.ts';

/**
 * Opens the system's browser. The address is handed over as the string it is: as a `Uri` VS Code would encode it anew
 * and change the query (security-and-platform.md finding 2). The API takes strings, its type does not say so yet.
 */
export const vscodeBrowser: Browser = {
  open: async (url) => env.openExternal(url as unknown as Uri),
};
