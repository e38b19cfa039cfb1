import type { RefreshPorts, Renewal } from '../accounts/refresh/refreshService.ts';
import { lazy } from '../ui/shell/lazy.ts';

/** What renews, loaded with the first wish: nothing is due while a window starts. */
export function composeRenewal(ports: RefreshPorts): Renewal {
  const load = lazy(async () => new (await import('../accounts/refresh/refreshService.ts')).RefreshService(ports));
  return {
    run: async (...wish) => (await load()).run(...wish),
    lease: async (account) => (await load()).lease(account),
  };
}
