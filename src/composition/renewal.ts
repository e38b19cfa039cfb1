import type { RefreshPorts, Renewal } from '../accounts/refreshService.ts';
import { lazy } from '../ui/lazy.ts';

/** What renews, loaded with the first wish: nothing is due while a window starts. */
export function composeRenewal(ports: RefreshPorts): Renewal {
  const load = lazy(async () => new (await import('../accounts/refreshService.ts')).RefreshService(ports));
  return {
    run: async (...wish) => (await load()).run(...wish),
    lease: async (account) => (await load()).lease(account),
  };
}
