import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { makeCodexHome, runCodex, type CodexHome } from './codexCli.ts';
import { KeyringSession, startOurSide, type KeyringState, type OurSide } from './keyringSession.ts';

interface Stage {
  readonly session: KeyringSession;
  readonly home: CodexHome;
  readonly ours: OurSide;
  /** What the real CLI says about who is signed in. */
  status(): Promise<string>;
  /** Signs the real CLI in with a new API key, given to its standard input; the key's hash. */
  signInWithCli(): Promise<string>;
  signOutWithCli(): Promise<string>;
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

async function setStage(store: string, state: KeyringState): Promise<Stage> {
  const folder = mkdtempSync(join(tmpdir(), 'ca-kr-'));
  const session = await KeyringSession.start(folder, state);
  const home = await makeCodexHome(`# mine\ncli_auth_credentials_store = "${store}" # for now\n`);
  const ours = startOurSide(home, session.environment);
  onTestFinished(async () => {
    await ours.close();
    await session.close();
    await home.remove();
    rmSync(folder, { recursive: true, force: true });
  });
  const run = async (args: readonly string[], input = '') => {
    const { stderr } = await runCodex({ home, args, input, environment: session.environment });
    return stderr
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('WARNING: '))
      .join('\n');
  };
  return {
    session,
    home,
    ours,
    status: () => run(['login', 'status']),
    signInWithCli: async () => {
      const key = `sk-${randomBytes(24).toString('hex')}`;
      expect(await run(['login', '--with-api-key'], `${key}\n`)).toContain('API key saved');
      return sha256(key);
    },
    signOutWithCli: () => run(['logout']),
  };
}

const withChatGpt = 'Logged in using ChatGPT';
const withKey = 'API key configured';

describe('one item in the keyring, for the real CLI and us', () => {
  it('is read by the CLI when we wrote it, and changed in place', async () => {
    const { session, ours, status } = await setStage('keyring', 'unlocked');
    expect(await status()).toBe('Not logged in');
    expect(await ours.ask({ do: 'write', kind: 'chatgpt' })).toMatchObject({ kind: 'done' });
    expect(await status()).toBe(withChatGpt);
    expect(await ours.ask({ do: 'write', kind: 'apiKey' })).toMatchObject({ kind: 'done' });
    expect(await status()).toContain(withKey);
    expect(await session.countItems()).toBe(1);
  });

  it('is read by us when the CLI wrote it, also over ours', async () => {
    const { session, ours, signInWithCli } = await setStage('keyring', 'unlocked');
    const first = await signInWithCli();
    expect(await ours.ask({ do: 'read' })).toEqual({ kind: 'signedIn', hash: first });
    await ours.ask({ do: 'write', kind: 'chatgpt' });
    const second = await signInWithCli();
    expect(await ours.ask({ do: 'read' })).toEqual({ kind: 'signedIn', hash: second });
    expect(await session.countItems()).toBe(1);
  });

  it('goes for both when one removes it', async () => {
    const { session, ours, status, signInWithCli, signOutWithCli } = await setStage('keyring', 'unlocked');
    await signInWithCli();
    expect(await ours.ask({ do: 'remove' })).toEqual({ kind: 'done' });
    expect([await status(), await session.countItems()]).toEqual(['Not logged in', 0]);
    await ours.ask({ do: 'write', kind: 'apiKey' });
    expect(await signOutWithCli()).toBe('Successfully logged out');
    expect(await ours.ask({ do: 'read' })).toEqual({ kind: 'signedOut' });
  });

  it('leaves no auth.json beside it', async () => {
    const { home, ours } = await setStage('keyring', 'unlocked');
    writeFileSync(home.authFile, '{"auth_mode":"apikey","OPENAI_API_KEY":null}', { mode: 0o600 });
    expect(await ours.ask({ do: 'write', kind: 'apiKey' })).toMatchObject({ kind: 'done' });
    expect(existsSync(home.authFile)).toBe(false);
  });
});

describe('a keyring that can not be opened', () => {
  it('is said when it is locked, with an item in it and without, and nothing goes elsewhere', async () => {
    const { session, home, ours, status } = await setStage('keyring', 'locked');
    const refused = { kind: 'refused', code: 'fixFile', sentence: 'home.keyringUnavailable' };
    expect(await ours.ask({ do: 'write', kind: 'apiKey' })).toEqual(refused);
    const locked = { kind: 'problem', problem: 'keyringUnavailable' };
    expect(await ours.ask({ do: 'findObstacle' })).toEqual(locked);
    await session.become('unlocked');
    expect(await ours.ask({ do: 'findObstacle' })).toEqual({ kind: 'free' });
    const written = await ours.ask({ do: 'write', kind: 'apiKey' });
    await session.become('locked');
    expect(await ours.ask({ do: 'read' })).toEqual(locked);
    expect(await ours.ask({ do: 'findObstacle' })).toEqual(locked);
    expect(await ours.ask({ do: 'write', kind: 'chatgpt' })).toEqual(refused);
    expect(existsSync(home.authFile)).toBe(false);
    await session.become('unlocked');
    expect(await ours.ask({ do: 'read' })).toEqual({ kind: 'signedIn', hash: written.hash });
    expect(await status()).toContain(withKey);
  });

  it('is said when none is running, when there is no session bus, and when this build has no binary', async () => {
    const { session, home, ours } = await setStage('keyring', 'absent');
    const noBus = startOurSide(home, {});
    const noBinary = startOurSide(home, session.environment, join(home.path, 'keyring.node'));
    onTestFinished(() => Promise.all([noBus.close(), noBinary.close()]).then(() => undefined));
    const rows: readonly (readonly [OurSide, string])[] = [
      [ours, 'keyringUnavailable'],
      [noBus, 'keyringUnavailable'],
      [noBinary, 'keyringMissing'],
    ];
    for (const [side, problem] of rows) {
      expect(await side.ask({ do: 'read' })).toEqual({ kind: 'problem', problem });
      expect(await side.ask({ do: 'write', kind: 'apiKey' })).toEqual({
        kind: 'refused',
        code: 'fixFile',
        sentence: `home.${problem}`,
      });
    }
    expect(existsSync(home.authFile)).toBe(false);
  });
});

