import { isLoopback } from '../../network/proxyEnvironment.ts';
import { findRouteProxy } from '../../network/route.ts';
import type { Check } from '../check.ts';
import { found, type Finding } from '../finding.ts';
import type { DiagnosisPorts } from '../ports.ts';
import { hostValue } from '../value.ts';

type Lookup = 'found' | 'notFound' | 'noAnswer';

interface NamesSeen {
  readonly hosts: readonly { readonly host: string; readonly lookup: Lookup }[];
  /** A proxy looks names up itself. */
  readonly isByProxy: boolean;
}

/** Whether the names of the services lead anywhere. */
export const dnsCheck: Check<Pick<DiagnosisPorts, 'network'>, NamesSeen> = {
  id: 'dns',
  observe: async ({ network }, signal) => {
    const names = [...new Set([network.hostOf('issuer'), network.hostOf('backend')])];
    const [{ route }, hosts] = await Promise.all([
      network.observe(signal),
      Promise.all(names.map(async (host) => ({ host, lookup: await network.lookUp(host, signal) }))),
    ]);
    return { hosts, isByProxy: findRouteProxy(route) !== undefined };
  },
  judge: ({ hosts, isByProxy }) => hosts.map(({ host, lookup }) => describeName(host, lookup, isByProxy)),
};

function describeName(host: string, lookup: Lookup, isByProxy: boolean): Finding {
  const args = { host: hostValue(host) };
  if (lookup === 'found' || isLoopback(host)) {
    return found('dns.found', 'good', { args });
  }
  if (isByProxy) {
    return found('dns.byProxy', 'good', { args });
  }
  const fixes = [{ id: 'showEnvironment' as const }, { id: 'checkAgain' as const }];
  return found(lookup === 'notFound' ? 'dns.notFound' : 'dns.noAnswer', 'problem', { args, fixes });
}
