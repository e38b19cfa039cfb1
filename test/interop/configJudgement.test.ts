import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { decideStore, readStoreSettings } from '../../src/home/store/credentialStore.ts';
import { ConfigFiles } from '../../src/platform/home/configFiles.ts';
import { makeCodexHome, runCodex } from './codexCli.ts';

const named = 'cli_auth_credentials_store = "ephemeral"\n';

/** With an API key in the file of a Home, the CLI's word about who is signed in tells where it looked. */
type Judgement = 'file' | 'ephemeral' | 'refused';

const files: readonly (readonly [string, string | Buffer])[] = [
  ['nothing', ''],
  ['the store alone', named],
  ['a byte order mark', `\uFEFF${named}`],
  ['the largest integer', `a = 9223372036854775807\n${named}`],
  ['the smallest integer', `a = -9223372036854775808\n${named}`],
  ['a hexadecimal integer of 56 bits', `a = 0xFFFFFFFFFFFFFF\n${named}`],
  ['an octal integer of 63 bits', `a = 0o777777777777777777777\n${named}`],
  ['an integer that is too large', `a = 9223372036854775808\n${named}`],
  ['an integer that is too small', `a = -9223372036854775809\n${named}`],
  ['a hexadecimal integer that is too large', `a = 0xFFFFFFFFFFFFFFFF\n${named}`],
  ['a float, infinity and no number', `a = 1e3\nb = inf\nc = nan\n${named}`],
  ['a float that is too large', `a = 1e400\n${named}`],
  ['an escape of TOML 1.1', `a = "\\e\\x41"\n${named}`],
  ['a table over lines', `a = {\n  b = 1,\n}\n${named}`],
  ['a time without seconds', `a = 07:32\nb = 2026-11-21T04:00Z\n${named}`],
  ['30 February', `a = 2026-02-30\n${named}`],
  ['29 February of another year', `a = 2026-02-29T00:00:00Z\n${named}`],
  ['29 February', `a = 2028-02-29T00:00:00+01:00\n${named}`],
  ['80 lists in one another', `a = ${'['.repeat(80)}${']'.repeat(80)}\n${named}`],
  ['81 lists in one another', `a = ${'['.repeat(81)}${']'.repeat(81)}\n${named}`],
  ['the key in quotes', '"cli_auth_credentials_store" = "ephemeral"\n'],
  ['the key behind an escape', '"cli_auth_credentials_\\u0073tore" = "ephemeral"\n'],
  ['the value over lines', 'cli_auth_credentials_store = """\nephemeral"""\n'],
  ['the key in a table', `[t]\n${named}`],
  ['the key as a table', '[cli_auth_credentials_store]\n'],
  ['the key with another kind of value', 'cli_auth_credentials_store = 1\n'],
  ['the key with an unknown value', 'cli_auth_credentials_store = "Ephemeral"\n'],
  ['the key twice', `${named}${named}`],
  ['another key twice', `a = 1\na = 2\n${named}`],
  ['a half table', `${named}[`],
  ['a control character in a comment', `# \u0001\n${named}`],
  ['a bare carriage return', `a = 1\r${named}`],
  ['Latin-1', Buffer.from(`# caf\u00e9\n${named}`, 'latin1')],
  ['UTF-16', Buffer.from(`\uFEFF${named}`, 'utf16le')],
  ['UTF-16 without a mark', Buffer.from(named, 'utf16le')],
];

describe('which store a config.toml names is judged as the real CLI does', () => {
  it.for(files)('%s', async ([, content]) => {
    const home = await makeCodexHome();
    const noSystem = mkdtempSync(join(tmpdir(), 'codex-no-system-'));
    onTestFinished(async () => {
      rmSync(noSystem, { recursive: true, force: true });
      await home.remove();
    });
    writeFileSync(home.authFile, '{"OPENAI_API_KEY":"sk-made-up-0000000000"}', { mode: 0o600 });
    writeFileSync(join(home.path, 'config.toml'), content);
    const { exitCode, stderr } = await runCodex({ home, args: ['login', 'status'] });
    const theirs: Judgement = exitCode === 0 ? 'file' : stderr.includes('Not logged in') ? 'ephemeral' : 'refused';
    const ours = decideStore(await readStoreSettings(await new ConfigFiles(home.path, noSystem).readLayers()));
    expect(ours.kind === 'store' ? ours.store : 'refused', stderr).toBe(theirs);
  });
});
