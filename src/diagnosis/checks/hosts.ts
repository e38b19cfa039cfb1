import { isOverForCodex } from '../../hosts/remote/remoteSignInStatus.ts';
import type { Check } from '../check.ts';
import { found, plain, type Finding, type Fix } from '../finding.ts';
import type { DiagnosisPorts, HostSight, RunningSights } from '../ports.ts';
import { foreign } from '../value.ts';

type HostsSeen = Awaited<ReturnType<RunningSights['listHosts']>>;

/** What was put on other hosts: of this window's the host itself is asked, of the others our notes tell. */
export const hostsCheck: Check<Pick<DiagnosisPorts, 'running'>, HostsSeen> = {
  id: 'hosts',
  observe: ({ running }, signal) => running.listHosts(signal),
  judge: ({ hosts, nowMs }) =>
    hosts.length === 0 ? [plain('hosts.none', 'good')] : hosts.map((host) => describe(host, nowMs)),
};

const fixes: readonly Fix[] = [{ id: 'showHosts' }];

function describe({ name, signIn, leaseEndsAtMs }: HostSight, nowMs: number): Finding {
  const args = { host: foreign(name) };
  if (signIn === 'silent') {
    return found('hosts.silent', 'notKnown', { args, fixes });
  }
  switch (signIn?.kind) {
    case 'restartRequired':
      return found('hosts.restart', 'problem', { args, fixes });
    case 'signedOutRemotely':
      return found('hosts.gone', 'problem', { args, fixes });
    case 'accountChangedRemotely':
      return found('hosts.changed', 'note', { args, fixes });
    case 'placed':
      if (signIn.ending === 'ended') {
        return found('hosts.ended', 'problem', { args, fixes });
      }
      return signIn.ending === 'soon'
        ? found('hosts.soon', 'note', { args, fixes })
        : found('hosts.good', 'good', { args });
    case 'empty':
    case 'foreign':
    case 'unreadable':
      return found('hosts.good', 'good', { args });
    case undefined:
      // Renewed with the next window there: worth knowing, and nothing is broken until then.
      return isOverForCodex(leaseEndsAtMs, nowMs)
        ? found('hosts.ended', 'note', { args, fixes })
        : found('hosts.good', 'good', { args });
  }
}
