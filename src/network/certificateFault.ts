import type { NetworkReason } from '../errors/authError.ts';
import { buildSentence, type Sentence } from '../errors/sentence.ts';
import { rfc3339 } from '../base/clock.ts';
import { findFilter } from './networkFilters.ts';
import type { CaChoice } from './route.ts';

/** One certificate of the chain that a server showed. */
export interface SeenCertificate {
  /** Name and company of its owner. */
  readonly subject: string;
  /** Name and company of who signed it. */
  readonly issuer: string;
  readonly validFromMs: number;
  readonly validToMs: number;
  /** The hosts that it is for. */
  readonly names: readonly string[];
}

/** What the shown chain is judged against. */
export interface CertificateContext {
  readonly host: string;
  readonly nowMs: number;
  /** The certificates that were added to the system's. */
  readonly ca: CaChoice | undefined;
}

/** What a refused certificate is refused for. */
export type CertificateReason = Extract<NetworkReason, 'untrustedIssuer' | 'certificateDates' | 'certificate'>;

/** Whether a look at the certificates may tell more. */
export function isCertificateFault(reason: NetworkReason): reason is CertificateReason {
  return reason === 'untrustedIssuer' || reason === 'certificateDates' || reason === 'certificate';
}

/**
 * The cause of a refused certificate, told from the chain that was shown; undefined where that tells no more than was known.
 * @param reason what the refusal itself said
 */
export function describeCertificateFault(
  reason: CertificateReason,
  chain: readonly SeenCertificate[],
  { host, nowMs, ca }: CertificateContext,
): Sentence | undefined {
  const [own] = chain;
  if (own === undefined) {
    return undefined;
  }
  switch (reason) {
    case 'certificateDates':
      return describeDates(chain, host, nowMs);
    case 'certificate':
      return own.names.length > 0 && !own.names.some((name) => covers(name, host))
        ? buildSentence('network.wrongHost', { host, names: own.names.slice(0, 3).join(', ') })
        : undefined;
    case 'untrustedIssuer':
      return describeIssuer(chain, host, ca);
  }
}

function describeDates(chain: readonly SeenCertificate[], host: string, nowMs: number): Sentence | undefined {
  const early = chain.find(({ validFromMs }) => nowMs < validFromMs);
  if (early !== undefined) {
    return buildSentence('network.notYetValid', { host, from: rfc3339(early.validFromMs), now: rfc3339(nowMs) });
  }
  const late = chain.find(({ validToMs }) => nowMs > validToMs);
  return late === undefined
    ? undefined
    : buildSentence('network.expired', { host, until: rfc3339(late.validToMs), now: rfc3339(nowMs) });
}

function describeIssuer(chain: readonly SeenCertificate[], host: string, ca: CaChoice | undefined): Sentence {
  const product = findFilter(chain.flatMap(({ subject, issuer }) => [subject, issuer]).join('\n'));
  // Who is above the last that was shown is who would have to be known here.
  const issuer = chain.at(-1)?.issuer ?? '';
  if (ca !== undefined) {
    return buildSentence('network.issuerNotInFile', { host, issuer, variable: ca.variable, path: ca.path });
  }
  return product === undefined
    ? buildSentence('network.unknownIssuer', { host, issuer })
    : buildSentence('network.intercepted', { host, issuer, product });
}

/** Whether a certificate's name covers a host: a star is one label (RFC 9525, 6.3). */
function covers(name: string, host: string): boolean {
  const [first, ...rest] = name.toLowerCase().split('.');
  const [, ...below] = host.toLowerCase().split('.');
  return name.toLowerCase() === host.toLowerCase() || (first === '*' && rest.join('.') === below.join('.'));
}
