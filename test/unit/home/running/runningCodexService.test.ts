import { describe, expect, it } from 'vitest';
import type {
  BackgroundServer,
  CodexProcess,
  FoundServer,
  ServerAnswers,
  ServerEnding,
} from '../../../../src/home/running/ports.ts';
import { RunningCodexService } from '../../../../src/home/running/runningCodexService.ts';
import { createFakeClock } from '../../../support/fakeClock.ts';
import { adaHolder, adaTold, answersOf, processOf, serverOf, serverPid } from './runningFakes.ts';

interface Scene {
  readonly processes?: readonly CodexProcess[];
  /** What runs after the server was asked, where that is something else. */
  readonly processesLater?: readonly CodexProcess[];
  readonly server?: FoundServer | undefined;
  readonly answers?: ServerAnswers | undefined;
  /** What it answers when it is asked again, right before its end. */
  readonly later?: ServerAnswers;
  readonly isAtRest?: boolean;
  /** For how long the token in the Home has been due; undefined when it is not, or is none. */
  readonly dueForMs?: number;
  /** It is still there after it was told to end. */
  readonly isStubborn?: boolean;
}

const cynsAnswers = answersOf({ account: { ...adaTold, userId: 'user-cyn' } });
const found: FoundServer = { pid: serverPid, ageMs: 30_000, variable: undefined };

function createScene({
  processes = [],
  processesLater = processes,
  isAtRest = true,
  dueForMs,
  isStubborn = false,
  later,
  ...given
}: Scene) {
  const clock = createFakeClock();
  const told: string[] = [];
  const shelf = { server: 'server' in given ? given.server : found };
  const answers = 'answers' in given ? given.answers : cynsAnswers;
  const server: BackgroundServer = {
    find: () => Promise.resolve(shelf.server),
    ask: (_server, mayAskAccount) => {
      told.push(`ask ${mayAskAccount ? 'all' : 'work'}`);
      return Promise.resolve(mayAskAccount || later === undefined ? answers : later);
    },
    end: async ({ pid }, ending: ServerEnding, mayEnd) => {
      if (!(await mayEnd())) {
        return 'declined';
      }
      told.push(`${ending} ${String(pid)}`);
      shelf.server = isStubborn ? shelf.server : undefined;
      return isStubborn ? undefined : ending;
    },
  };
  const service = new RunningCodexService({
    clock,
    server,
    processes: {
      list: () => Promise.resolve(told.some((line) => line.startsWith('ask')) ? processesLater : processes),
    },
    readHome: () =>
      Promise.resolve({
        holder: adaHolder,
        sinceMs: clock.nowMs() - 60_000,
        isAtRest,
        dueSinceMs: dueForMs === undefined ? undefined : clock.nowMs() - dueForMs,
      }),
    withHome: async (work) => {
      told.push('lock');
      const result = await work();
      told.push('unlock');
      return result;
    },
  });
  return { service, told };
}

describe('a look', () => {
  it('asks the server for its account only while the token in the Home is at rest', async () => {
    for (const isAtRest of [true, false]) {
      const { service, told } = createScene({ isAtRest });
      await service.look();
      expect(told).toEqual([isAtRest ? 'ask all' : 'ask work']);
    }
  });

  it('asks no server that would renew the token for the question: it found it due at its start, or may have', async () => {
    for (const ageMs of [20_000, undefined]) {
      const { service, told } = createScene({ isAtRest: false, dueForMs: 25_000, server: { ...found, ageMs } });
      expect(await service.look()).toMatchObject([{ activity: 'unknown' }]);
      expect((await service.bringAlong({ mode: 'always', isStoreMoved: true })).step).not.toMatch(/stop|restart/u);
      expect(told.filter((line) => line.startsWith('ask'))).toEqual([]);
    }
  });

  it('asks nobody where there is no server', async () => {
    const { service, told } = createScene({ server: undefined, processes: [processOf({ role: 'exec' })] });
    expect(await service.look()).toMatchObject([{ kind: 'exec' }]);
    expect(told).toEqual([]);
  });
});

describe('bringing along', () => {
  it('ends an idle server of another account, alone on the Home, and looks again', async () => {
    const { service, told } = createScene({});
    const brought = await service.bringAlong({ mode: 'ask', isStoreMoved: false });
    expect(brought).toMatchObject({ step: 'stop', before: { pid: serverPid, used: { kind: 'other' } }, running: [] });
    expect(told).toEqual(['lock', 'ask all', 'ask work', `stop ${String(serverPid)}`, 'unlock']);
  });

  it.each<readonly [Scene, string]>([
    [{ answers: answersOf({}) }, 'nothing'],
    [{ server: undefined }, 'nothing'],
    [{ answers: { ...cynsAnswers, clients: 1 } }, 'ask'],
    [{ answers: { ...cynsAnswers, isAtWork: true } }, 'ask'],
  ])('leaves a server alone: %j', async (given, step) => {
    const { service, told } = createScene(given);
    expect((await service.bringAlong({ mode: 'ask', isStoreMoved: false })).step).toBe(step);
    expect(told.filter((line) => /stop|restart/u.test(line))).toEqual([]);
  });

  it('only tells where the person wants nothing done', async () => {
    const { service, told } = createScene({});
    expect((await service.bringAlong({ mode: 'never', isStoreMoved: false })).step).toBe('tell');
    expect(told).toEqual(['lock', 'ask all', 'unlock']);
  });

  it('says so when the server is still there', async () => {
    const { service } = createScene({ isStubborn: true });
    expect(await service.bringAlong({ mode: 'ask', isStoreMoved: false })).toMatchObject({
      step: 'failed',
      running: [{ pid: serverPid }],
    });
    expect(await service.bringAlongNow(serverOf({}))).toMatchObject({ step: 'failed' });
  });

  it('with a click also ends one that is at work, and starts it again for what is open on it', async () => {
    const { service, told } = createScene({ answers: { ...cynsAnswers, isAtWork: true, clients: 1 } });
    expect(await service.bringAlongNow(serverOf({ activity: 'atWork' }))).toMatchObject({
      step: 'restart',
      before: { activity: 'atWork' },
    });
    expect(told).toContain(`restart ${String(serverPid)}`);
    expect(await createScene({ server: undefined }).service.bringAlongNow(serverOf({}))).toEqual({
      step: 'nothing',
      before: undefined,
      running: [],
    });
  });
});

