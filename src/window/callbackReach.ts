import type { HostSituation } from './hostSituation.ts';

/**
 * Whether a browser of the person's ends at a listener on this side's loopback. `forwarded`: only if VS Code forwards
 * the port, which shows once it is open. `elsewhere`: as far as we know it does not.
 */
export type CallbackReach = 'direct' | 'forwarded' | 'elsewhere';

/** What can be said before any port is open. See docs/decisions.md, Whether the browser reaches us. */
export function foreseeReach({ window, side, kind, isInWsl }: HostSituation): CallbackReach {
  if (side === 'ui') {
    return isInWsl ? 'forwarded' : 'direct';
  }
  return window === 'web' || kind === 'tunnel' ? 'elsewhere' : 'forwarded';
}

/**
 * What is so once the listener is open. Beside the person nobody is asked: VS Code would forward our own port to the
 * remote (vscode#104674). Beside the folder its answer counts only when it leads to the very same port of a loopback,
 * since the issuer accepts no other address.
 * @param asExternal VS Code's `asExternalUri`, in texts
 */
export async function findReach(
  situation: HostSituation,
  port: number,
  asExternal: (address: string) => Promise<string>,
): Promise<CallbackReach> {
  if (situation.side === 'ui') {
    return foreseeReach(situation);
  }
  const asked = `http://127.0.0.1:${String(port)}/auth/callback`;
  try {
    return isSamePort(await asExternal(asked), port) ? 'direct' : 'elsewhere';
  } catch {
    return 'elsewhere';
  }
}

/** Whether an answer of `asExternalUri` is our own port on the loopback of the person's computer. */
export function isSamePort(answer: string, port: number): boolean {
  if (!URL.canParse(answer)) {
    return false;
  }
  const { protocol, hostname, port: answered, pathname, username, password } = new URL(answer);
  return (
    protocol === 'http:' &&
    (hostname === 'localhost' || hostname === '127.0.0.1') &&
    answered === String(port) &&
    pathname === '/auth/callback' &&
    username === '' &&
    password === ''
  );
}
