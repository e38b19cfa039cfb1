import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildLookCommand, buildPutCommand } from '../../../src/hosts/farSideScript.ts';
import { sha256Hex } from '../../../src/util/bytes.ts';
import { createTemporaryFolder } from '../../support/temporaryFolder.ts';
import { randomText } from '../../support/tokens.ts';

/** Runs a command of the far side here, in a Home of its own. */
function run({ forSh, script }: ReturnType<typeof buildLookCommand>, home: string, document = ''): Record<string, string> {
  const { stdout } = spawnSync('sh', ['-c', forSh], {
    input: script + document,
    env: { PATH: process.env['PATH'], HOME: home, CODEX_HOME: home },
    encoding: 'utf8',
  });
  return Object.fromEntries([...stdout.matchAll(/^codex-accounts:(\w+)=(.*)$/gmu)].map(([, name = '', value = '']) => [name, value]));
}

function findStanding(document: object): string | undefined {
  const home = createTemporaryFolder();
  writeFileSync(join(home, 'auth.json'), JSON.stringify(document, undefined, 2));
  return run(buildLookCommand(), home)['standing'];
}

const leaseTokens = () => ({ id_token: randomText('id'), access_token: randomText('access'), refresh_token: '' });

describe('who stands on the far side', () => {
  it.each([
    ['lease', () => ({ auth_mode: 'chatgpt', OPENAI_API_KEY: null, tokens: leaseTokens() })],
    ['chatgpt', () => ({ OPENAI_API_KEY: randomText('sk'), tokens: { ...leaseTokens(), refresh_token: randomText('refresh') } })],
    // What stands beside a lease is nowhere else, so it is kept.
    ['apiKey', () => ({ OPENAI_API_KEY: randomText('sk'), tokens: leaseTokens() })],
    ['accessToken', () => ({ OPENAI_API_KEY: null, tokens: leaseTokens(), personal_access_token: randomText('at') })],
    ['other', () => ({ OPENAI_API_KEY: null, tokens: leaseTokens(), bedrock_api_key: { api_key: randomText('key') } })],
    ['unknown', () => ({})],
  ] as const)('is %s', (standing, build) => {
    expect(findStanding(build())).toBe(standing);
  });

  it.each(['it’s "q" $(id) `x`', 'two\nlines', '-rf', '*', 'sp ace  two'])('is found, replaced and kept in a folder called %j', async (name) => {
    const home = join(createTemporaryFolder(), name);
    mkdirSync(home, { mode: 0o700 });
    const put = async (document: string, expectedStamp: string, keepAs?: string) => {
      const facts = { byteCount: document.length, sha256: await sha256Hex(document), expectedStamp, nonce: randomText('n').slice(0, 12).replaceAll('-', '_') };
      return run(buildPutCommand({ ...facts, keepAs }), home, document);
    };
    expect(run(buildLookCommand(), home)).toMatchObject({ stamp: 'none', standing: 'nobody' });
    expect(await put('{"a":1}', 'none')).toMatchObject({ placed: await sha256Hex('{"a":1}') });
    expect(await put('{"a":2}', await sha256Hex('{"a":1}'), 'auth.json.before-1')).toHaveProperty('kept');
    expect(await put('{"a":3}', 'none')).toMatchObject({ problem: 'changedMeanwhile' });
  });
});
