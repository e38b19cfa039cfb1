import { describe, expect, it } from 'vitest';
import type { AuthErrorReason } from '../../../../src/errors/authError.ts';
import { AuthError } from '../../../../src/errors/authError.ts';
import { buildSentence } from '../../../../src/errors/sentence.ts';
import type { DiagnosisParts } from '../../../../src/ui/diagnosis/diagnosisParts.ts';
import type { FixPorts } from '../../../../src/ui/diagnosis/fixPorts.ts';
import { copyDiagnosis, diagnose } from '../../../../src/ui/diagnosis/diagnose.ts';
import { findCause } from '../../../../src/ui/diagnosis/failureCause.ts';
import { nameFix } from '../../../../src/ui/diagnosis/fixes.ts';
import { showDocumentedTroubles } from '../../../../src/ui/diagnosis/documentedTroubles.ts';
import { troubleFacts } from '../../../../src/ui/text/facts/troubleFacts.ts';
import { createFakeFlow } from '../../../support/fakeFlow.ts';
import type { Answer } from '../../../support/scriptedPrompts.ts';
import { settle } from '../../../support/fakeClock.ts';
import type { FileSight } from '../../../../src/diagnosis/ports.ts';
import { createPorts, goodFile, type Broken } from '../../diagnosis/diagnosisScene.ts';

/** A window over a world whose file is open to others until it is mended. */
function createScene(world: Broken & { readonly takeBack?: () => Promise<boolean> }, ...answers: readonly Answer[]) {
  const flow = createFakeFlow(...answers);
  const done: string[] = [];
  let mode = 0o644;
  const note = (what: string) => {
    done.push(what);
    return Promise.resolve(() => {
      done.push(`${what}, taken back`);
      return Promise.resolve(true);
    });
  };
  const fixPorts: FixPorts = {
    changeMode: (path, { mode: next, before }) => {
      done.push(`${path} ${next.toString(8)}`);
      mode = next;
      return Promise.resolve(async () => {
        done.push(`${path} ${before.toString(8)}`);
        return (await world.takeBack?.()) ?? true;
      });
    },
    keepOutOfGit: (path) => note(`${path} kept out`),
    switchLinesOff: (lines) => note(`lines ${lines.join(', ')}`),
    removeVariable: () => Promise.resolve(undefined),
    takeOutOfTerminals: (name) => {
      done.push(name);
      return Promise.resolve(() => Promise.resolve(true));
    },
  };
  const access: DiagnosisParts = {
    startRun: () =>
      createPorts({ home: { readFile: () => Promise.resolve({ ...goodFile, mode }), ...world.home }, ...world }),
    fixPorts,
    facts: {
      extensionVersion: '1.2.3',
      editorVersion: '1.101.0',
      platform: 'linux',
      architecture: 'x64',
      side: 'ui',
      window: 'desktop',
      isRemote: false,
    },
    redaction: { codexHome: '/home/ada/.codex', stateFolder: '/home/ada/state', publicHosts: ['auth.openai.com'] },
  };
  return {
    ...flow,
    done,
    loadDiagnosis: () => Promise.resolve(access),
    showFolder: flow.openFile,
    openSettings: flow.openFile,
    loadStore: () => Promise.reject(new TypeError('No store is chosen.')),
  };
}

const file = '$(error) Credential File';

