// The practice issuer as a process of its own, and the settings that point the extension at it.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Stop, start, waitForOutput } from './processes.mjs';
import { practiceClientId } from './practiceHome.mjs';
import { say } from './progress.mjs';
import { root } from './tools.mjs';

/** Starts the practice issuer; `{url, caFile, child, settings}`. */
export async function startPracticeIssuer(node, port) {
  const script = join(root, 'test', 'issuer', 'main.ts');
  if (!existsSync(script)) throw new Stop('test/issuer/main.ts is missing: this copy of the repository is not whole.');
  say('starting the practice issuer …');
  const stdio = ['ignore', 'pipe', 'pipe'];
  const child = start(node, [script, '--port', String(port), '--tls'], { cwd: root, stdio });
  const [line] = await waitForOutput(child, { pattern: /^\{.*\}$/mu, name: 'The practice issuer' });
  const { url, caFile } = JSON.parse(line);
  return {
    url,
    caFile,
    child,
    settings: {
      'codexAccounts.issuer': url,
      'codexAccounts.chatgptBaseUrl': `${url}/backend-api/`,
      'codexAccounts.apiBaseUrl': `${url}/v1`,
      'codexAccounts.clientId': practiceClientId,
    },
  };
}
