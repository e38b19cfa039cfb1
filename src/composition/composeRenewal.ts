import type { HomeTokens } from '../accounts/refresh/homeTokens.ts';
import type { RefreshPorts, Renewal } from '../accounts/refresh/refreshService.ts';
import { lazy } from '../ui/shell/lazy.ts';

/** What renews, loaded with the first request: nothing is due while a window starts. */
export function composeRenewal({
  loadHomeTokens,
  ...ports
}: Omit<RefreshPorts, 'homeTokens'> & { readonly loadHomeTokens: () => Promise<HomeTokens> }): Renewal {
  const load = lazy(async () => {
    const { RefreshService } = await import('../accounts/refresh/refreshService.ts');
    return new RefreshService({ ...ports, homeTokens: await loadHomeTokens() });
  });
  return {
    run: async (...request) => (await load()).run(...request),
    lease: async (account) => (await load()).lease(account),
  };
}

/** What the Home's follower needs of it, loaded with the first change of the Home that is of interest. */
export function composeHomeTokens(load: () => Promise<HomeTokens>): Pick<HomeTokens, 'adoptNewer' | 'replaceOlder'> {
  return {
    adoptNewer: async (account) => (await load()).adoptNewer(account),
    replaceOlder: async (account) => (await load()).replaceOlder(account),
  };
}