describe('the diagnosis as it is shown', () => {
  it('has problems first, each with what mends it, and ends when it is dismissed', async () => {
    const scene = createScene({});
    await diagnose(scene);
    const list = scene.prompts.shown.find(({ kind }) => kind === 'pick');
    expect(list?.rows?.slice(0, 2)).toEqual(['Problems', file]);
    expect(list?.rows).toContain('$(copy) Copy for a Bug Report');
    expect(list?.rows?.at(-1)).toBe('$(pass) Other Hosts');
    expect(scene.done).toEqual([]);
  });

  it('offers the way back', async () => {
    const scene = createScene({}, { row: file }, { click: 'Make It Yours Alone' }, { click: 'Undo' });
    await diagnose(scene);
    await settle();
    expect(scene.done).toEqual(['/home/ada/.codex/auth.json 600', '/home/ada/.codex/auth.json 644']);
  });

  it.each([
    ['has changed meanwhile', () => Promise.resolve(false), 'That has changed meanwhile: nothing was done.', 0],
    ['fails', () => Promise.reject(new TypeError('EPERM')), 'Something unexpected happened', 1],
  ] as const)('says it where what is to be undone %s', async (_name, takeBack, words, noted) => {
    const scene = createScene({ takeBack }, { row: file }, { click: 'Make It Yours Alone' }, { click: 'Undo' });
    await diagnose(scene);
    await settle();
    expect(scene.prompts.texts.join(' ')).toContain(words);
    expect(scene.prompts.texts).not.toContain('It is as it was before.');
    expect(scene.logged.filter((event) => event === 'command failed')).toHaveLength(noted);
  });

  it('mends after one confirmation that says what happens, and looks again', async () => {
    const scene = createScene({}, { row: file }, { click: 'Make It Yours Alone' });
    await diagnose(scene);
    await settle();
    const question = scene.prompts.shown.find(({ kind }) => kind === 'confirm');
    expect(question?.detail).toContain('become 600 (now 644). It can be undone.');
    expect(question?.buttons).toEqual(['Make It Yours Alone', 'Back']);
    const lists = scene.prompts.shown.filter(({ kind }) => kind === 'pick');
    expect(lists[1]?.rows?.slice(0, 2)).toEqual(['Problems', '$(pass) No Problem Was Found']);
    expect(scene.done).toEqual(['/home/ada/.codex/auth.json 600']);
  });

  it('does nothing where the question is dismissed, and shows the list again', async () => {
    const scene = createScene({}, { row: file }, 'dismiss');
    await diagnose(scene);
    expect(scene.done).toEqual([]);
    expect(scene.prompts.shown.filter(({ kind }) => kind === 'pick')).toHaveLength(2);
  });

  it('leads to the command that mends it', async () => {
    const held: Broken = { callback: { tryPort: (port) => Promise.resolve({ kind: 'taken', port, process: 'x' }) } };
    const scene = createScene(held, { row: '$(error) Callback Ports' }, { click: 'Use a Device Code' });
    await diagnose(scene);
    expect(scene.ran).toEqual(['signInWithDeviceCode']);
  });

  it('says where a change is no longer what was seen', async () => {
    const world: Broken = {
      network: {
        observe: () =>
          Promise.resolve({
            route: { kind: 'hostFetch', proxy: 'none' },
            homeProxyFault: { kind: 'notSpoken', source: 'ALL_PROXY', value: 'socks5://x' },
            variablesPath: '/home/ada/.codex/.env',
          }),
      },
    };
    const scene = createScene(world, { row: '$(error) Proxy' }, { click: 'Remove the Line' });
    await diagnose(scene);
    await settle();
    expect(scene.prompts.texts).toContain('That has changed meanwhile: nothing was done.');
  });

  it('asks the shell of a terminal only then', async () => {
    const asked: string[] = [];
    const compareShell = () => {
      asked.push('asked');
      return Promise.resolve(['CODEX_HOME']);
    };
    const scene = createScene(
      { codex: { compareShell } },
      { row: '$(circle-outline) Shell of a Terminal' },
      { click: 'Ask the Shell of a Terminal' },
    );
    await diagnose(scene);
    expect(asked).toEqual(['asked']);
    const lists = scene.prompts.shown.filter(({ kind }) => kind === 'pick');
    expect(lists[1]?.rows).toContain('$(error) Shell of a Terminal');
  });

  it('is copied without a path or name of the person', async () => {
    const held: Broken = {
      callback: { tryPort: (port) => Promise.resolve({ kind: 'taken', port, process: 'marked-program' }) },
    };
    const scene = createScene(held);
    await copyDiagnosis(scene);
    expect(scene.copied[0]).toContain('`ports.busy`');
    expect(scene.copied[0]).not.toMatch(/marked|ada/u);
  });

  it('looks a symptom up, and does what the documents say', async () => {
    const scene = createScene({}, { row: troubleFacts.asksAgain.symptom() }, { click: 'Do It Here' });
    await showDocumentedTroubles(scene);
    expect(scene.prompts.shown[0]?.rows).toHaveLength(Object.keys(troubleFacts).length);
    expect(scene.ran).toEqual(['signIn']);
  });
});

const forbiddenFile: FileSight = { ...goodFile, problem: 'noPermission', folderMode: 0o500 };
/** A folder that its owner may not write to. */
const forbidden: Broken = { home: { readFile: () => Promise.resolve(forbiddenFile) } };

const failure = (reason: AuthErrorReason | undefined): AuthError =>
  new AuthError('tryAgain', buildSentence('network.offline', { host: 'auth.openai.com' }), { reason });