describe('the store `auto`', () => {
  it('is the keyring where there is one', async () => {
    const { session, home, ours, status, signInWithCli } = await setStage('auto', 'unlocked');
    expect(await ours.ask({ do: 'write', kind: 'chatgpt' })).toMatchObject({ kind: 'done' });
    expect([await status(), await session.countItems(), existsSync(home.authFile)]).toEqual([withChatGpt, 1, false]);
    const hash = await signInWithCli();
    expect(await ours.ask({ do: 'read' })).toEqual({ kind: 'signedIn', hash });
    expect(await ours.ask({ do: 'remove' })).toEqual({ kind: 'done' });
    expect(await status()).toBe('Not logged in');
  });

  it('is the file where there is none, and where it takes nothing', async () => {
    for (const state of ['absent', 'locked'] as const) {
      const { home, ours, status, signInWithCli } = await setStage('auto', state);
      expect(await ours.ask({ do: 'write', kind: 'chatgpt' })).toMatchObject({ kind: 'done' });
      expect([await status(), existsSync(home.authFile)]).toEqual([withChatGpt, true]);
      const hash = await signInWithCli();
      expect(await ours.ask({ do: 'read' })).toEqual({ kind: 'signedIn', hash });
    }
  });
});

describe('moving the sign-in from store to store', () => {
  it('keeps it and the config’s comments, and the CLI stays signed in at each step', async () => {
    const { session, home, ours, status, signInWithCli } = await setStage('file', 'unlocked');
    const hash = await signInWithCli();
    const look = async () => ({
      config: readFileSync(join(home.path, 'config.toml'), 'utf8'),
      places: [existsSync(home.authFile), await session.countItems()],
      ours: await ours.ask({ do: 'read' }),
      isCliIn: (await status()).includes(withKey),
    });
    const expected = (store: string, places: readonly [boolean, number]) => ({
      config: `# mine\ncli_auth_credentials_store = "${store}" # for now\n`,
      places,
      ours: { kind: 'signedIn', hash },
      isCliIn: true,
    });
    const inFile = [true, 0] as const;
    const inKeyring = [false, 1] as const;
    expect(await look()).toEqual(expected('file', inFile));
    for (const [store, places] of [
      ['keyring', inKeyring],
      ['file', inFile],
      ['auto', inKeyring],
      ['file', inFile],
    ] as const) {
      expect(await ours.ask({ do: 'choose', store })).toEqual({ kind: 'done' });
      expect(await look()).toEqual(expected(store, places));
    }
    expect(await ours.ask({ do: 'undo' })).toEqual({ kind: 'done' });
    expect(await look()).toEqual(expected('auto', inKeyring));
  });

  it('says what it leaves in a locked keyring, and takes it out when that is open again', async () => {
    const { session, home, ours, status, signInWithCli } = await setStage('keyring', 'unlocked');
    await signInWithCli();
    await session.become('locked');
    expect(await ours.ask({ do: 'choose', store: 'file' })).toEqual({ kind: 'lockedKeyring' });
    expect(await ours.ask({ do: 'removeLeftover' })).toEqual({ kind: 'nothing' });
    expect(await ours.ask({ do: 'write', kind: 'chatgpt' })).toMatchObject({ kind: 'done' });
    await session.become('unlocked');
    expect(await session.countItems()).toBe(1);
    expect(await ours.ask({ do: 'removeLeftover' })).toEqual({ kind: 'done' });
    expect([await session.countItems(), existsSync(home.authFile), await status()]).toEqual([0, true, withChatGpt]);
  });

  it('leaves what it has where it is for `ephemeral`', async () => {
    const { session, home, ours, status, signInWithCli } = await setStage('file', 'unlocked');
    const hash = await signInWithCli();
    expect(await ours.ask({ do: 'choose', store: 'ephemeral' })).toEqual({ kind: 'file' });
    expect([existsSync(home.authFile), await status()]).toEqual([true, 'Not logged in']);
    expect(await ours.ask({ do: 'choose', store: 'keyring' })).toEqual({ kind: 'done' });
    expect([existsSync(home.authFile), await session.countItems()]).toEqual([true, 0]);
    expect(await ours.ask({ do: 'choose', store: 'file' })).toEqual({ kind: 'done' });
    expect(await ours.ask({ do: 'read' })).toEqual({ kind: 'signedIn', hash });
  });

  it('changes nothing when the keyring is locked', async () => {
    const { home, ours, status, signInWithCli } = await setStage('file', 'locked');
    const hash = await signInWithCli();
    const config = readFileSync(join(home.path, 'config.toml'), 'utf8');
    expect(await ours.ask({ do: 'choose', store: 'keyring' })).toEqual({
      kind: 'refused',
      code: 'fixFile',
      sentence: 'home.keyringUnavailable',
    });
    expect(readFileSync(join(home.path, 'config.toml'), 'utf8')).toBe(config);
    expect(await ours.ask({ do: 'read' })).toEqual({ kind: 'signedIn', hash });
    expect(await status()).toContain(withKey);
  });
});
