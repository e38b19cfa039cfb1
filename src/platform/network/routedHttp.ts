import { HttpFailure } from '../../errors/httpFailure.ts';
import { describeCertificateFault, isCertificateFault } from '../../network/certificateFault.ts';
import type { HttpAnswer, HttpClient, HttpRequest } from '../../network/http.ts';
import type { Clock } from '../../base/clock.ts';
import { chooseCaFile, decideRoute, type CaChoice, type NetworkObservation, type Route } from '../../network/route.ts';
import { lookAtCertificates } from './certificateLook.ts';
import { describeRefusedTunnel } from './openConnection.ts';
import { sendOverSocket } from './socketHttp.ts';
import { listSystemRoots, readTrusted } from './trustedCertificates.ts';

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
    try {
      return await this.#sendOn(route, request, ca);
    } catch (failure) {
      throw failure instanceof HttpFailure
        ? await nameCause(failure, {
            request,
            route,
            ca,
            support: seen.settings.support,
            nowMs: this.#options.clock.nowMs(),
          })
        : failure;
    }
  }

  async #sendOn(route: Route, request: HttpRequest, ca: CaChoice | undefined): Promise<HttpAnswer> {
    const { hostFetch, userAgent } = this.#options;
    switch (route.kind) {
      case 'refused':
        throw new HttpFailure(route.sentence, { reason: 'noRoute', delivery: 'notSent' });
      case 'hostFetch':
        return hostFetch.send(request);
      case 'proxy':
        return sendOverSocket(request, { proxy: route.proxy, trusted: await trust(ca), userAgent });
      case 'direct':
        try {
          return await sendOverSocket(request, { proxy: undefined, trusted: await trust(ca), userAgent });
        } catch (failure) {
          if (route.otherwiseHostFetch && isOffline(failure)) {
            return hostFetch.send(request);
          }
          throw failure;
        }
    }
  }
}

/** The system's certificates too: `fetch` of the host has them by VS Code, a connection of ours only so. */
async function trust(ca: CaChoice | undefined): Promise<readonly string[]> {
  return ca === undefined ? listSystemRoots() : readTrusted(ca);
}

/** No connection came about, so the request can go another way. */
function isOffline(failure: unknown): boolean {
  return failure instanceof HttpFailure && (failure.reason === 'offline' || failure.reason === 'hostUnknown');
}

interface Sent {
  readonly request: HttpRequest;
  readonly route: Route;
  readonly ca: CaChoice | undefined;
  /** `http.proxySupport` */
  readonly support: string;
  readonly nowMs: number;
}

/** The same failure with its cause by name, where a look at the certificates or the proxy's address tells. */
async function nameCause(
  failure: HttpFailure,
  { request, route, ca: named, support, nowMs }: Sent,
): Promise<HttpFailure> {
  const { reason } = failure;
  const proxy = 'proxy' in route ? route.proxy : undefined;
  if (reason === 'proxySignIn' && proxy !== undefined) {
    return failure.inWords(describeRefusedTunnel(proxy, 407));
  }
  const url = new URL(request.url);
  const isOwnWay = route.kind !== 'hostFetch';
  // Only on the way that the request took: VS Code may have gone by a proxy of the system, and SOCKS is its alone.
  const isKnownWay = proxy === undefined ? isOwnWay || support === 'off' : proxy.scheme !== 'socks';
  if (!isKnownWay || !isCertificateFault(reason)) {
    return failure;
  }
  const ca = isOwnWay ? named : undefined;
  const chain = await lookAtCertificates(url, {
    proxy,
    trusted: await trust(ca),
    signal: request.signal,
  });
  const sentence = describeCertificateFault(reason, chain, { host: url.hostname, nowMs, ca });
  return sentence === undefined ? failure : failure.inWords(sentence);
}
