import type { NetworkReason } from '../../errors/authError.ts';
import { HttpFailure } from '../../errors/httpFailure.ts';
import { buildSentence, type Sentence } from '../../errors/sentence.ts';

/** A chain of causes that is longer leads in a circle. */
const mostCauses = 10;

/** Only an unknown issuer: what a company's root certificate in the operating system puts right. */
const unknownIssuerCodes: readonly string[] = [
  'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'CERT_UNTRUSTED',
  'ERR_CERT_AUTHORITY_INVALID',
];

/** A certificate that is not valid yet, or no longer: more often it is this machine's clock that is wrong. */
const dateCodes = /^(?:(?:CERT|CRL)_(?:NOT_YET_VALID|HAS_EXPIRED)|ERR_CERT_DATE_INVALID)$/u;

/** Every other fault of a certificate, by the names of OpenSSL, Node and Chromium. */
const certificateCodes =
  /^(?:ERR_TLS_CERT_|ERR_CERT_|CERT_|CRL_|UNABLE_TO_|ERROR_IN_C|(?:HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH_EXCEEDED)$)/u;

/** No connection came about, so the server cannot have seen the request: whatever the name of the failing call. */
const neverConnectedCodes: readonly string[] = [
  // Node: names, routes, sandboxes (its permission model), the proxies that it takes from the environment
  'ENOTFOUND',
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'EHOSTDOWN',
  'ENETUNREACH',
  'ENETDOWN',
  'EADDRNOTAVAIL',
  'EAFNOSUPPORT',
  'ERR_SOCKET_CONNECTION_TIMEOUT',
  'ERR_TLS_HANDSHAKE_TIMEOUT',
  'ERR_ACCESS_DENIED',
  'ERR_PROXY_TUNNEL',
  // undici
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_PRX_TLS',
  // Chromium, behind Electron's fetch (net/base/net_error_list.h); a reset, closed or empty connection is not among them
  'ERR_INTERNET_DISCONNECTED',
  'ERR_ADDRESS_UNREACHABLE',
  'ERR_ADDRESS_INVALID',
  'ERR_NETWORK_ACCESS_DENIED',
  'ERR_CONNECTION_REFUSED',
  'ERR_CONNECTION_TIMED_OUT',
  'ERR_CONNECTION_FAILED',
  'ERR_SSL_VERSION_OR_CIPHER_MISMATCH',
  'ERR_PROXY_CONNECTION_FAILED',
  'ERR_TUNNEL_CONNECTION_FAILED',
  'ERR_PROXY_CERTIFICATE_INVALID',
  'ERR_PROXY_AUTH_UNSUPPORTED',
  'ERR_MANDATORY_PROXY_CONFIGURATION_FAILED',
  'ERR_BLOCKED_BY_CLIENT',
  'ERR_BLOCKED_BY_ADMINISTRATOR',
  'ERR_UNSAFE_PORT',
];

/** Families of them: looking a name up, and a TLS handshake that found no common language. */
const neverConnectedFamilies =
  /^(?:EAI_|ERR_NAME_|ERR_DNS_|ERR_SOCKS_|ERR_SSL_\w*(?:HANDSHAKE_FAILURE|WRONG_VERSION|UNSUPPORTED_PROTOCOL|PROTOCOL_VERSION|UNRECOGNIZED_NAME))/u;

/** The calls that come before a connection; any other call needs one. */
const earlyCalls = /^(?:connect|socket|bind|getaddrinfo|query\w*)$/u;

