import { execFile } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readTrusted } from '../../src/platform/network/trustedCertificates.ts';
import { sendOverSocket } from '../../src/platform/network/socketHttp.ts';
import { AuthError } from '../../src/errors/authError.ts';
import { makeTlsAuthority, type TlsAuthority } from '../issuer/tlsAuthority.ts';
import { makeCodexHome, runCodex } from './codexCli.ts';

/** Each CA file given to the real CLI and to us: both reach the server with it, or both refuse it for the same reason. */

type Verdict =
  'reached' | 'untrusted' | 'noFile' | 'unreadable' | 'noCertificates' | 'notPem' | `certificate ${string}`;

const run = promisify(execFile);

let authority: TlsAuthority;
let other: TlsAuthority;
let folder: string;
let url: string;
let close: () => Promise<void>;
/** Pieces that files are made of, as PEM. */
let parts: Readonly<Record<'ca' | 'other' | 'trusted' | 'crl' | 'key', string>>;
let der: Buffer;

beforeAll(async () => {
  [authority, other] = await Promise.all([makeTlsAuthority(), makeTlsAuthority()]);
  folder = await mkdtemp(join(tmpdir(), 'ca-files-'));
  const server = createServer({ key: authority.key, cert: authority.certificate }, (_request, response) => {
    response.writeHead(404, { 'content-type': 'application/json' }).end('{}');
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  url = `https://localhost:${String((server.address() as AddressInfo).port)}`;
  close = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  await writeFile(join(folder, 'index'), '');
  await writeFile(join(folder, 'number'), '01');
  const ca = '[ca]\ndefault_ca=d\n[d]\ndatabase=index\ncrlnumber=number\ndefault_md=sha256\ndefault_crl_days=2\n';
  await writeFile(join(folder, 'crl.cnf'), ca);
  const openssl = (line: string): Promise<unknown> => run('openssl', line.split(' '), { cwd: folder });
  await openssl(`x509 -in ${authority.caFile} -trustout -addtrust serverAuth -out trusted.pem`);
  await openssl(
    'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -noenc -keyout key.pem -out own.pem -subj /CN=x -days 2',
  );
  await openssl('ca -gencrl -config crl.cnf -keyfile key.pem -cert own.pem -out crl.pem');
  const read = (name: string): Promise<string> => readFile(join(folder, name), 'utf8');
  parts = {
    ca: await readFile(authority.caFile, 'utf8'),
    other: await readFile(other.caFile, 'utf8'),
    trusted: await read('trusted.pem'),
    crl: await read('crl.pem'),
    key: await read('key.pem'),
  };
  der = new X509Certificate(parts.ca).raw;
});
afterAll(async () => {
  await close();
  await authority.remove();
  await other.remove();
  await rm(folder, { recursive: true, force: true });
});

function pem(bytes: Uint8Array, label = 'CERTIFICATE'): string {
  const lines = Buffer.from(bytes).toString('base64').replace(/.{64}/gu, '$&\n');
  return `-----BEGIN ${label}-----\n${lines}\n-----END ${label}-----\n`;
}

const nonsense = Buffer.from('nonsense nonsense');

const files: readonly (readonly [string, () => string | Uint8Array])[] = [
  ['the authority', () => parts.ca],
  ['another one before it', () => parts.other + parts.ca],
  ['comments around it', () => `# company\nsubject=/CN=x\n${parts.ca}end\n`],
  ['Windows line ends', () => parts.ca.replace(/\n/gu, '\r\n')],
  ['old line ends', () => parts.ca.replace(/\n/gu, '\r')],
  ['no line end at its end', () => parts.ca.trimEnd()],
  ['one long line', () => `-----BEGIN CERTIFICATE-----\n${der.toString('base64')}\n-----END CERTIFICATE-----\n`],
  ['a trusted certificate', () => parts.trusted],
  ['a trusted one and it', () => parts.trusted + parts.other],
  ['a list of revoked ones', () => parts.crl + parts.ca],
  ['a list that is none', () => pem(nonsense, 'X509 CRL') + parts.ca],
  ['a key beside it', () => parts.key + parts.ca],
  ['a section of another kind', () => `-----BEGIN FOO-----\n!!!\n-----END FOO-----\n${parts.ca}`],
  ['Latin-1 in a comment', () => Buffer.concat([Buffer.from('# caf\u00e9\n', 'latin1'), Buffer.from(parts.ca)])],
  ['another authority alone', () => parts.other],
  ['the server’s own certificate alone', () => authority.certificate],
  // What is no good, in the words of each.
  ['nothing', () => ''],
  ['words', () => 'hello\n'],
  ['DER', () => der],
  ['UTF-16', () => Buffer.from(parts.ca, 'utf16le')],
  ['a byte order mark', () => `\uFEFF${parts.ca}`],
  ['blanks before each line', () => parts.ca.replace(/^/gmu, '  ')],
  ['a list of revoked ones alone', () => parts.crl],
  ['a key alone', () => parts.key],
  ['another label', () => parts.ca.replace(/CERTIFICATE/gu, 'X509 CERTIFICATE')],
  ['no end', () => parts.ca.replace(/-----END.*/u, '')],
  ['an end of another kind', () => parts.ca.replace('END CERTIFICATE', 'END X509 CRL')],
  ['no end, and it', () => parts.ca.replace(/-----END[^\n]*\n/u, '') + parts.ca],
  ['more on the line of its start', () => parts.ca.replace('-----\n', '-----')],
  ['a character that is no base64', () => parts.ca.replace('M', '!')],
  ['base64 without its padding', () => parts.ca.replace(/=+\n/u, '\n')],
  ['a list that is no base64', () => `-----BEGIN X509 CRL-----\n!!!!\n-----END X509 CRL-----\n${parts.ca}`],
  ['a header in a section', () => parts.ca.replace('-----\n', '-----\nProc-Type: 4,ENCRYPTED\n\n')],
  ['an empty section', () => '-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n'],
  ['nonsense in a section', () => pem(nonsense)],
  ['nonsense behind it', () => parts.ca + pem(nonsense)],
  ['something behind a certificate', () => pem(Buffer.concat([der, Buffer.from([5, 0])]))],
  ['a certificate that is cut', () => pem(der.subarray(0, -5))],
];

/** What the real CLI makes of the file: with a good one it gets the server's 404. */
async function askCli(path: string): Promise<Verdict> {
  const home = await makeCodexHome();
  try {
    const { stderr, stdout } = await runCodex({
      home,
      args: ['login', '--device-auth', '--experimental_issuer', url, '--experimental_client-id', 'x'],
      environment: { CODEX_CA_CERTIFICATE: path },
    });
    const said = stdout + stderr;
    const verdicts: readonly (readonly [RegExp, Verdict])[] = [
      [/device code login is not enabled/u, 'reached'],
      [/error sending request/u, 'untrusted'],
      [/Failed to read CA certificate file[^]*No such file/u, 'noFile'],
      [/Failed to read CA certificate file/u, 'unreadable'],
      [/no certificates found/u, 'noCertificates'],
      [/failed to parse PEM file/u, 'notPem'],
      // Something stands behind a certificate in its section: refused without a reason.
      [/Failed to build HTTP client/u, 'certificate 1'],
    ];
    const number = /Failed to parse certificate #(\d+)/u.exec(said)?.[1];
    const verdict = verdicts.find(([pattern]) => pattern.test(said))?.[1];
    expect(number ?? verdict, said).toBeDefined();
    return number === undefined ? (verdict ?? 'unreadable') : `certificate ${number}`;
  } finally {
    await home.remove();
  }
}

async function askUs(path: string): Promise<Verdict> {
  try {
    const trusted = await readTrusted({ variable: 'CODEX_CA_CERTIFICATE', path }, true);
    await sendOverSocket({ method: 'GET', url }, { proxy: undefined, trusted, userAgent: 'codex_accounts/interop' });
    return 'reached';
  } catch (failure) {
    if (!(failure instanceof AuthError)) {
      throw failure;
    }
    const { messageId, args } = failure.sentence;
    switch (messageId) {
      case 'network.untrusted':
        return 'untrusted';
      case 'network.caMissing':
        return 'noFile';
      case 'network.caUnreadable':
        return 'unreadable';
      case 'network.caEmpty':
        return 'noCertificates';
      case 'network.caNotPem':
        return 'notPem';
      case 'network.caBadCertificate':
        return `certificate ${args.number}`;
      default:
        throw failure;
    }
  }
}

describe('a CA file is judged as the real CLI does:', () => {
  it.each(files)('%s', async (_name, build) => {
    const path = join(folder, 'file.pem');
    await writeFile(path, build());
    const theirs = await askCli(path);
    expect(await askUs(path)).toBe(theirs);
  });

  it('none', async () => {
    const path = join(folder, 'none.pem');
    expect([await askCli(path), await askUs(path)]).toEqual(['noFile', 'noFile']);
  });

  it('a folder', async () => {
    expect([await askCli(folder), await askUs(folder)]).toEqual(['unreadable', 'unreadable']);
  });
});
