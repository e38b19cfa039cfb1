import { describe, expect, it } from 'vitest';
import type { AccountState } from '../../../../src/accounts/use/currentAccount.ts';
import type { Account } from '../../../../src/storage/account.ts';
import type { AccountId } from '../../../../src/storage/ids.ts';
import { migrateToChatGpt } from '../../../../src/ui/migration/migrateToChatGpt.ts';
import { createFakeFlow } from '../../../support/fakeFlow.ts';
import { createAccount, createCredential } from '../../../support/records.ts';
import type { Answer } from '../../../support/scriptedPrompts.ts';

const key = createAccount({ label: 'Key', credential: createCredential('apiKey') });
const ada = createAccount({ label: 'Ada' });

interface Scene {
  readonly inUse?: Account;
  readonly accounts?: readonly Account[];
  readonly version?: string | undefined;
  /** What Codex has been given by the time the message is answered, in the place of what was chosen. */
  readonly later?: Account;
  readonly answers: readonly Answer[];
}

function createScene({ inUse = key, accounts = [key, ada], version = '0.171.0', later, answers }: Scene) {
  const base = createFakeFlow(...answers);
  const switched: AccountId[] = [];
  const used = { account: inUse };
  const lookAt = (account: Account): AccountState => ({
    kind: 'signedIn',
    account,
    home: { kind: 'none' },
    health: undefined,
  });
  return {
    ...base,
    switched,
    current: { state: lookAt(inUse), update: () => Promise.resolve(lookAt(used.account)) },
    findCodexVersion: () => Promise.resolve(version === '' ? undefined : version),
    directory: {
      ...base.directory,
      list: () => Promise.resolve(accounts.map((account) => ({ kind: 'ready', account }) as const)),
      find: (id: AccountId) => {
        const account = accounts.find((one) => one.id === id);
        return Promise.resolve(
          account === undefined ? ({ kind: 'missing' } as const) : ({ kind: 'account', account } as const),
        );
      },
    },
    loadSwitch: () =>
      Promise.resolve({
        switchTo: (id: AccountId) => {
          switched.push(id);
          const account = accounts.find((one) => one.id === id) ?? ada;
          used.account = later ?? account;
          return Promise.resolve({
            kind: 'switched',
            account,
            placement: { kind: 'placed', before: inUse.id },
          } as const);
        },
        findPrevious: () => Promise.resolve(undefined),
      }),
  };
}

describe('moving from an API key to ChatGPT', () => {
  it('uses a ChatGPT account that is kept here, revokes nothing, and can be undone', async () => {
    const scene = createScene({ answers: [{ row: 'Use ChatGPT Here' }, { row: 'Ada' }, { click: 'Undo' }] });
    await migrateToChatGpt(scene);
    expect(scene.switched).toEqual([ada.id, key.id]);
    expect(scene.prompts.texts).toContain('Codex uses Ada now. Nothing was revoked: Key is kept.');
  });

  it('is not undone once Codex has been given a third account', async () => {
    const later = createAccount({ label: 'Third' });
    const scene = createScene({ later, answers: [{ row: 'Use ChatGPT Here' }, { row: 'Ada' }, { click: 'Undo' }] });
    await migrateToChatGpt(scene);
    expect(scene.switched).toEqual([ada.id]);
    expect(scene.prompts.texts.at(-1)).toBe('What Codex uses was changed since, and stays as it is.');
  });

  it('signs in where there is none', async () => {
    const scene = createScene({ accounts: [key], answers: [{ row: 'Use ChatGPT Here' }] });
    await migrateToChatGpt(scene);
    expect([scene.ran, scene.switched]).toEqual([['signInWithBrowser'], []]);
  });

  it.each([
    ['0.171.0', 'Codex CLI 0.171.0 Is New Enough', 'codex --version'],
    ['0.20.0', 'Codex CLI 0.20.0 Is New Enough', 'codex --version'],
    ['0.19.9', 'Codex CLI 0.19.9 Is Too Old', 'npm install --global @openai/codex@latest'],
    ['', 'No Codex CLI Was Found Here', 'npm install --global @openai/codex@latest'],
  ])('says whether the CLI is new enough: %s', async (version, row, command) => {
    const scene = createScene({ version, answers: [{ row }] });
    await migrateToChatGpt(scene);
    expect(scene.copied).toEqual([command]);
  });

  it('shows the way of the documents for every system: it moves the file aside, and says what ends', async () => {
    const answers: readonly Answer[] = ['on Linux and macOS', 'on Windows', '3. Sign in', 'Or in one go'].map(
      (row) => ({ row }),
    );
    const scene = createScene({ answers });
    await migrateToChatGpt(scene);
    expect(scene.copied).toEqual([
      'mv "${CODEX_HOME:-$HOME/.codex}/auth.json" "${CODEX_HOME:-$HOME/.codex}/auth.json.before-chatgpt"',
      String.raw`Rename-Item "$env:USERPROFILE\.codex\auth.json" auth.json.before-chatgpt`,
      'codex login',
      'codex logout && codex login',
    ]);
    expect(scene.copied.join('\n')).not.toMatch(/\brm\b|Remove-Item|\bdel\b/u);
    expect([scene.ran, scene.switched]).toEqual([[], []]);
  });

  it('goes back to a key, from where ChatGPT is in use', async () => {
    const scene = createScene({ inUse: ada, answers: [{ row: 'Use an API Key Here' }, { row: 'Key' }] });
    await migrateToChatGpt(scene);
    expect(scene.switched).toEqual([key.id]);
    expect(scene.prompts.texts[0]).toBe('From ChatGPT to API Key');
  });

  it('turns round, and copies the command of that way', async () => {
    const scene = createScene({ answers: [{ row: 'And Back' }, { row: 'Sign in with a key' }] });
    await migrateToChatGpt(scene);
    expect(scene.copied).toEqual(['printenv OPENAI_API_KEY | codex login --with-api-key']);
  });

  it('is read as one page', async () => {
    const scene = createScene({ answers: [{ row: 'Read All of This' }] });
    await migrateToChatGpt(scene);
    expect(scene.opened).toEqual(['From API Key to ChatGPT']);
  });
});
