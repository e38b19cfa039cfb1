import { writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseDotenv } from '../../src/home/config/dotenv.ts';
import { makeCodexHome, runCodex } from './codexCli.ts';

/** The `.env` of a Home in the real CLI and in our reading: which CA file and which proxy it has from there. */

let proxy: string;
let asked = 0;
let close: () => Promise<void>;

beforeAll(async () => {
  const server = createServer((socket) => {
    asked += 1;
    socket.on('error', () => undefined).destroy();
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  proxy = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  close = () =>
    new Promise((resolve) => {
      server.close(() => {
        resolve();
      });
    });
});
afterAll(() => close());

interface Taken {
  /** The CA file, which does not exist: the CLI names it. */
  readonly ca: string | undefined;
  readonly hasProxy: boolean;
}

async function askCli(text: string, environment: Readonly<Record<string, string>>): Promise<Taken> {
  const home = await makeCodexHome();
  asked = 0;
  try {
    await writeFile(join(home.path, '.env'), text);
    const { stderr } = await runCodex({
      home,
      args: ['login', '--device-auth', '--experimental_issuer', 'https://127.0.0.1:9', '--experimental_client-id', 'x'],
      environment: { HTTPS_PROXY: '', HTTP_PROXY: '', NO_PROXY: '', ...environment },
    });
    return { ca: /CA certificate file (\S*) selected by/u.exec(stderr)?.[1], hasProxy: asked > 0 };
  } finally {
    await home.remove();
  }
}

function readOurs(text: string, environment: Readonly<Record<string, string>>): Taken {
  const variables = { ...environment, ...parseDotenv(text, environment) };
  const ca = [variables['CODEX_CA_CERTIFICATE'], variables['SSL_CERT_FILE']].find((path) => (path ?? '') !== '');
  // The CLI reads the file before it looks for a proxy.
  return { ca, hasProxy: ca === undefined && variables['HTTPS_PROXY'] === proxy };
}

describe('the variables of a Home are those that the real CLI takes:', () => {
  it.each<readonly [string, () => string, Readonly<Record<string, string>>]>([
    ['a CA file', () => 'SSL_CERT_FILE=/none/a.pem\n', {}],
    ['the CLI’s own name, dropped', () => 'CODEX_CA_CERTIFICATE=/none/a.pem\n', {}],
    ['the same in other letters', () => 'codex_ca_certificate=/none/a.pem\nSSL_CERT_FILE=/none/b.pem\n', {}],
    ['before the environment', () => 'SSL_CERT_FILE=/none/a.pem\n', { SSL_CERT_FILE: '/none/b.pem' }],
    ['behind CODEX_CA_CERTIFICATE', () => 'SSL_CERT_FILE=/none/a.pem\n', { CODEX_CA_CERTIFICATE: '/none/b.pem' }],
    ['empty', () => 'SSL_CERT_FILE=\n', { SSL_CERT_FILE: '/none/b.pem' }],
    ['export, quotes, a comment', () => 'export SSL_CERT_FILE="/none/a.pem" # c\n', {}],
    ['single quotes', () => "SSL_CERT_FILE='/none/$A.pem'\n", { A: 'x' }],
    ['a variable', () => 'SSL_CERT_FILE=$A/a.pem\n', { A: '/none' }],
    ['a variable in braces', () => 'SSL_CERT_FILE=${A}a.pem\n', { A: '/none/' }],
    ['a variable from above', () => 'A=/none\nSSL_CERT_FILE="$A/a.pem"\n', {}],
    ['the last of two', () => 'SSL_CERT_FILE=/none/a.pem\nSSL_CERT_FILE=/none/b.pem\n', {}],
    ['behind a broken line', () => 'this is broken\nSSL_CERT_FILE=/none/a.pem\n', {}],
    ['before a broken line', () => 'SSL_CERT_FILE=/none/a.pem\nthis is broken\n', {}],
    ['with a blank in it, broken itself', () => 'SSL_CERT_FILE=/none/a b.pem\n', {}],
    ['a quote over lines', () => 'A="open\nSSL_CERT_FILE=/none/a.pem\nclosed"\nSSL_CERT_FILE=/none/b.pem\n', {}],
    ['quotes in comments', () => "# don't\nA=1 # isn't\nSSL_CERT_FILE=/none/a.pem\n", {}],
    ['a quote without an end', () => 'A="open\nSSL_CERT_FILE=/none/a.pem\n', {}],
    ['Windows line ends', () => 'SSL_CERT_FILE=/none/a.pem\r\nA=1\r\n', {}],
    ['a byte order mark', () => '\uFEFFSSL_CERT_FILE=/none/a.pem\n', {}],
    ['blanks around the sign', () => 'SSL_CERT_FILE = /none/a.pem\n', {}],
    ['a proxy', () => `HTTPS_PROXY=${proxy}\n`, {}],
    ['nothing', () => '# SSL_CERT_FILE=/none/a.pem\n', {}],
  ])('%s', async (_name, build, environment) => {
    const text = build();
    expect(readOurs(text, environment)).toEqual(await askCli(text, environment));
  });
});
