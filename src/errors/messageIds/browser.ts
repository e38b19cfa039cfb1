import type { Nothing } from './values.ts';

/** Signing in with the browser, and which workspace. */
export interface BrowserMessages {
  'browser.portsTaken': { readonly holders: string };
  'browser.portsReserved': { readonly ports: string };
  'browser.notReachable': { readonly port: string };
  'browser.noCode': Nothing;
  'browser.otherIssuer': Nothing;
  'browser.tooLate': Nothing;
  'browser.takenOver': Nothing;
  'browser.otherWorkspace': Nothing;
  'workspaces.notListed': Nothing;
}
