import { describe, expect, it } from 'vitest';
import type { OwnSignInOutcome } from '../../../../src/accounts/signIn/ownSignIn.ts';
import type { ListedAccount } from '../../../../src/accounts/directory/listedAccount.ts';
import type { CiSecret } from '../../../../src/ci/ciFile.ts';
import type { RepositoryLook } from '../../../../src/ci/repository.ts';
import type { SecretSent } from '../../../../src/ci/ciSystemService.ts';
import { buildOwn } from '../../../../src/home/credential/remoteCredential.ts';
import type { Secret } from '../../../../src/base/secret.ts';
import type { SetUpCiFlow } from '../../../../src/ui/ci/ciFlow.ts';
import { setUpCi } from '../../../../src/ui/ci/setUpCi.ts';
import { createFakeClock, settle } from '../../../support/fakeClock.ts';
import { createFakeFlow } from '../../../support/fakeFlow.ts';
import { createAccount, createCredential, unknownIdentity } from '../../../support/records.ts';
import type { Answer } from '../../../support/scriptedPrompts.ts';
import { mintTokens } from '../../../support/tokens.ts';
import { createRemoteScene } from '../../hosts/remote/remoteHostScene.ts';

const closed: RepositoryLook = {
  kind: 'known',
  repository: { program: 'gh', name: 'acme/app', address: 'github.com/acme/app', visibility: 'private' },
};
const open: RepositoryLook = { ...closed, repository: { ...closed.repository, visibility: 'public' } };

/** A project that is open, and what became of it. */
async function createScene(...answers: readonly Answer[]) {
  const base = createFakeFlow(...answers);
  const { records } = await createRemoteScene();
  const scene = {
    look: closed,
    sends: [] as SecretSent[],
    folders: [{ name: 'app', path: '/home/ada/app', address: 'file:///home/ada/app', isTrusted: true }],
    taken: [] as string[],
    accounts: [] as ListedAccount[],
    clipboard: '',
  };
  const opened: { readonly path: string; readonly text: string }[] = [];
  const sent: { readonly secret: CiSecret; readonly value: Secret }[] = [];
  const own = { credential: buildOwn(mintTokens()), discards: 0 };
  const clock = createFakeClock();
  const outcome: OwnSignInOutcome = {
    kind: 'ready',
    credential: own.credential,
    identity: unknownIdentity,
    discard: () => {
      own.discards += 1;
      return Promise.resolve();
    },
  };
  const flow = {
    ...base,
    clock,
    clipboard: {
      readText: () => Promise.resolve(scene.clipboard),
      writeText: (text: string) => {
        scene.clipboard = text;
        return Promise.resolve();
      },
    },
    directory: { list: () => Promise.resolve(scene.accounts) },
    loadHosts: () =>
      Promise.resolve({
        records,
        leases: { make: () => Promise.reject(new TypeError('Nobody makes a lease here.')) },
        remote: undefined,
        companionPackage: { fsPath: '' },
        loadOwnSignIn: () => Promise.resolve({ run: () => Promise.resolve(outcome) }),
      }),
    loadCi: () =>
      Promise.resolve({
        look: async (_system: unknown, _folder: unknown, signal: AbortSignal) => {
          await Promise.resolve();
          signal.throwIfAborted();
          return scene.look;
        },
        send: (given: { readonly secret: CiSecret; readonly value: Secret }) => {
          sent.push(given);
          return Promise.resolve(scene.sends.shift() ?? ({ kind: 'sent' } as const));
        },
        listFolders: () => scene.folders,
        exists: (_folder: unknown, path: string) => Promise.resolve(scene.taken.includes(path)),
        open: (_folder: unknown, path: string, text: string) => {
          opened.push({ path, text });
          return Promise.resolve(scene.taken.includes(path) ? ('compared' as const) : ('new' as const));
        },
        findVersion: () => Promise.resolve('0.169.0'),
        admit: ({ document }: { readonly document: Secret }) => Promise.resolve(document),
      }),
  } satisfies Partial<SetUpCiFlow>;
  return { flow, scene, opened, sent, own, clock };
}

const yes: Answer = { row: 'Yes, This Is So' };
const account: readonly Answer[] = [{ row: 'GitHub' }, { row: 'Review' }, { row: 'ChatGPT Account' }];
const confirmed: readonly Answer[] = [yes, yes, yes, yes, yes, { click: 'Open the File' }];
const later: Answer = { row: 'Later' };