/** Where neither code nor call tells: Node's own texts, undici's about a refused tunnel, and those of proxy agents. */
const neverConnectedTexts =
  /\b(?:connect|getaddrinfo) E|^bad port$|before secure TLS connection was established|\bproxy response \(\d|tunneling socket could not be established|\bproxy connection (?:timed out|ended before)|\bproxy rejected connection/iu;

/** What a request that brought no answer failed of. Only one that was cut may have arrived. */
export function describeFailure(failure: unknown, host: string): HttpFailure {
  return build(findUnsent(listCauses(failure)) ?? 'cut', { host, cause: failure });
}

/** The same where not a byte of a request had been written: a connection or handshake that was cut is no connection. */
export function describeUnsent(failure: unknown, host: string): HttpFailure {
  return build(findUnsent(listCauses(failure)) ?? 'offline', { host, cause: failure });
}

/** Why a connection was not had; the words for each name the other end. */
type UnsentReason = Extract<
  NetworkReason,
  'untrustedIssuer' | 'certificateDates' | 'certificate' | 'proxySignIn' | 'hostUnknown' | 'offline'
>;

const sentences: Readonly<Record<UnsentReason | 'cut', (host: string) => Sentence>> = {
  untrustedIssuer: (host) => buildSentence('network.untrusted', { host }),
  certificateDates: (host) => buildSentence('network.clock', { host }),
  certificate: (host) => buildSentence('network.certificate', { host }),
  proxySignIn: () => buildSentence('network.proxySignIn', {}),
  hostUnknown: (host) => buildSentence('network.offline', { host }),
  offline: (host) => buildSentence('network.offline', { host }),
  cut: (host) => buildSentence('network.cut', { host }),
};

function build(
  reason: UnsentReason | 'cut',
  { host, cause }: { readonly host: string; readonly cause: unknown },
): HttpFailure {
  return new HttpFailure(sentences[reason](host), {
    reason,
    delivery: reason === 'cut' ? 'uncertain' : 'notSent',
    cause,
  });
}

/** Why a request never left; undefined for one that may have arrived. */
function findUnsent(causes: readonly Error[]): UnsentReason | undefined {
  const codes = causes.flatMap(listCodes);
  if (codes.some((code) => unknownIssuerCodes.includes(code))) {
    return 'untrustedIssuer';
  }
  if (codes.some((code) => dateCodes.test(code))) {
    return 'certificateDates';
  }
  if (codes.some((code) => certificateCodes.test(code))) {
    return 'certificate';
  }
  // A proxy that wants a name and password: only the text of undici's error tells it from any other refused tunnel.
  if (causes.some(({ message }) => /\bproxy response \(407\)/iu.test(message))) {
    return 'proxySignIn';
  }
  if (!wasNeverConnected(causes)) {
    return undefined;
  }
  return causes.some(isHostUnknown) ? 'hostUnknown' : 'offline';
}

function listCauses(failure: unknown): readonly Error[] {
  const causes: Error[] = [];
  for (let cause = failure; cause instanceof Error && causes.length < mostCauses; cause = cause.cause) {
    causes.push(cause);
  }
  return causes;
}

/** Its own code, and the name that Electron puts into the text alone. */
function listCodes(cause: Error): readonly string[] {
  const named = /\bnet::(ERR_\w+)/u.exec(cause.message)?.[1];
  return [readText(cause, 'code'), named ?? ''].filter((code) => code !== '');
}

/** By its code, or by the text where that is all there is. */
function isHostUnknown(cause: Error): boolean {
  return /\b(?:ENOTFOUND|ERR_NAME_NOT_RESOLVED)\b/u.test([...listCodes(cause), cause.message].join(' '));
}

/** Of several attempts, as with both families of addresses, each must have failed so. */
function wasNeverConnected(causes: readonly Error[]): boolean {
  return causes.some((cause) =>
    cause instanceof AggregateError && cause.errors.length > 0
      ? cause.errors.every((attempt) => wasNeverConnected(listCauses(attempt)))
      : failedBeforeConnection(cause),
  );
}

function failedBeforeConnection(cause: Error): boolean {
  const call = readText(cause, 'syscall');
  if (call !== '') {
    return earlyCalls.test(call);
  }
  return (
    listCodes(cause).some((code) => neverConnectedCodes.includes(code) || neverConnectedFamilies.test(code)) ||
    neverConnectedTexts.test(cause.message)
  );
}

function readText(cause: Error, key: 'code' | 'syscall'): string {
  const value: unknown = Reflect.get(cause, key);
  return typeof value === 'string' ? value : '';
}
