import type { DiagnosisPorts, ServiceAnswer, ServiceName } from '../diagnosis/ports.ts';
import { HttpFailure } from '../errors/httpFailure.ts';
import type { HttpClient } from '../network/http.ts';
import { unbracket } from '../network/proxyEnvironment.ts';
import { lookUpHost } from '../platform/network/hostLookup.ts';
import { isListening } from '../platform/network/openPort.ts';
import { readTrusted } from '../platform/network/trustedCertificates.ts';
import { findServerAnswer } from '../protocol/oauth/serverAnswer.ts';
import { settings } from '../ui/shell/settings.ts';
import { findAuthError, once, onceEach } from './diagnosisLooks.ts';
import type { Services } from './services.ts';

/** What checks look at of the way to the services. */
export function lookAtNetwork(
  { clock, ended, loadEnvironment }: Pick<Services, 'clock' | 'ended' | 'loadEnvironment'>,
  http: HttpClient,
): DiagnosisPorts['network'] {
  const issuer = settings.issuer();
  // Both are asked without a credential, as the Codex client asks them with one: they answer that it is missing.
  const addresses: Readonly<Record<ServiceName, URL>> = {
    issuer: new URL(issuer.whoamiUrl),
    backend: new URL(issuer.accountsCheckUrl),
  };
  // For all who ask, so it is no single one's to end: the request has a limit of its own.
  const ask = onceEach((service: ServiceName) => askService(addresses[service].href, { http, clock, ended }));
  const observe = once(async () => {
    const seen = await (await loadEnvironment()).observe();
    const { route, homeProxyFault, home, ca, settings: proxySettings } = seen;
    return { route, homeProxyFault, variablesPath: home.path, ca, withSystems: proxySettings.systemCertificates };
  });
  return {
    hostOf: (service) => addresses[service].hostname,
    isSecure: (service) => addresses[service].protocol === 'https:',
    lookUp: onceEach((host) => lookUpHost(unbracket(host))),
    observe,
    // Each check gives the very proxy that the look at the way has told.
    isListening: onceEach(isListening),
    ask,
    findCaFault: async () => {
      const { ca, withSystems } = await observe();
      return ca === undefined ? undefined : (await findAuthError(() => readTrusted(ca, withSystems)))?.sentence;
    },
  };
}

async function askService(
  url: string,
  { http, clock, ended }: { readonly http: HttpClient } & Pick<Services, 'clock' | 'ended'>,
): Promise<ServiceAnswer> {
  const askedAtMs = clock.nowMs();
  try {
    const answer = await http.send({ method: 'GET', url, signal: ended });
    const { status, page, servedAtMs } = answer;
    const middleMs = (askedAtMs + clock.nowMs()) / 2;
    return {
      kind: 'answer',
      status,
      page,
      isRegionRefused: findServerAnswer(answer)?.reason === 'regionRefused',
      // The header has whole seconds, cut off.
      aheadMs: servedAtMs === undefined ? undefined : middleMs - servedAtMs - 500,
    };
  } catch (failure) {
    if (!(failure instanceof HttpFailure)) {
      throw failure;
    }
    return { kind: 'failure', reason: failure.reason, sentence: failure.sentence };
  }
}
