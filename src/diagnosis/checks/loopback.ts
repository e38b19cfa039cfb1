import { isLoopback } from '../../network/proxyEnvironment.ts';
import type { Check } from '../check.ts';
import { found, plain } from '../finding.ts';
import type { DiagnosisPorts, LoopbackSight } from '../ports.ts';
import { foreign, hostValue } from '../value.ts';

interface LoopbackSeen {
  readonly IPv4: LoopbackSight;
  readonly IPv6: LoopbackSight;
  readonly localhost: readonly string[];
}

/** Whether a listener of ours is reached at all, over both families of addresses, on any port. */
export const loopbackCheck: Check<Pick<DiagnosisPorts, 'callback'>, LoopbackSeen> = {
  id: 'loopback',
  observe: async ({ callback }, signal) => {
    const [IPv4, IPv6, localhost] = await Promise.all([
      callback.tryLoopback('127.0.0.1', signal),
      callback.tryLoopback('::1', signal),
      callback.resolveLocalhost(signal),
    ]);
    return { IPv4, IPv6, localhost };
  },
  judge: ({ IPv4, IPv6, localhost }) => {
    const unreached = [
      ...(IPv4 === 'reached' ? [] : ['127.0.0.1']),
      // A computer without IPv6 needs none: a browser has none to go by either.
      ...(IPv6 === 'notReached' ? ['::1'] : []),
    ];
    const elsewhere = localhost.filter((address) => !isLoopback(address));
    const problems = [
      ...unreached.map((address) =>
        found('loopback.notReached', 'problem', {
          args: { address: hostValue(address) },
          fixes: [{ id: 'useDeviceCode' }],
        }),
      ),
      ...elsewhere.map((address) =>
        found('loopback.name', 'problem', { args: { address: foreign(address) }, fixes: [{ id: 'useDeviceCode' }] }),
      ),
    ];
    return problems.length > 0 ? problems : [plain(IPv6 === 'absent' ? 'loopback.onlyIPv4' : 'loopback.good', 'good')];
  },
};
