import { findRouteProxy } from '../../network/route.ts';
import type { Check } from '../check.ts';
import { found, type Finding, type Fix } from '../finding.ts';
import type { DiagnosisPorts, ServiceAnswer, ServiceName } from '../ports.ts';
import { foreign, hostValue, numberOf, said } from '../value.ts';

interface ServiceSeen {
  readonly host: string;
  readonly answer: ServiceAnswer;
  /** Whether its name leads anywhere. */
  readonly isNamed: boolean;
  /** Whether a proxy is in the way that nothing listens at. */
  readonly isBehindDeadProxy: boolean;
}

function checkService(service: ServiceName): Check<Pick<DiagnosisPorts, 'network'>, ServiceSeen> {
  return {
    id: service,
    observe: async ({ network }, signal) => {
      const host = network.hostOf(service);
      const [answer, lookup, { route }] = await Promise.all([
        network.ask(service, signal),
        network.lookUp(host, signal),
        network.observe(signal),
      ]);
      const proxy = findRouteProxy(route);
      const isBehindDeadProxy = proxy !== undefined && !(await network.isListening(proxy, signal));
      return { host, answer, isNamed: lookup === 'found' || proxy !== undefined, isBehindDeadProxy };
    },
    judge: (seen) => [describe(seen)],
  };
}

/** Whether the service that signs people in answers, and as itself. */
export const issuerCheck = checkService('issuer');

/** The same for the one that Codex works with. */
export const backendCheck = checkService('backend');

const fixes: readonly Fix[] = [{ id: 'checkAgain' }, { id: 'showEnvironment' }];

function describe({ host, answer, isNamed, isBehindDeadProxy }: ServiceSeen): Finding {
  const args = { host: hostValue(host) };
  if (answer.kind === 'answer') {
    return describeAnswer(args, answer);
  }
  switch (answer.reason) {
    case 'offline':
    case 'hostUnknown':
    case 'cut':
    case 'tooSlow':
    case 'strangeAnswer':
      return !isNamed || isBehindDeadProxy
        ? found('service.elsewhere', 'notKnown', { args })
        : found('service.notReached', 'problem', { args: { reason: said(answer.sentence) }, fixes });
    // Another check says what is in the way.
    case 'untrustedIssuer':
    case 'certificateDates':
    case 'certificate':
    case 'caFile':
    case 'noRoute':
    case 'proxy':
    case 'proxySignIn':
      return found('service.elsewhere', 'notKnown', { args });
  }
}

function describeAnswer(
  args: { readonly host: ReturnType<typeof hostValue> },
  { status, page, isRegionRefused }: Extract<ServiceAnswer, { kind: 'answer' }>,
): Finding {
  if (isRegionRefused) {
    return found('service.region', 'problem', { args, fixes: [{ id: 'showEnvironment' }] });
  }
  const withStatus = { ...args, status: numberOf(status) };
  switch (page?.kind) {
    case 'botCheck':
      return found('service.botCheck', 'problem', { args: withStatus, fixes });
    case 'blockPage':
      return found('service.blocked', 'problem', { args: { ...args, product: foreign(page.product) }, fixes });
    case 'unknown':
      return found('service.page', 'problem', { args: withStatus, fixes });
    case undefined:
      return status >= 500
        ? found('service.unwell', 'problem', { args: withStatus, fixes: [{ id: 'checkAgain' }] })
        : found('service.answers', 'good', { args });
  }
}
