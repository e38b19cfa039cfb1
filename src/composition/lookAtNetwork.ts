import { abortable } from '../base/abortable.ts';
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
  { clock, loadEnvironment }: Pick<Services, 'clock' | 'loadEnvironment'>,
  http: HttpClient,
  run: AbortSignal,
): DiagnosisPorts['network'] {
  const issuer = settings.issuer();
  // Both are asked without a credential, as the Codex client asks them with one: they answer that it is missing.
  const addresses: Readonly<Record<ServiceName, URL>> = {
    issuer: new URL(issuer.whoamiUrl),
    backend: new URL(issuer.accountsCheckUrl),
  };
  const observe = once(run, async (signal) => {
    const seen = await (await loadEnvironment()).observe(signal);
    const { route, homeProxyFault, home, ca, settings: proxySettings } = seen;
    return { route, homeProxyFault, variablesPath: home.path, ca, withSystems: proxySettings.systemCertificates };
  });
  return {
    hostOf: (service) => addresses[service].hostname,
    isSecure: (service) => addresses[service].protocol === 'https:',
    lookUp: onceEach(run, (host) => lookUpHost(unbracket(host))),
    observe,
    // Each check gives the very proxy that the look at the way has told.
    isListening: onceEach(run, isListening),
    ask: onceEach(run, (service, signal) => askService(addresses[service].href, { http, clock, signal })),
    findCaFault: (signal) =>
      abortable(signal, async () => {
        const { ca, withSystems } = await observe(signal);
        return ca === undefined ? undefined : (await findAuthError(() => readTrusted(ca, withSystems)))?.sentence;
      }),
  };
}

async function askService(
  url: string,
  { http, clock, signal }: { readonly http: HttpClient; readonly signal: AbortSignal } & Pick<Services, 'clock'>,
): Promise<ServiceAnswer> {
  const askedAtMs = clock.nowMs();
  try {
    const answer = await http.send({ method: 'GET', url, signal });
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