describe('between the look and the end', () => {
  it.each<readonly [string, ServerAnswers, string]>([
    ['a turn begins', { ...cynsAnswers, isAtWork: true }, 'ask'],
    ['a terminal is opened', { ...cynsAnswers, clients: 1 }, 'ask'],
    ['nothing happens', cynsAnswers, 'stop'],
  ])('%s: %s', async (_name, later, step) => {
    const { service } = createScene({ later });
    expect((await service.bringAlong({ mode: 'ask', isStoreMoved: false })).step).toBe(step);
  });

  it('of a click, a turn that was not there when the person was asked is asked about again', async () => {
    const { service, told } = createScene({ answers: { ...cynsAnswers, isAtWork: true, clients: 1 } });
    expect(await service.bringAlongNow(serverOf({ clients: 1 }))).toMatchObject({
      step: 'ask',
      before: { activity: 'atWork' },
    });
    expect(told.filter((line) => /stop|restart/u.test(line))).toEqual([]);
  });
});

it('after a store move looks in the old place until it is ended, also by a later click', async () => {
  const { service } = createScene({ answers: answersOf({ clients: 1 }) });
  expect((await service.bringAlongNow(serverOf({}))).step).toBe('nothing');
  expect(await service.bringAlong({ mode: 'never', isStoreMoved: true })).toMatchObject({
    step: 'tell',
    before: { used: { kind: 'oldStore' } },
  });
  expect(await service.look()).toMatchObject([{ used: { kind: 'oldStore' } }]);
  expect((await service.bringAlongNow(serverOf({ clients: 1 }))).step).toBe('restart');
});

describe('who may be renewing the token', () => {
  const server = processOf({ pid: serverPid, role: 'backgroundServer' });
  const terminal = processOf({ pid: 11, role: 'terminal' });
  const alone = processOf({ pid: 12, role: 'terminal', isAlone: true });
  const exec = processOf({ pid: 13, role: 'exec' });
  const loop = processOf({ pid: 14, role: 'updateLoop' });
  const elsewhere = processOf({ pid: 15, role: 'exec', usesHome: false });
  const all = [server, terminal, alone, exec, loop, elsewhere];

  it.each<readonly [string, Scene, readonly number[], readonly string[]]>([
    [
      'an idle server that nobody is connected to is not',
      { processes: all, answers: answersOf({ clients: 0 }) },
      [11, 12, 13],
      ['ask work'],
    ],
    [
      'one with a terminal open is',
      { processes: all, answers: answersOf({ clients: 1 }) },
      [7, 11, 12, 13],
      ['ask work'],
    ],
    [
      'one that nobody counts for is',
      { processes: all, answers: answersOf({ clients: undefined }) },
      [7, 11, 12, 13],
      ['ask work'],
    ],
    ['one with a request under way is', { processes: [{ ...server, hasConnection: true }] }, [7], []],
    ['one of which no connection is told is', { processes: [{ ...server, hasConnection: undefined }] }, [7], []],
    [
      'one that a terminal has set to work meanwhile is',
      {
        processes: all,
        processesLater: [{ ...server, hasConnection: true }, exec, loop],
        answers: answersOf({ clients: 0 }),
      },
      [7, 13],
      ['ask work'],
    ],
    ['a server at work is', { processes: all, answers: answersOf({ isAtWork: true }) }, [7, 11, 12, 13], ['ask work']],
    [
      'a server that does not say is',
      { processes: all, answers: answersOf({ isAtWork: undefined }) },
      [7, 11, 12, 13],
      ['ask work'],
    ],
    ['a server that does not answer is', { processes: all, answers: undefined }, [7, 11, 12, 13], ['ask work']],
    [
      'one that found the token due at its start is, and is not asked',
      { processes: all, dueForMs: 30_000 },
      [7, 11, 12, 13],
      [],
    ],
    [
      'one that was there before the token was due is asked',
      { processes: all, dueForMs: 29_999, answers: answersOf({ clients: 0 }) },
      [11, 12, 13],
      ['ask work'],
    ],
    ['a server that its files do not name is', { processes: all, server: undefined }, [7, 11, 12, 13], []],
    ['without a server nobody is asked', { processes: [exec, loop] }, [13], []],
    [
      'another server than the one in the files is',
      { processes: [processOf({ pid: 8, role: 'backgroundServer' })] },
      [8],
      [],
    ],
  ])('%s', async (_name, given, pids, asked) => {
    const { service, told } = createScene(given);
    expect((await service.findWorkers()).map(({ pid }) => pid)).toEqual(pids);
    expect(told).toEqual(asked);
  });
});
