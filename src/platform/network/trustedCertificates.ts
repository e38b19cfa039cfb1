import { X509Certificate } from 'node:crypto';
import * as tls from 'node:tls';
import { HttpFailure } from '../../errors/httpFailure.ts';
import { buildSentence, type Sentence } from '../../errors/sentence.ts';
import { readCaBundle, type CaBundle } from '../../network/caBundle.ts';
import type { CaChoice } from '../../network/route.ts';
import { readRegularFile } from '../files/regularFile.ts';
import { hasCode } from '../files/systemError.ts';

/**
 * What is trusted with a CA file: its certificates, and all that are trusted without it.
 * @param withSystems whether the operating system's count too
 * @throws HttpFailure when the CLI would take nothing of the file: it refuses every connection then, and so do we
 */
export async function readTrusted(ca: CaChoice, withSystems: boolean): Promise<readonly string[]> {
  const bundle = await readBundle(ca);
  if (bundle.kind !== 'certificates') {
    throw new HttpFailure(describeBundle(bundle, ca), { reason: 'caFile', delivery: 'notSent' });
  }
  return [...listRoots(withSystems), ...bundle.certificates.map((der) => new X509Certificate(der).toString())];
}

async function readBundle(ca: CaChoice): Promise<CaBundle> {
  try {
    return readCaBundle(await readRegularFile(ca.path), isCertificate);
  } catch (failure) {
    const { variable, path } = ca;
    throw new HttpFailure(
      buildSentence(hasCode(failure, 'ENOENT') ? 'network.caMissing' : 'network.caUnreadable', { variable, path }),
      { reason: 'caFile', delivery: 'notSent', cause: failure },
    );
  }
}

function describeBundle(bundle: Exclude<CaBundle, { kind: 'certificates' }>, { variable, path }: CaChoice): Sentence {
  switch (bundle.kind) {
    case 'noCertificates':
      return buildSentence('network.caEmpty', { variable, path });
    case 'notPem':
      return buildSentence('network.caNotPem', { variable, path });
    case 'badCertificate':
      return buildSentence('network.caBadCertificate', { variable, path, number: String(bundle.number) });
  }
}

function isCertificate(der: Uint8Array): boolean {
  try {
    return new X509Certificate(der).raw.length === der.length;
  } catch {
    return false;
  }
}

/** Those that Node brings, those that it was told of, and the operating system's where this Node can read them. */
export function listRoots(withSystems: boolean): readonly string[] {
  // VS Code 1.101 brings Node 22.15, the first that has it; a fork may bring an older one.
  return 'getCACertificates' in tls
    ? [...new Set([...tls.getCACertificates('default'), ...(withSystems ? tls.getCACertificates('system') : [])])]
    : (tls as { readonly rootCertificates: readonly string[] }).rootCertificates;
}
