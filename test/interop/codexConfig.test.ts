import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { takesConfig } from '../../src/platform/codex/codexConfig.ts';
import { requireCodexBinary } from './codexCli.ts';

const auth = '{"OPENAI_API_KEY":"sk-of-nobody"}';

describe('asked for its features, the real CLI', () => {
  it.each([
    ['takes nothing', '', true],
    ['takes what is right', 'model = "o9"\n', true],
    ['refuses what is no TOML', 'model = yes please\n', false],
    ['refuses a value of another type', 'model = 5\n', false],
    ['refuses a store that is none', 'cli_auth_credentials_store = "vault"\n', false],
    ['takes a rule that is against who is signed in, and leaves them there', 'forced_login_method = "chatgpt"\n', true],
  ])('%s', async (_name, text, verdict) => {
    const home = mkdtempSync(join(homedir(), '.codex-accounts-config-'));
    onTestFinished(() => {
      rmSync(home, { recursive: true, force: true });
    });
    writeFileSync(join(home, 'config.toml'), text);
    writeFileSync(join(home, 'auth.json'), auth, { mode: 0o600 });
    const program = { path: requireCodexBinary(), parameters: [], environment: {} };
    const question = { home, variables: process.env, signal: AbortSignal.any([]) };
    await expect.poll(() => takesConfig(program, question)).toBe(verdict);
    expect(readFileSync(join(home, 'auth.json'), 'utf8')).toBe(auth);
    expect(
      readdirSync(home)
        .filter((name) => name !== 'tmp')
        .sort(),
    ).toEqual(['auth.json', 'config.toml']);
  });
});