describe('the cause of a failed sign-in', () => {
  it.each([
    [
      'callbackPorts',
      { callback: { tryPort: (port: number) => Promise.resolve({ kind: 'taken', port, process: 'python3' }) } },
      'Another program has port 1455: python3.',
      'Use a Device Code',
    ],
    [
      'offline',
      { network: { lookUp: () => Promise.resolve('notFound') } },
      'The name auth.openai.com is not found.',
      'Show Environment…',
    ],
    [
      'notStored',
      { storage: { trySecrets: () => Promise.resolve(false) } },
      'The secret storage does not give back what it was given.',
      undefined,
    ],
    ['noPermission', forbidden, 'You have no permission for /home/ada/.codex/auth.json', 'Give Yourself Permission'],
  ] as const)('of %s is looked for, and leads the message', async (reason, world, words, title) => {
    const scene = createScene(world as Broken);
    const cause = await findCause(failure(reason), scene);
    expect(cause?.words).toContain(words);
    expect(cause?.fix?.title).toBe(title);
  });

  it('is not looked for where the failure says all there is', async () => {
    const scene = { ...createScene({}), loadDiagnosis: () => Promise.reject(new TypeError('Nobody asks.')) };
    expect(await findCause(failure(undefined), scene)).toBeUndefined();
    expect(await findCause(failure('noWayIn'), scene)).toBeUndefined();
  });

  it.each(['notAnswering', 'keyringUnavailable'] as const)(
    'is not looked for where the look would hang or ask: %s',
    async (reason) => {
      const scene = { ...createScene({}), loadDiagnosis: () => Promise.reject(new TypeError('Nobody asks.')) };
      expect(await findCause(failure(reason), scene)).toBeUndefined();
    },
  );

  it.each<[string, AuthErrorReason, Broken]>([
    ['who can read the file', 'noPermission', {}],
    [
      'a git work tree',
      'noPermission',
      { home: { readFile: () => Promise.resolve({ ...goodFile, repository: '/a' }) } },
    ],
    [
      'a folder of a cloud',
      'noPermission',
      { home: { readFile: () => Promise.resolve({ ...goodFile, path: '/home/ada/Dropbox/auth.json' }) } },
    ],
    [
      'a proxy of Codex alone',
      'regionRefused',
      {
        network: {
          observe: () =>
            Promise.resolve({
              route: { kind: 'hostFetch', proxy: 'none' },
              homeProxyFault: { kind: 'notSpoken', source: 'ALL_PROXY', value: 'socks5://x' },
              variablesPath: '/home/ada/.codex/.env',
            }),
        },
      },
    ],
  ])('is not taken to be %s, for %s', async (_name, reason, world) => {
    expect(await findCause(failure(reason), createScene(world))).toBeUndefined();
  });

  it('is not said twice where the failure says the very same', async () => {
    const seen = { kind: 'failure', reason: 'offline', sentence: failure('offline').sentence } as const;
    const world: Broken = {
      home: { readFile: () => Promise.resolve(goodFile) },
      network: { ask: () => Promise.resolve(seen) },
    };
    expect((await findCause(failure('offline'), createScene(world)))?.words).toBe('');
    const other = { ...seen, sentence: buildSentence('network.offline', { host: 'chatgpt.com' }) };
    const elsewhere = createScene({ ...world, network: { ask: () => Promise.resolve(other) } });
    expect((await findCause(failure('offline'), elsewhere))?.words).toContain('chatgpt.com');
  });

  it('is nothing where every check is good', async () => {
    const scene = createScene({ home: { readFile: () => Promise.resolve(goodFile) } });
    expect(await findCause(failure('offline'), scene)).toBeUndefined();
  });

  it('is mended after a question, where that changes something', async () => {
    const scene = createScene(forbidden, { click: 'Give Yourself Permission' });
    const cause = await findCause(failure('noPermission'), scene);
    await cause?.fix?.run();
    expect(scene.done).toEqual(['/home/ada/.codex 700']);
    const left = createScene(forbidden, 'dismiss');
    await (await findCause(failure('noPermission'), left))?.fix?.run();
    expect(left.done).toEqual([]);
  });

  it('is waited for a second, however long a check goes on', async () => {
    const scene = createScene({ network: { lookUp: () => new Promise(() => undefined) } });
    const looking = findCause(failure('offline'), scene);
    await settle();
    await scene.clock.advance(1000);
    expect(await looking).toBeUndefined();
  });

  it('says it where mending fails, and the account is read anew', async () => {
    const scene = createScene(forbidden, { click: 'Give Yourself Permission' }, 'dismiss');
    const fails = { changeMode: () => Promise.reject(new TypeError('EPERM')) };
    const access = await scene.loadDiagnosis();
    const broken = { ...access, fixPorts: { ...access.fixPorts, ...fails } };
    const cause = await findCause(failure('noPermission'), { ...scene, loadDiagnosis: () => Promise.resolve(broken) });
    await cause?.fix?.run();
    expect(scene.prompts.texts.at(-1)).toContain('Something unexpected happened');
    expect([scene.logged.at(-1), scene.updates.length]).toEqual(['command failed', 1]);
  });

  it('has a button for the clock of each system', () => {
    expect(nameFix({ id: 'setClock' }, 'linux')).toBe('Copy the Command That Sets It');
    expect(nameFix({ id: 'setClock' }, 'win32')).toBe('Open Date and Time');
  });
});
