import { HttpFailure } from '../../errors/httpFailure.ts';
import { buildSentence, type Sentence } from '../../errors/sentence.ts';
import {
  describeCertificateFault,
  isCertificateFault,
  type CertificateReason,
  type SeenCertificate,
} from '../../network/certificateFault.ts';
import type { HttpAnswer, HttpClient, HttpRequest } from '../../network/http.ts';
import type { Clock } from '../../base/clock.ts';
import {
  chooseCaFile,
  decideRoute,
  findRouteProxy,
  type CaChoice,
  type NamedProxy,
  type NetworkObservation,
  type Route,
} from '../../network/route.ts';
import { lookAtCertificates } from './certificateLook.ts';
import { isNoTls, isRefusedConnection, readTunnelStatus } from './connectionFailure.ts';
import { describeRefusedTunnel, nameProxy } from './openConnection.ts';
import { limitMs } from './requestLimits.ts';
import { sendOverSocket } from './socketHttp.ts';
import { listRoots, readTrusted } from './trustedCertificates.ts';

/** Who asks, and what decides about the way of each request. */
export interface RoutedHttpOptions {
  readonly userAgent: string;
  readonly hostFetch: HttpClient;
  readonly observe: () => Promise<NetworkObservation>;
  readonly clock: Pick<Clock, 'nowMs'>;
}

/** Each request on the way that settings, variables and the Home ask for at that moment. */
export class RoutedHttp implements HttpClient {
  readonly #options: RoutedHttpOptions;

  constructor(options: RoutedHttpOptions) {
    this.#options = options;
  }

  async send(request: HttpRequest): Promise<HttpAnswer> {
    const seen = await this.#options.observe();
    request.signal?.throwIfAborted();
    const ca = chooseCaFile(seen.environment, seen.homeVariables);
    const route = decideRoute(new URL(request.url), seen, ca);
    const sent: Sent = { request, route, ca, asksRoots: seen.settings.systemCertificates };
    try {
      return await this.#sendOn(sent);
    } catch (failure) {
      throw failure instanceof HttpFailure ? await nameCause(failure, sent, this.#options.clock.nowMs()) : failure;
    }
  }

  async #sendOn({ route, request, ca, asksRoots }: Sent): Promise<HttpAnswer> {
    const { hostFetch, userAgent } = this.#options;
    switch (route.kind) {
      case 'refused':
        throw new HttpFailure(route.sentence, { reason: 'noRoute', delivery: 'notSent' });
      case 'hostFetch':
        return hostFetch.send(request);
      case 'proxy':
        return sendOverSocket(request, { proxy: route.proxy, trusted: await trust(ca, asksRoots), userAgent });
      case 'direct':
        try {
          return await sendOverSocket(request, { proxy: undefined, trusted: await trust(ca, asksRoots), userAgent });
        } catch (failure) {
          if (route.otherwiseHostFetch && isOffline(failure)) {
            return hostFetch.send(request);
          }
          throw failure;
        }
    }
  }
}

/** The system's certificates too, unless VS Code is told not to ask for them: its `fetch` has them by VS Code, a connection of ours only so. */
async function trust(ca: CaChoice | undefined, asksRoots: boolean): Promise<readonly string[]> {
  return ca === undefined ? listRoots(asksRoots) : readTrusted(ca, asksRoots);
}

/** No connection came about, so the request can go another way. */
function isOffline(failure: unknown): boolean {
  return failure instanceof HttpFailure && (failure.reason === 'offline' || failure.reason === 'hostUnknown');
}

/** A request, its way, and whom that trusts. */
interface Sent {
  readonly request: HttpRequest;
  readonly route: Route;
  readonly ca: CaChoice | undefined;
  /** Whether the system's certificates count: `http.systemCertificates`. */
  readonly asksRoots: boolean;
}

/** The same failure with its cause by name, where a look at the certificates or the proxy's address tells. */
async function nameCause(failure: HttpFailure, sent: Sent, nowMs: number): Promise<HttpFailure> {
  const { route, request } = sent;
  const proxy = findRouteProxy(route);
  const sentence =
    (proxy === undefined ? undefined : describeAtProxy(failure, { proxy, route, url: new URL(request.url) })) ??
    (isCertificateFault(failure.reason)
      ? await describeCertificates(failure.reason, { ...sent, proxy, nowMs })
      : undefined);
  return sentence === undefined ? failure : failure.inWords(sentence);
}

/** What went wrong at the proxy, not behind it. */
function describeAtProxy(
  { reason, cause }: HttpFailure,
  { proxy, route, url }: { readonly proxy: NamedProxy; readonly route: Route; readonly url: URL },
): Sentence | undefined {
  const isHosts = route.kind === 'hostFetch';
  switch (reason) {
    case 'proxySignIn':
      return describeRefusedTunnel(proxy, 407);
    case 'proxy': {
      const status = readTunnelStatus(cause);
      return status === undefined ? undefined : describeRefusedTunnel(proxy, status);
    }
    case 'offline':
      return isNoTls(cause)
        ? buildSentence('network.proxyStrange', nameProxy(proxy))
        : isHosts && isRefusedConnection(cause, proxy.port)
          ? buildSentence('network.proxyOffline', nameProxy(proxy))
          : undefined;
    case 'tooSlow':
      return buildSentence('network.proxyTooSlow', {
        ...nameProxy(proxy),
        host: url.host,
        seconds: String(limitMs / 1000),
      });
    default:
      return undefined;
  }
}

async function describeCertificates(
  reason: CertificateReason,
  {
    request,
    route,
    ca: named,
    asksRoots,
    proxy,
    nowMs,
  }: Sent & { readonly proxy: NamedProxy | undefined; readonly nowMs: number },
): Promise<Sentence | undefined> {
  // Only on the way that the request took: the system may have named a proxy.
  if (route.kind === 'hostFetch' && route.proxy === 'ofSystem') {
    return undefined;
  }
  const url = new URL(request.url);
  const ca = route.kind === 'hostFetch' ? undefined : named;
  const look = async (at: URL, through: NamedProxy | undefined, withSystems: boolean): Promise<Look> => ({
    host: at.hostname,
    chain: await lookAtCertificates(at, {
      proxy: through,
      trusted: await trust(ca, withSystems),
      signal: request.signal,
    }),
  });
  const atProxy =
    proxy?.scheme === 'https'
      ? await look(new URL(`https://${proxy.host}:${String(proxy.port)}`), undefined, asksRoots)
      : undefined;
  const seen = atProxy !== undefined && atProxy.chain.length > 0 ? atProxy : await look(url, proxy, asksRoots);
  const sentence = describeCertificateFault(reason, seen.chain, { host: seen.host, nowMs, ca });
  if (sentence === undefined || asksRoots || seen === atProxy) {
    return sentence;
  }
  const { chain } = await look(url, proxy, true);
  return chain.length === 0 ? buildSentence('network.systemCertificatesOff', { host: url.hostname }) : sentence;
}

/** The certificates that one host showed. */
interface Look {
  readonly host: string;
  readonly chain: readonly SeenCertificate[];
}