describe('setting up CI', () => {
  it('needs a folder', async () => {
    const { flow, scene, opened } = await createScene();
    scene.folders = [];
    await setUpCi(flow);
    expect([flow.prompts.texts, opened]).toEqual([[expect.stringContaining('Open the folder')], []]);
  });

  it('asks for the project where several are open, then system, task and what signs in, and opens what is made of it', async () => {
    const { flow, scene, opened } = await createScene(
      { row: 'app' },
      { row: 'GitHub' },
      { row: 'Run a Prompt' },
      { type: 'resume' },
      { type: 'triage the bugs' },
      { row: 'Recommended' },
      { click: 'Open the File' },
      later,
    );
    scene.folders = [...scene.folders, { name: 'other', path: '/o', address: 'file:///o', isTrusted: true }];
    await setUpCi(flow);
    expect(flow.prompts.texts).toContain('More than one word, please: one alone may be a command of codex.');
    expect(opened[0]?.text).toContain('            triage the bugs\n');
  });

  it('puts an API key first, and opens the file with the release that is here, unsaved', async () => {
    const { flow, opened } = await createScene(
      { row: 'GitHub' },
      { row: 'Review' },
      { row: 'Recommended' },
      { click: 'Open the File' },
      later,
    );
    await setUpCi(flow);
    expect(opened).toMatchObject([{ path: '.github/workflows/codex.yml' }]);
    expect(opened[0]?.text).toContain("codex-version: '0.169.0'");
    const rows = flow.prompts.shown.find(({ text }) => text === 'Set Up Codex in CI (3/3)')?.rows ?? [];
    expect(rows.map((row) => row.replace(/^\$\(\S+\) /u, ''))).toEqual([
      'API Key (Recommended)',
      'API Key on the One Step',
      'Access Token',
      'ChatGPT Account',
      'Back',
    ]);
    expect(flow.prompts.texts.at(-1)).toContain('Its job needs OPENAI_API_KEY first.');
    expect(flow.prompts.shown.find(({ kind }) => kind === 'confirm')?.detail).toContain('sensitive code and data');
  });

  it('goes back, and changes answers after it was shown what is made', async () => {
    const { flow, opened } = await createScene(
      { row: 'GitHub' },
      { row: 'Back' },
      { row: 'GitLab' },
      { row: 'Review' },
      { row: 'API Key (Recommended)' },
      { click: 'Change the Answers' },
      { row: 'Access Token' },
      { click: 'Open the File' },
      later,
    );
    await setUpCi(flow);
    expect(opened).toMatchObject([{ path: '.gitlab-ci.yml' }]);
    expect(opened[0]?.text).toContain('CODEX_ACCESS_TOKEN');
  });

  it('opens beside what is there, and says so', async () => {
    const { flow, scene } = await createScene(
      { row: 'GitHub' },
      { row: 'Review' },
      { row: 'Recommended' },
      { click: 'Open the File' },
      later,
    );
    scene.taken = ['.github/workflows/codex.yml'];
    await setUpCi(flow);
    expect(flow.prompts.texts.at(-1)).toContain('it stands beside the new one');
  });

  it('opens nothing when it is left', async () => {
    const { flow, opened } = await createScene({ row: 'GitHub' }, { row: 'Review' }, { row: 'Recommended' });
    await setUpCi(flow);
    expect(opened).toEqual([]);
    expect(flow.prompts.shown.at(-1)?.kind).toBe('confirm');
  });
});

describe('a ChatGPT account in CI', () => {
  it.each([
    [open, 'acme/app is public'],
    [{ kind: 'unknown', why: 'noProgram' }, 'Unknown counts as public'],
    [{ kind: 'unknown', why: 'notTrusted' }, 'not trusted in VS Code'],
    [{ kind: 'unknown', why: 'notAnswered' }, 'not signed in'],
  ] as const)('is refused where the repository may be read by others: %o', async (look, reason) => {
    const { flow, scene, opened } = await createScene(...account, { click: 'Choose Another Way' });
    scene.look = look;
    await setUpCi(flow);
    const refusal = flow.prompts.shown.find(({ text }) => text === 'Not in this repository.');
    expect(refusal?.detail).toContain('Never for public or open-source repositories.');
    expect(refusal?.detail).toContain(reason);
    expect([flow.prompts.shown.at(-1)?.text, opened]).toEqual(['Set Up Codex in CI (3/3)', []]);
  });

  it('is no choice while nobody waited for the answer', async () => {
    const { flow } = await createScene(...account, 'cancel', 'dismiss');
    await setUpCi(flow);
    expect(flow.prompts.shown.at(-1)?.text).toBe('Set Up Codex in CI (3/3)');
  });

  it('has its five conditions confirmed one by one', async () => {
    const { flow, opened } = await createScene(...account, { row: 'Keeps Its Disk' }, ...confirmed, later);
    await setUpCi(flow);
    expect(flow.prompts.texts.filter((text) => /\(\d\/9\)$/u.test(text))).toHaveLength(6);
    expect(opened[0]?.text).toContain('runs-on: [self-hosted, codex-ci]');
  });

  it('gives way to an API key as soon as one of them does not hold', async () => {
    const { flow, opened } = await createScene(
      ...account,
      { row: 'Keeps Its Disk' },
      yes,
      { row: 'No: Use an API Key' },
      { click: 'Open the File' },
      later,
    );
    await setUpCi(flow);
    expect(opened[0]?.text).toContain('openai/codex-action@v1');
    expect(opened[0]?.text).not.toContain('CODEX_AUTH_JSON');
  });

  it('is a sign-in made for this alone, given over standard input', async () => {
    const { flow, sent, own } = await createScene(
      ...account,
      { row: 'Keeps Its Disk' },
      ...confirmed,
      { row: 'Give It to GitHub' },
      { row: 'Browser' },
      { click: 'Give' },
    );
    await setUpCi(flow);
    expect(sent).toMatchObject([{ secret: { name: 'CODEX_AUTH_JSON' }, value: own.credential.document }]);
    expect(own.discards).toBe(0);
    expect(flow.prompts.texts.at(-1)).not.toContain('needs');
  });

  it('ends the sign-in that did not get there', async () => {
    const { flow, scene, own } = await createScene(
      ...account,
      { row: 'Keeps Its Disk' },
      ...confirmed,
      { row: 'Give It to GitHub' },
      { row: 'Browser' },
      { click: 'Give' },
      later,
    );
    scene.sends = [{ kind: 'notSent', why: 'notAllowed' }];
    await setUpCi(flow);
    expect(flow.prompts.texts.filter((one) => one.includes('may not set secrets of acme/app'))).toHaveLength(1);
    expect([own.discards, flow.prompts.texts.at(-1)]).toEqual([1, expect.stringContaining('needs CODEX_AUTH_JSON')]);
  });

  it('does not go to a repository that was opened meanwhile', async () => {
    const { flow, scene, sent, own } = await createScene(
      ...account,
      { row: 'Keeps Its Disk' },
      ...confirmed,
      { row: 'Give It to GitHub' },
      { row: 'Browser' },
    );
    const showsFile = flow.loadCi;
    flow.loadCi = async () => {
      const access = await showsFile();
      return {
        ...access,
        open: (...given: Parameters<typeof access.open>) => {
          scene.look = open;
          return access.open(...given);
        },
      };
    };
    await setUpCi(flow);
    expect([sent, own.discards]).toEqual([[], 1]);
    expect(flow.prompts.texts).toContain('Never for public or open-source repositories.');
  });
});

