import { TLSSocket, type DetailedPeerCertificate } from 'node:tls';
import type { SeenCertificate } from '../../network/certificateFault.ts';
import { openConnection, type ConnectionOptions } from './openConnection.ts';

/** The way to the server, and whoever waits for the look; left out, its own limit ends it. */
interface LookOptions extends Pick<ConnectionOptions, 'proxy' | 'trusted'> {
  readonly signal: AbortSignal | undefined;
}

const lookMs = 5000;
/** A chain that is longer leads in a circle. */
const longestChain = 10;

/**
 * The certificates that a server shows, its own first. Nothing is sent to it; empty when it can not be reached, or when what it
 * shows is trusted: then it is not what was refused.
 */
export async function lookAtCertificates(
  url: URL,
  { proxy, trusted, signal }: LookOptions,
): Promise<readonly SeenCertificate[]> {
  try {
    const own = AbortSignal.timeout(lookMs);
    const limit = signal === undefined ? own : AbortSignal.any([signal, own]);
    const socket = await openConnection(url, { proxy, trusted, signal: limit, acceptAny: true });
    const chain = socket instanceof TLSSocket && !socket.authorized ? listChain(socket.getPeerCertificate(true)) : [];
    socket.destroy();
    return chain;
  } catch {
    return [];
  }
}

/** Without the last link, which is above what the server showed. */
interface ShownCertificate extends Omit<DetailedPeerCertificate, 'issuerCertificate'> {
  readonly issuerCertificate?: ShownCertificate;
}

function listChain(first: ShownCertificate): readonly SeenCertificate[] {
  const seen: ShownCertificate[] = [];
  let certificate: ShownCertificate | undefined = first;
  while (certificate !== undefined && !seen.includes(certificate) && seen.length < longestChain) {
    seen.push(certificate);
    certificate = certificate.issuerCertificate;
  }
  return seen.map(({ subject, issuer, valid_from, valid_to, subjectaltname }) => ({
    subject: describeName(subject),
    issuer: describeName(issuer),
    validFromMs: Date.parse(valid_from),
    validToMs: Date.parse(valid_to),
    names: [...(subjectaltname ?? '').matchAll(/(?:DNS|IP Address):([^,\s]+)/gu)].map(([, name = '']) => name),
  }));
}

/** Its common name, and the company behind it. */
function describeName(name: DetailedPeerCertificate['subject'] | undefined): string {
  const parts = [name?.CN, name?.O].flat().filter((part) => part !== undefined && part !== '');
  return [...new Set(parts)].join(', ');
}
