import { describe, expect, it } from 'vitest';
import { describeCertificateFault, type SeenCertificate } from '../../../src/network/certificateFault.ts';

const nowMs = Date.UTC(2026, 10, 29);
const dayMs = 86_400_000;
const leaf: SeenCertificate = {
  subject: 'auth.example.test',
  issuer: 'Harbour Works Proxy, Harbour Works',
  validFromMs: nowMs - dayMs,
  validToMs: nowMs + dayMs,
  names: ['auth.example.test'],
};
const above: SeenCertificate = { ...leaf, subject: leaf.issuer, issuer: 'Harbour Works Root', names: [] };
const context = { host: 'auth.example.test', nowMs, ca: undefined };

describe('a certificate that was refused', () => {
  it('names who would have to be known here: who signed the last that was shown', () => {
    expect(describeCertificateFault('untrustedIssuer', [leaf, above], context)).toEqual({
      messageId: 'network.unknownIssuer',
      args: { host: 'auth.example.test', issuer: 'Harbour Works Root' },
    });
  });

  it.each([
    ['Zscaler Intermediate Root CA (zscalerthree.net), Zscaler Inc.', 'Zscaler'],
    ['ca.acme.goskope.com, Netskope Inc', 'Netskope'],
    ['Gateway CA - Cloudflare Managed G1 abc, Cloudflare, Inc.', 'Cloudflare Gateway'],
    ['FGT60F, Fortinet', 'Fortinet'],
    ['mitmproxy, mitmproxy', 'mitmproxy'],
  ])('names the product that reads the connection: %s', (issuer, product) => {
    expect(describeCertificateFault('untrustedIssuer', [{ ...leaf, issuer }], context)).toEqual({
      messageId: 'network.intercepted',
      args: { host: 'auth.example.test', issuer, product },
    });
  });

  it.each(['Cloudflare TLS Issuing ECC CA 1, SSL Corporation', 'Google Trust Services', 'DigiCert Inc'])(
    'is not said to be read by a public issuer: %s',
    (issuer) => {
      expect(describeCertificateFault('untrustedIssuer', [{ ...leaf, issuer }], context)?.messageId).toBe(
        'network.unknownIssuer',
      );
    },
  );

  it('names the file that its issuer is missing in', () => {
    const ca = { variable: 'SSL_CERT_FILE', path: '/ca.pem' } as const;
    expect(describeCertificateFault('untrustedIssuer', [leaf], { ...context, ca })).toMatchObject({
      messageId: 'network.issuerNotInFile',
      args: { issuer: leaf.issuer, variable: 'SSL_CERT_FILE', path: '/ca.pem' },
    });
  });

  it('says since when it is over, and what our clock says', () => {
    const late = { ...leaf, validToMs: nowMs - 1000 };
    expect(describeCertificateFault('certificateDates', [late, above], context)).toEqual({
      messageId: 'network.expired',
      args: { host: 'auth.example.test', until: '2026-11-28T23:59:59.000Z', now: '2026-11-29T00:00:00.000Z' },
    });
  });

  it('says from when on it is valid, also of one above it', () => {
    const early = { ...above, validFromMs: nowMs + 1000 };
    expect(describeCertificateFault('certificateDates', [leaf, early], context)).toEqual({
      messageId: 'network.notYetValid',
      args: { host: 'auth.example.test', from: '2026-11-29T00:00:01.000Z', now: '2026-11-29T00:00:00.000Z' },
    });
  });

  it.each([
    [['portal.hotel.test', '*.hotel.test'], 'portal.hotel.test, *.hotel.test'],
    [['*.b.example.test'], '*.b.example.test'],
    [['*.test'], '*.test'],
  ])('for other hosts names them: %j', (names, shown) => {
    expect(describeCertificateFault('certificate', [{ ...leaf, names }], context)).toEqual({
      messageId: 'network.wrongHost',
      args: { host: 'auth.example.test', names: shown },
    });
  });

  it.each([[['*.example.test']], [['AUTH.example.test']], [[]]])(
    'for this host is wrong in another way: %j',
    (names) => {
      expect(describeCertificateFault('certificate', [{ ...leaf, names }], context)).toBeUndefined();
    },
  );

  it.each(['untrustedIssuer', 'certificateDates', 'certificate'] as const)(
    'that could not be looked at is called as before: %s',
    (general) => {
      expect(describeCertificateFault(general, [], context)).toBeUndefined();
    },
  );

  it('with dates that are right by now is called as before', () => {
    expect(describeCertificateFault('certificateDates', [leaf], context)).toBeUndefined();
  });
});
