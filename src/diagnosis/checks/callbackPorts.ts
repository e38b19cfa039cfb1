import { callbackPorts } from '../../protocol/oauth/issuer.ts';
import type { Check } from '../check.ts';
import { found, type Finding, type Fix } from '../finding.ts';
import type { DiagnosisPorts, PortRange, PortSight } from '../ports.ts';
import { foreign, numberOf, type Value } from '../value.ts';

/** The ports that the service sends a browser back to, as a sign-in would find them. */
interface PortsSeen {
  readonly ports: readonly PortSight[];
  readonly ranges: readonly PortRange[];
  readonly isSigningIn: boolean;
}

/** Whether a browser sign-in gets one of its two ports, and who has them. */
export const callbackPortsCheck: Check<Pick<DiagnosisPorts, 'callback'>, PortsSeen> = {
  id: 'ports',
  observe: async ({ callback }, signal) => {
    const ports = await Promise.all(callbackPorts.map((port) => callback.tryPort(port, signal)));
    const isReserved = ports.some(({ kind }) => kind === 'reserved');
    return {
      ports,
      ranges: isReserved ? await callback.readReservedRanges(signal) : [],
      isSigningIn: callback.isSigningIn(),
    };
  },
  judge: ({ ports, ranges, isSigningIn }) => {
    const free = ports.filter(({ kind }) => kind === 'free');
    if (free.length === ports.length) {
      const text = ports.map(({ port }) => String(port)).join(', ');
      return [found('ports.free', 'good', { args: { ports: { kind: 'word', word: text } } })];
    }
    const state = free.length > 0 ? 'note' : 'problem';
    return ports
      .filter(({ kind }) => kind !== 'free')
      .map((seen) => describePort(seen, { state: isSigningIn ? 'note' : state, ranges, isSigningIn }));
  },
};

interface PortContext {
  readonly state: 'problem' | 'note';
  readonly ranges: readonly PortRange[];
  readonly isSigningIn: boolean;
}

const mended: readonly Fix[] = [{ id: 'useDeviceCode' }, { id: 'checkAgain' }];

function describePort(seen: PortSight, { state, ranges, isSigningIn }: PortContext): Finding {
  const args: { readonly port: Value } = { port: numberOf(seen.port) };
  const fixes = state === 'problem' ? mended : [];
  switch (seen.kind) {
    case 'free':
      return found('ports.free', 'good', { args: { ports: args.port } });
    case 'taken':
      if (isSigningIn) {
        return found('ports.signingIn', 'note', { args });
      }
      return seen.process === undefined
        ? found('ports.busyUnknown', state, { args, fixes })
        : found('ports.busy', state, { args: { ...args, holder: foreign(seen.process) }, fixes });
    case 'reserved': {
      const range = ranges.find(({ from, to }) => from <= seen.port && seen.port <= to);
      return range === undefined
        ? found('ports.reserved', state, { args, fixes })
        : found('ports.reservedRange', state, {
            args: { ...args, from: numberOf(range.from), to: numberOf(range.to) },
            fixes,
          });
    }
    case 'notReached':
      return found('ports.notReached', state, { args, fixes });
  }
}