describe('a secret for CI', () => {
  const key = createAccount({ label: 'Key', credential: createCredential('apiKey') });
  const toFile: readonly Answer[] = [
    { row: 'GitHub' },
    { row: 'Review' },
    { row: 'Recommended' },
    { click: 'Open the File' },
  ];

  it('is a key that is kept here, said with its place before it goes', async () => {
    const { flow, scene, sent } = await createScene(
      ...toFile,
      { row: 'Give It to GitHub' },
      { row: 'Key' },
      { click: 'Give' },
    );
    scene.accounts = [{ kind: 'ready', account: key }];
    await setUpCi(flow);
    expect(sent).toMatchObject([{ secret: { name: 'OPENAI_API_KEY' } }]);
    expect(flow.prompts.texts).toContain('Give OPENAI_API_KEY to acme/app (private)?');
    expect(flow.logged.join('\n')).not.toContain('sk');
  });

  it('goes to a public repository only with a warning', async () => {
    const { flow, scene } = await createScene(...toFile, { row: 'Give It to GitHub' }, { row: 'Key' });
    scene.accounts = [{ kind: 'ready', account: key }];
    scene.look = open;
    await setUpCi(flow);
    const question = flow.prompts.shown.find(({ text }) => text.startsWith('Give OPENAI_API_KEY'));
    expect([question?.severity, question?.detail]).toEqual(['warning', expect.stringContaining('untrusted or public')]);
  });

  it('stands on the clipboard for a minute, and is taken away if it is still there', async () => {
    const { flow, scene, clock } = await createScene(
      ...toFile,
      { row: 'Copy It' },
      { row: 'Key' },
      { click: 'It Is There' },
    );
    scene.accounts = [{ kind: 'ready', account: key }];
    await setUpCi(flow);
    if (key.credential.kind !== 'apiKey') throw new TypeError(key.credential.kind);
    expect(scene.clipboard).toBe(key.credential.key.reveal());
    await clock.advance(59_000);
    expect(scene.clipboard).not.toBe('');
    await clock.advance(1000);
    await settle();
    expect(scene.clipboard).toBe('');
  });

  it('is not taken away where something else is on the clipboard by then', async () => {
    const { flow, scene, clock } = await createScene(
      ...toFile,
      { row: 'Copy It' },
      { row: 'Key' },
      { click: 'It Is There' },
    );
    scene.accounts = [{ kind: 'ready', account: key }];
    await setUpCi(flow);
    scene.clipboard = 'my own';
    await clock.advance(60_000);
    await settle();
    expect(scene.clipboard).toBe('my own');
  });

  it('is given with no program for a script', async () => {
    const { flow } = await createScene(
      { row: 'Plain Script' },
      { row: 'Review' },
      { row: 'Recommended' },
      { click: 'Open the File' },
    );
    await setUpCi(flow);
    const rows = flow.prompts.shown.find(({ text }) => text.startsWith('Secret OPENAI_API_KEY'))?.rows;
    expect(rows?.map((row) => row.slice(row.indexOf(' ') + 1))).toEqual([
      'Copy It for 60 Seconds',
      'It Is There Already, or Later',
    ]);
  });

  it('is a question that may be left', async () => {
    const { flow, sent } = await createScene(...toFile, { row: 'Give It to GitHub' }, 'dismiss', later);
    await setUpCi(flow);
    expect(sent).toEqual([]);
  });
});
