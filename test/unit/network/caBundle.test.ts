import { describe, expect, it } from 'vitest';
import { readCaBundle } from '../../../src/network/caBundle.ts';

/** DER of `content` with a head of its own; what is in it, nobody asks here. */
function der(content: string): Uint8Array {
  return Uint8Array.from([0x30, content.length, ...Buffer.from(content)]);
}

function pem(bytes: Uint8Array, label = 'CERTIFICATE'): string {
  return `-----BEGIN ${label}-----\n${Buffer.from(bytes).toString('base64')}\n-----END ${label}-----\n`;
}

const [first, second] = [der('first one'), der('second one')];
const read = (text: string, isCertificate: (der: Uint8Array) => boolean = () => true) =>
  readCaBundle(Buffer.from(text), isCertificate);

describe('the certificates of a CA file', () => {
  it.each<readonly [string, string, readonly Uint8Array[]]>([
    ['one', pem(first), [first]],
    ['several, in their order', pem(second) + pem(first), [second, first]],
    ['beside others', pem(Buffer.from('x'), 'X509 CRL') + pem(first) + pem(Buffer.from('x'), 'PRIVATE KEY'), [first]],
    ['beside what no reader decodes', `-----BEGIN X-----\n!\n-----END X-----\n${pem(first)}`, [first]],
    ['trusted, cut to itself', pem(Buffer.concat([first, Buffer.from('for servers')]), 'TRUSTED CERTIFICATE'), [first]],
    ['with a comment that names the trusted', `# TRUSTED CERTIFICATE\n${pem(Buffer.concat([first, second]))}`, [first]],
  ])('are %s', (_name, text, certificates) => {
    expect(read(text)).toEqual({ kind: 'certificates', certificates: certificates.map((one) => new Uint8Array(one)) });
  });

  it('are none in a file without any', () => {
    expect([read(''), read('hello'), read(pem(first, 'X509 CRL')), read(`\uFEFF${pem(first)}`)]).toEqual(
      Array.from({ length: 4 }, () => ({ kind: 'noCertificates' })),
    );
  });

  it.each([
    ['an end that is missing', pem(first).replace(/-----END.*/u, '')],
    ['a start with more on its line', pem(first).replace('-----\n', '-----x\n')],
    ['a character that is no base64', pem(first).replace(/\n./u, '\n!')],
    ['the same in a list of revoked ones', `-----BEGIN X509 CRL-----\n!\n-----END X509 CRL-----\n${pem(first)}`],
  ])('are refused together for %s', (_name, text) => {
    expect(read(text)).toEqual({ kind: 'notPem' });
  });

  it.each([
    ['something behind it', pem(Buffer.concat([second, first]))],
    ['fewer bytes than it says', pem(second.subarray(0, -1))],
    ['nothing', pem(new Uint8Array())],
    ['a length without an end', pem(Uint8Array.from([0x30, 0x80, 0, 0]))],
  ])('are refused together for one with %s, by its number', (_name, text) => {
    expect(read(pem(first) + text)).toEqual({ kind: 'badCertificate', number: 2 });
  });

  it('are refused together for one that is none', () => {
    expect(read(pem(first) + pem(second), (one) => one.length === first.length)).toEqual({
      kind: 'badCertificate',
      number: 2,
    });
  });
});
