import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** A certificate authority of one run, and the server certificate for `localhost` that it signed. */
export interface TlsAuthority {
  readonly key: string;
  readonly certificate: string;
  /** The authority's own certificate as a PEM file, for clients that take one. */
  readonly caFile: string;
  remove(): Promise<void>;
}

const runFile = promisify(execFile);

function buildServerExtensions(names: readonly string[]): string {
  return [
    'basicConstraints=critical,CA:FALSE',
    'keyUsage=critical,digitalSignature',
    'extendedKeyUsage=serverAuth',
    `subjectAltName=${['localhost', ...names].map((name) => `DNS:${name}`).join(',')},IP:127.0.0.1,IP:::1`,
    '',
  ].join('\n');
}

const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-noenc'] as const;

/**
 * Makes both with the `openssl` command in a temporary folder of its own (0700). The certificate is for `localhost` and
 * for `names`.
 */
export async function makeTlsAuthority(names: readonly string[] = []): Promise<TlsAuthority> {
  const folder = await mkdtemp(join(tmpdir(), 'practice-authority-'));
  const inFolder = (name: string): string => join(folder, name);
  const openssl = async (...args: readonly string[]): Promise<void> => {
    await runFile('openssl', args, { cwd: folder });
  };
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true });
  try {
    await writeFile(inFolder('server.ext'), buildServerExtensions(names));
    const subject = '/CN=Practice issuer authority (this run only)';
    await openssl(
      'req',
      '-x509',
      ...newKey,
      '-days',
      '2',
      '-subj',
      subject,
      '-keyout',
      'ca.key',
      '-out',
      'ca.pem',
      '-addext',
      'basicConstraints=critical,CA:TRUE',
      '-addext',
      'keyUsage=critical,keyCertSign,cRLSign',
    );
    await openssl('req', ...newKey, '-subj', '/CN=localhost', '-keyout', 'server.key', '-out', 'server.csr');
    await openssl(
      'x509',
      '-req',
      '-in',
      'server.csr',
      '-CA',
      'ca.pem',
      '-CAkey',
      'ca.key',
      '-CAcreateserial',
      '-days',
      '2',
      '-extfile',
      'server.ext',
      '-out',
      'server.pem',
    );
    // Nothing more is signed in this run, so the authority's key need not outlive this line.
    await rm(inFolder('ca.key'));
    return {
      key: await readFile(inFolder('server.key'), 'utf8'),
      certificate: await readFile(inFolder('server.pem'), 'utf8'),
      caFile: inFolder('ca.pem'),
      remove,
    };
  } catch (error) {
    await remove();
    throw error;
  }
}
