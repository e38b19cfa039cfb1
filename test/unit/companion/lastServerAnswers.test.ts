import { describe, expect, it } from 'vitest';
import { LastServerAnswers } from '../../../companion/lastServerAnswers.ts';
import type { BackgroundServer, ServerAnswers } from '../../../src/home/running/ports.ts';

const answers: ServerAnswers = {
  account: { kind: 'none' },
  isAtWork: true,
  version: '0.171.0',
  isRemoteControlled: false,
  clients: 2,
};

function createServer() {
  const state: { asked: number; pid: number; answers: ServerAnswers | undefined } = { asked: 0, pid: 7, answers };
  const server: BackgroundServer = {
    find: () => Promise.resolve({ pid: state.pid, ageMs: 5, variable: undefined }),
    ask: () => {
      state.asked += 1;
      return Promise.resolve(state.answers);
    },
    end: (_server, ending) => Promise.resolve(ending),
  };
  return { state, server };
}

describe('a server that is not asked', () => {
  const found = { pid: 7, ageMs: 5, variable: undefined };

  it('is as it last said, and whether it is at work now is not known', async () => {
    const { state, server } = createServer();
    const last = new LastServerAnswers();
    expect(await last.repeat(server).ask(found, true), 'never asked').toBeUndefined();
    expect(await last.listen(server).ask(found, true)).toEqual(answers);
    expect(await last.repeat(server).ask(found, true)).toEqual({ ...answers, isAtWork: undefined });
    expect(state.asked).toBe(1);
  });

  it('is another one with another process, and has said nothing where it gave no answer', async () => {
    const { state, server } = createServer();
    const last = new LastServerAnswers();
    await last.listen(server).ask(found, true);
    expect(await last.repeat(server).ask({ pid: 8 }, true)).toBeUndefined();
    state.answers = undefined;
    await last.listen(server).ask(found, true);
    expect(await last.repeat(server).ask(found, true)).toBeUndefined();
  });

  it('is found and ended as ever', async () => {
    const { server } = createServer();
    const last = new LastServerAnswers();
    for (const one of [last.listen(server), last.repeat(server)]) {
      expect([await one.find(), await one.end(found, 'restart', () => Promise.resolve(true))]).toEqual([
        found,
        'restart',
      ]);
    }
  });
});
