import { writeFileSync } from 'node:fs';
import { describe, expect, it, onTestFinished } from 'vitest';
import { parseCredentialDocument } from '../../src/home/credential/credentialDocument.ts';
import { NodeCredentialFile } from '../../src/platform/home/nodeCredentialFile.ts';
import { mintJwt } from '../support/tokens.ts';
import { makeCodexHome, runCodex } from './codexCli.ts';
import { loadLocks } from '../support/codexLocks.ts';

const key = '"OPENAI_API_KEY":"sk-made-up-0000000000"';
const token = mintJwt({ email: 'ada@example.com' });

function withTime(time: string): string {
  return `{${key},"last_refresh":${JSON.stringify(time)}}`;
}

function withTokens(idToken: string, more = ''): string {
  return `{"auth_mode":"chatgpt","tokens":{"id_token":"${idToken}","access_token":"${token}","refresh_token":"r","account_id":"w"${more}},"last_refresh":"2026-11-21T04:00:00Z"}`;
}

const times = [
  '2026-02-30T04:00:00Z',
  '2026-02-29T04:00:00Z',
  '2028-02-29T04:00:00Z',
  '1900-02-29T04:00:00Z',
  '2026-04-31T04:00:00Z',
  '2026-13-21T04:00:00Z',
  '+10000-01-01T00:00:00Z',
  '10000-01-01T00:00:00Z',
  '-0004-02-29T00:00:00Z',
  '0000-02-29T00:00:00Z',
  '+262142-12-31T00:00:00Z',
  '+262144-01-01T00:00:00Z',
  '2026-11-21T23:59:60Z',
  '2026-11-21T04:00:61Z',
  '2026-11-21T24:00:00Z',
  '2026-11-21T04:00:00+23:59',
  '2026-11-21T04:00:00+24:00',
  '2026-11-21T04:00:00+01',
  '2026-1-1 4:0:0 UTC',
  ' 2026-11-21t04:00:00.5z ',
  '2026-11-21T04:00:00\u221201:00',
  '2026-11-21T04:00Z',
  '2026-11-21T04:00:00.Z',
  'yesterday',
  '',
];

const documents: readonly (readonly [string, string | Buffer])[] = [
  ['a key', `{${key}}`],
  ['a field twice', `{${key},"OPENAI_API_KEY":"sk-made-up-1111111111"}`],
  ['a field twice, once behind an escape', `{${key},"OPENAI_API_KE\\u0059":null}`],
  ['an unknown field twice', `{${key},"x":1,"x":2}`],
  ['a field of the tokens twice', withTokens(token, ',"refresh_token":"s"')],
  ['an unknown field of the tokens twice', withTokens(token, ',"x":1,"x":2')],
  [
    'a field of the provenance twice',
    withTokens(token, ',"oauth_provenance":{"issuer":"i","issuer":"i","client_id":"c"}'),
  ],
  ['an id token of 300,000 characters', withTokens(mintJwt({ email: 'ada@example.com', x: 'x'.repeat(225_000) }))],
  ['an id token with an e-mail address of another type', withTokens(mintJwt({ email: 5 }))],
  [
    'an id token with a plan of another type',
    withTokens(mintJwt({ 'https://api.openai.com/auth': { chatgpt_plan_type: 5 } })),
  ],
  ['an id token without claims', withTokens(mintJwt({}))],
  ['half of a surrogate pair in a field', '{"OPENAI_API_KEY":"sk-\\ud800"}'],
  ['half of a surrogate pair elsewhere', `{${key},"x":"\\ud800"}`],
  ['a Bedrock key without its region', `{${key},"bedrock_api_key":{"api_key":"k"}}`],
  ['an agent record without its fields', `{${key},"agent_identity":{}}`],
  ['Latin-1', Buffer.from(`{${key},"x":"caf\u00e9"}`, 'latin1')],
  ['UTF-16', Buffer.from(`\uFEFF{${key}}`, 'utf16le')],
  ['UTF-16 without a mark', Buffer.from(`{${key}}`, 'utf16le')],
  ['a byte order mark', `\uFEFF{${key}}`],
  ['300 lists in one another', `{${key},"x":${'['.repeat(300)}${']'.repeat(300)}}`],
  ...times.map((time) => [`the time ${JSON.stringify(time)}`, withTime(time)] as const),
];

describe('an auth.json is judged as the real CLI does', () => {
  it.for(documents)('%s', async ([, content]) => {
    const home = await makeCodexHome();
    onTestFinished(() => home.remove());
    writeFileSync(home.authFile, content, { mode: 0o600 });
    const { exitCode, stdout, stderr } = await runCodex({ home, args: ['login', 'status'] });
    const state = await new NodeCredentialFile(home.path, { loadLocks }).read();
    const ours = state.kind === 'file' ? parseCredentialDocument(state.document).kind : state.kind;
    expect(ours === 'credential', stdout + stderr).toBe(exitCode === 0);
  });
});
