import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseCredentialDocument } from '../../src/home/credential/credentialDocument.ts';
import type { Secret } from '../../src/base/secret.ts';
import { nextTurn } from './sshServer.ts';

export function readAccessToken(document: Secret): string {
  const parsed = parseCredentialDocument(document);
  if (parsed.kind !== 'credential' || parsed.credential.kind !== 'chatgpt') {
    throw new TypeError('It holds no access token.');
  }
  return parsed.credential.tokens.accessToken.reveal();
}

/** Which of the secrets stand in which of the texts: their numbers, never themselves. */
export function findSecret(secrets: readonly string[], texts: readonly string[]): readonly string[] {
  return secrets.flatMap((secret, index) =>
    texts.flatMap((text, place) =>
      secret !== '' && text.includes(secret) ? [`secret ${String(index)} in text ${String(place)}`] : [],
    ),
  );
}

/** Looks at the arguments and the environment of every process of this computer, again and again until it is stopped. */
export function watchProcesses(): { readonly stop: () => Promise<readonly string[]> } {
  const seen = new Set<string>();
  const over = new AbortController();
  const watching = (async () => {
    while (!over.signal.aborted) {
      for (const pid of readdirSync('/proc').filter((name) => /^\d+$/u.test(name))) {
        for (const file of ['cmdline', 'environ']) {
          seen.add(readProc(join('/proc', pid, file)));
        }
      }
      await nextTurn();
    }
  })();
  return {
    stop: async () => {
      over.abort();
      await watching;
      return [...seen];
    },
  };
}

function readProc(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}
