import { spawnSync } from 'node:child_process';
import {
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildLookCommand, buildPutCommand } from '../../../../src/hosts/copy/installScript.ts';
import { sha256Hex } from '../../../../src/base/bytes.ts';
import { createTemporaryFolder } from '../../../support/temporaryFolder.ts';
import { randomText } from '../../../support/tokens.ts';
import { obstacles, unless } from '../../../support/unless.ts';

/** Runs a command of the destination here, in a Home of its own. */
function run(
  { forSh, script }: ReturnType<typeof buildLookCommand>,
  home: string,
  document = '',
): Record<string, string> {
  const { stdout } = spawnSync('sh', ['-c', forSh], {
    input: script + document,
    env: { PATH: process.env['PATH'], HOME: home, CODEX_HOME: home },
    encoding: 'utf8',
  });
  return Object.fromEntries(
    [...stdout.matchAll(/^codex-accounts:(\w+)=(.*)$/gmu)].map(([, name = '', value = '']) => [name, value]),
  );
}

function findHeld(document: object): string | undefined {
  const home = createTemporaryFolder();
  writeFileSync(join(home, 'auth.json'), JSON.stringify(document, undefined, 2));
  return run(buildLookCommand(), home)['holds'];
}

const leaseTokens = () => ({ id_token: randomText('id'), access_token: randomText('access'), refresh_token: '' });

/** Puts a document where `expectedStamp` stands. */
async function put(
  home: string,
  document: string,
  { expectedStamp = 'none', keepAs }: { readonly expectedStamp?: string; readonly keepAs?: string } = {},
) {
  const facts = {
    byteCount: document.length,
    sha256: await sha256Hex(document),
    expectedStamp,
    nonce: randomText('n').slice(0, 12).replaceAll('-', '_'),
  };
  return run(buildPutCommand({ ...facts, keepAs }), home, document);
}

describe('who stands at the destination', () => {
  it.each([
    ['lease', () => ({ auth_mode: 'chatgpt', OPENAI_API_KEY: null, tokens: leaseTokens() })],
    [
      'chatgpt',
      () => ({ OPENAI_API_KEY: randomText('sk'), tokens: { ...leaseTokens(), refresh_token: randomText('refresh') } }),
    ],
    // What stands beside a lease is nowhere else, so it is kept.
    ['apiKey', () => ({ OPENAI_API_KEY: randomText('sk'), tokens: leaseTokens() })],
    ['accessToken', () => ({ OPENAI_API_KEY: null, tokens: leaseTokens(), personal_access_token: randomText('at') })],
    ['other', () => ({ OPENAI_API_KEY: null, tokens: leaseTokens(), bedrock_api_key: { api_key: randomText('key') } })],
    ['unknown', () => ({})],
  ] as const)('is %s', (held, build) => {
    expect(findHeld(build())).toBe(held);
  });

  it.each(['it’s "q" $(id) `x`', 'two\nlines', '-rf', '*', 'sp ace  two'])(
    'is found, replaced and kept in a folder called %j',
    async (name) => {
      const home = join(createTemporaryFolder(), name);
      mkdirSync(home, { mode: 0o700 });
      expect(run(buildLookCommand(), home)).toMatchObject({ stamp: 'none', holds: 'none' });
      expect(await put(home, '{"a":1}')).toMatchObject({ placed: await sha256Hex('{"a":1}') });
      expect(
        await put(home, '{"a":2}', { expectedStamp: await sha256Hex('{"a":1}'), keepAs: 'auth.json.before-1' }),
      ).toHaveProperty('kept');
      expect(await put(home, '{"a":3}')).toMatchObject({ problem: 'changedMeanwhile' });
    },
  );
});

/** Root in a container that has the Home of somebody of the host mounted. */
describe('a Home of somebody else, for root at the destination', unless(obstacles.notRoot), () => {
  function createHome(text?: string): string {
    const home = join(createTemporaryFolder(), '.codex');
    mkdirSync(home, { mode: 0o700 });
    if (text !== undefined) {
      writeFileSync(join(home, 'auth.json'), text, { mode: 0o600 });
    }
    for (const path of [home, ...readdirSync(home).map((name) => join(home, name))]) {
      chownSync(path, 1000, 1000);
    }
    return home;
  }

  it('is written, and everything in it stays theirs', async () => {
    const home = createHome('{"a":1}');
    expect(
      await put(home, '{"a":2}', { expectedStamp: await sha256Hex('{"a":1}'), keepAs: 'auth.json.before-1' }),
    ).toHaveProperty('placed');
    const owners = readdirSync(home)
      .sort()
      .map((name) => [name, lstatSync(join(home, name)).uid]);
    expect(owners).toEqual([
      ['auth.json', 1000],
      ['auth.json.before-1', 1000],
      ['auth.json.lock', 1000],
      ['auth.lock', 1000],
    ]);
    const first = createHome();
    expect(await put(first, '{"a":1}')).toHaveProperty('placed');
    expect(lstatSync(join(first, 'auth.json')).uid).toBe(1000);
  });

  it('leads root to no file that is not theirs, whatever they link', async () => {
    const home = createHome();
    const secret = join(createTemporaryFolder(), 'secret');
    writeFileSync(secret, '{"a":1}', { mode: 0o600 });
    symlinkSync(secret, join(home, 'auth.json'));
    expect(run(buildLookCommand(), home)).toMatchObject({ problem: 'otherOwner' });
    expect(await put(home, '{"a":2}', { expectedStamp: await sha256Hex('{"a":1}') })).toMatchObject({
      problem: 'otherOwner',
    });
    const other = createHome();
    const made = join(createTemporaryFolder(), 'made');
    symlinkSync(made, join(other, 'auth.lock'));
    symlinkSync(secret, join(other, 'auth.json.lock'));
    expect(await put(other, '{"a":2}')).toHaveProperty('placed');
    expect([readFileSync(secret, 'utf8'), lstatSync(secret).uid, existsSync(made)]).toEqual(['{"a":1}', 0, false]);
  });
});
