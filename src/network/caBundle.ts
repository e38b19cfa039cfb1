/** The certificates of a CA file in their order, each as DER, or why the Codex CLI takes none of it. */
export type CaBundle =
  | { readonly kind: 'certificates'; readonly certificates: readonly Uint8Array[] }
  /** Empty, in another encoding, or with sections of other kinds alone. */
  | { readonly kind: 'noCertificates' }
  /** A section that does not end, starts wrong, or is no base64. */
  | { readonly kind: 'notPem' }
  | { readonly kind: 'badCertificate'; readonly number: number };

const sectionStart = '-----BEGIN ';
const trustedLabel = 'TRUSTED CERTIFICATE';

/** What the CLI's reader decodes; the text of any other section may be anything. */
const decodedLabels: readonly string[] = [
  'CERTIFICATE',
  'PUBLIC KEY',
  'RSA PRIVATE KEY',
  'PRIVATE KEY',
  'EC PRIVATE KEY',
  'X509 CRL',
  'CERTIFICATE REQUEST',
  'ECHCONFIG',
];

/**
 * Reads a CA file as the CLI does (docs/codex-protocol.md, Certificates and proxies; test/interop/caJudgement.test.ts): one
 * wrong section refuses the whole file.
 * @param isCertificate whether this DER is a certificate
 */
export function readCaBundle(bytes: Uint8Array, isCertificate: (der: Uint8Array) => boolean): CaBundle {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  const isTrusted = text.includes(trustedLabel);
  const sections = readSections(
    text
      .replaceAll(`BEGIN ${trustedLabel}`, 'BEGIN CERTIFICATE')
      .replaceAll(`END ${trustedLabel}`, 'END CERTIFICATE')
      .split(/[\r\n]/u),
  );
  if (sections === undefined) {
    return { kind: 'notPem' };
  }
  const found = sections.filter(({ label }) => label === 'CERTIFICATE');
  if (found.length === 0) {
    return { kind: 'noCertificates' };
  }
  const certificates: Uint8Array[] = [];
  for (const [index, { der }] of found.entries()) {
    const length = measureDer(der);
    if (length === undefined || (!isTrusted && length !== der.length)) {
      return { kind: 'badCertificate', number: index + 1 };
    }
    // Behind a trusted certificate is what it is trusted for.
    const certificate = der.subarray(0, length);
    if (!isCertificate(certificate)) {
      return { kind: 'badCertificate', number: index + 1 };
    }
    certificates.push(certificate);
  }
  return { kind: 'certificates', certificates };
}

interface Section {
  readonly label: string;
  readonly der: Uint8Array;
}

/** Every section that is decoded; undefined when one of them is wrong. */
function readSections(lines: readonly string[]): readonly Section[] | undefined {
  const sections: Section[] = [];
  let label: string | undefined;
  let body = '';
  for (const line of lines) {
    if (line.startsWith(sectionStart)) {
      // A start within a section renames it and keeps what was read.
      label = /^-----BEGIN (.*?[^-]|)-----[\r\n ]*$/u.exec(line)?.[1];
      if (label === undefined) {
        return undefined;
      }
    } else if (label !== undefined && line.startsWith(`-----END ${label}-----`)) {
      if (decodedLabels.includes(label)) {
        const der = decodeBase64(body);
        if (der === undefined) {
          return undefined;
        }
        sections.push({ label, der });
      }
      label = undefined;
      body = '';
    } else if (label !== undefined) {
      body += line;
    }
  }
  return label === undefined ? sections : undefined;
}

function decodeBase64(text: string): Uint8Array | undefined {
  const packed = text.replace(/\s/gu, '');
  // Padding may be missing as a whole.
  const isWhole = packed.endsWith('=') ? packed.length % 4 === 0 : packed.length % 4 !== 1;
  return isWhole && /^[A-Za-z0-9+/]*={0,2}$/u.test(packed)
    ? Uint8Array.from(atob(packed), (character) => character.charCodeAt(0))
    : undefined;
}

/** How long the first DER item is, with its head; undefined when the bytes are fewer (X.690, 8.1.3). */
function measureDer(bytes: Uint8Array): number | undefined {
  const first = bytes[1];
  if (first === undefined) {
    return undefined;
  }
  const lengthBytes = first < 0x80 ? 0 : first & 0x7f;
  if (first === 0x80 || lengthBytes > 4 || bytes.length < 2 + lengthBytes) {
    return undefined;
  }
  const content =
    lengthBytes === 0 ? first : bytes.subarray(2, 2 + lengthBytes).reduce((sum, byte) => sum * 256 + byte, 0);
  const whole = 2 + lengthBytes + content;
  return whole <= bytes.length ? whole : undefined;
}
