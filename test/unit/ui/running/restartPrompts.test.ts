import { describe, expect, it } from 'vitest';
import type { FollowMode } from '../../../../src/home/running/decideBringAlong.ts';
import type { RunningCodex } from '../../../../src/home/running/inventory.ts';
import type { BroughtAlong } from '../../../../src/home/running/runningCodexService.ts';
import type { BringAlongFlow } from '../../../../src/ui/shell/bringAlongFlow.ts';
import {
  beginToFollow,
  followChange,
  followOtherChange,
  restartRunning,
  type ChangeManner,
} from '../../../../src/ui/running/restartPrompts.ts';
import { settle } from '../../../support/fakeClock.ts';
import { ScriptedPrompts, type Answer } from '../../../support/scriptedPrompts.ts';
import { createRunning } from '../../hosts/remote/remoteHostScene.ts';

const ada = {
  kind: 'chatgpt',
  email: 'ada@example.com',
  plan: undefined,
  userId: 'user-ada',
  workspaceId: 'w',
  workspaceName: undefined,
} as const;
const before = createRunning({ used: { kind: 'other', who: ada } });

interface Scene {
  readonly step: BroughtAlong['step'];
  /** As it was before. */
  readonly server?: RunningCodex;
  readonly host?: string;
  readonly next?: string;
  readonly running?: readonly RunningCodex[];
}

/** A service that answers with one step, and what was said, with which buttons. */
function createHand({ step, server = before, host, next, running = [] }: Scene, ...answers: readonly Answer[]) {
  const prompts = new ScriptedPrompts(...answers);
  const said = (): readonly string[] =>
    prompts.shown.flatMap(({ kind, text, buttons = [] }) =>
      kind === 'progress' ? [] : [[text, ...buttons].join(' | ')],
    );
  const wishes: (FollowMode | 'now')[] = [];
  const hand: BringAlongFlow = {
    service: {
      look: () => Promise.resolve(running),
      bringAlong: ({ mode }) => {
        wishes.push(mode);
        return Promise.resolve({ step, before: server, running });
      },
      bringAlongNow: () => {
        wishes.push('now');
        return Promise.resolve({ step: 'restart', before: server, running: [] });
      },
    },
    prompts,
    mode: () => 'ask',
    names: () => Promise.resolve({ hidePersonalInfo: false, findLabel: () => undefined, host }),
    nextAccount: () => Promise.resolve(next),
    show: () => undefined,
    restart: { title: 'Restart Extension Host', run: () => Promise.resolve() },
    note: () => undefined,
    offered: new Set(),
  };
  const follow = async (manner: ChangeManner): Promise<string> => {
    const followed = await beginToFollow(hand, manner);
    await followed.said;
    return followed.step;
  };
  return { hand, follow, prompts, said, wishes };
}

describe('a server on another host that followed a change', () => {
  it.each([
    ['restart', 'Ben', 'restarted and uses Ben.'],
    ['restart', undefined, 'restarted and is signed out.'],
    ['stop', 'Ben', 'ended: the next codex you start there uses Ben.'],
    ['stop', undefined, 'ended: the next codex you start there is signed out.'],
  ] as const)('is said with the name of that host: %s for %s', async (step, next, end) => {
    const { follow, said } = createHand({ step, host: 'gpu-box', ...(next === undefined ? {} : { next }) });
    expect(await follow('changed')).toBe(step);
    expect(said()).toEqual([
      `Codex in your terminals on gpu-box used ada@example.com until now. Its background server was ${end}`,
    ]);
  });

  it('could not be ended, or waits for the person: both are said for that host', async () => {
    const failed = createHand({ step: 'failed', host: 'gpu-box' });
    await failed.follow('changed');
    expect(failed.said()[0]).toContain('on gpu-box could not be ended');
    const told = createHand({ step: 'tell', host: 'gpu-box', running: [before] });
    await told.follow('changed');
    expect(told.said()[0]).toMatch(
      /leaves the running Codex on gpu-box alone\..+ Codex in your terminals on gpu-box still uses ada@example\.com\.$/u,
    );
    const asked = createHand({ step: 'ask', host: 'gpu-box', running: [before] });
    await asked.follow('changed');
    expect(asked.said()[0]).toMatch(/^Codex in your terminals on gpu-box still uses .+ \| Bring It Along$/u);
  });
});

describe('a renewal in the background', () => {
  const stale = createRunning({ kind: 'extension', used: { kind: 'other', who: undefined } });

  it.each(['nothing', 'tell'] as const)('is no news: %s', async (step) => {
    const { follow, said } = createHand({ step, host: 'gpu-box', running: [stale] });
    expect([await follow('renewed'), said()]).toEqual([step, []]);
    await follow('changed');
    expect(said(), 'unlike a change').toHaveLength(1);
  });

  it.each(['stop', 'restart', 'ask', 'failed'] as const)(
    'says what it ended, and what is left to the person: %s',
    async (step) => {
      const { follow, said } = createHand({ step, host: 'gpu-box', running: [before] });
      await follow('renewed');
      expect(said()).toHaveLength(1);
    },
  );
});

describe('a click in main', () => {
  it('ends an idle server at once, and never by itself one that is at work: what that loses is said first', async () => {
    const { follow, wishes, said } = createHand({
      step: 'ask',
      host: 'gpu-box',
      next: 'Ben',
      running: [before],
      server: { ...before, activity: 'atWork' },
    });
    expect([await follow('clicked'), wishes]).toEqual(['ask', ['always']]);
    expect(said()).toEqual([
      'Codex in your terminals on gpu-box still uses ada@example.com. It is working on something: brought along now, that gets up to a minute to finish and is then interrupted. | Bring It Along',
    ]);
  });

  it('leaves a server alone that uses what the Home holds', async () => {
    const { follow, wishes, said } = createHand({ step: 'nothing', host: 'gpu-box' });
    expect([await follow('clicked'), wishes, said()]).toEqual(['nothing', ['always'], []]);
  });
});

describe('on this computer', () => {
  it('nothing is said of a host', async () => {
    const { hand, said, wishes } = createHand({ step: 'stop', next: 'Ben' });
    await followChange(hand);
    expect([said(), wishes]).toEqual([
      [
        'Codex in your terminals used ada@example.com until now. Its background server was ended: the next codex you start uses Ben.',
      ],
      ['ask'],
    ]);
  });
});

describe('who waits', () => {
  it('does not wait until somebody has read what is said', async () => {
    const { hand, prompts } = createHand({ step: 'stop', host: 'gpu-box', next: 'Ben' });
    const { offer, progress } = prompts;
    const unread = { offer, progress, tell: () => new Promise<void>(() => undefined) };
    expect((await beginToFollow({ ...hand, prompts: unread }, 'changed')).step).toBe('stop');
  });

  it.each([
    ['changed', 1],
    ['clicked', 2],
  ] as const)(
    'is not asked about twice while a question lies unread, unless the person asks: %s',
    async (manner, asked) => {
      const { hand } = createHand({ step: 'ask', next: 'Ben', running: [before] });
      let questions = 0;
      const offer = (): Promise<undefined> => {
        questions += 1;
        return new Promise(() => undefined);
      };
      const unread = { ...hand, prompts: { ...hand.prompts, offer } };
      await beginToFollow(unread, 'changed');
      await expect.poll(() => questions).toBe(1);
      await beginToFollow(unread, manner);
      await settle();
      expect(questions).toBe(asked);
    },
  );
});

describe('a question', () => {
  /** Every “Bring It Along” is clicked; the service answers the clicks with these, one after the other. */
  function createClicks(answers: readonly (BroughtAlong | Error)[]) {
    const clicks = answers.map((): Answer => ({ click: 'Bring It Along' }));
    const { hand, said } = createHand({ step: 'ask', next: 'Ben', running: [before] }, ...clicks);
    const left = [...answers];
    const noted: unknown[] = [];
    const bringAlongNow = (): Promise<BroughtAlong> => {
      const answer = left.shift();
      return answer instanceof Error
        ? Promise.reject(answer)
        : Promise.resolve(answer ?? { step: 'nothing', before: undefined, running: [] });
    };
    return {
      said,
      noted,
      hand: { ...hand, service: { ...hand.service, bringAlongNow }, note: (failure: unknown) => noted.push(failure) },
    };
  }

  it('that was answered while it was idle is asked again when a turn runs by now', async () => {
    const atWork = { ...before, activity: 'atWork' } as const;
    const { hand, said } = createClicks([
      { step: 'ask', before: atWork, running: [atWork] },
      { step: 'restart', before: atWork, running: [] },
    ]);
    await followChange(hand);
    expect(said()).toEqual([
      expect.stringContaining('reconnect by themselves'),
      expect.stringContaining('is then interrupted'),
      expect.stringContaining('was restarted'),
    ]);
  });

  it('whose click fails says so, and nothing is left unhandled', async () => {
    const { hand, said, noted } = createClicks([new RangeError('busy')]);
    expect(await followOtherChange(hand, () => true)).toBe(true);
    await expect
      .poll(said)
      .toEqual([expect.stringContaining('still uses'), expect.stringContaining('could not be ended')]);
    expect(noted).toEqual([expect.any(RangeError)]);
  });

  it('that is open is not asked a second time, and what is said with it is said alone', async () => {
    const { hand: answering, said, prompts } = createHand({ step: 'ask', running: [before] });
    const { tell, progress } = prompts;
    const offer = async (...given: Parameters<typeof prompts.offer>): Promise<undefined> => {
      await prompts.offer(...given);
      return new Promise(() => undefined);
    };
    const hand = { ...answering, prompts: { tell, offer, progress } };
    void followChange(hand);
    await expect.poll(said).toHaveLength(1);
    await followChange(hand);
    await followChange(hand, { said: 'Signed out.' });
    expect(said()).toEqual([expect.stringContaining('still uses'), 'Signed out.']);
  });

  it('is not needed where the person asks for it and nothing can be lost', async () => {
    const { hand, said } = createClicks([{ step: 'stop', before, running: [] }]);
    await restartRunning(hand);
    expect(said()).toEqual([expect.stringContaining('was ended: the next codex you start uses Ben')]);
  });
});

it('a Home that another window holds keeps nobody from hearing what was done', async () => {
  const { hand, said } = createHand({ step: 'ask', running: [before] });
  const noted: unknown[] = [];
  const busy = { ...hand.service, bringAlong: () => Promise.reject(new RangeError('busy')) };
  await followChange({ ...hand, service: busy, note: (failure) => noted.push(failure) }, { said: 'Signed out.' });
  expect([said(), noted]).toEqual([
    [expect.stringMatching(/^Signed out\. Codex in your terminals still uses/u)],
    [expect.any(RangeError)],
  ]);
});

describe('who asks for running Codex to be brought along', () => {
  it('hears that every one of them uses the account already', async () => {
    const { hand, said } = createHand({ step: 'nothing', running: [createRunning()] });
    await restartRunning(hand);
    expect(said()).toEqual(['Every running Codex on this host uses the account that is signed in here.']);
  });

  it('hears that of some it cannot be told', async () => {
    const { hand, said } = createHand({ step: 'nothing', running: [createRunning({ used: { kind: 'unknown' } })] });
    await restartRunning(hand);
    expect(said()).toEqual([expect.stringContaining('Of some it cannot be told')]);
  });

  it('is offered the restart that an extension needs, and leaving it alone restarts nothing', async () => {
    const stale = createRunning({ kind: 'extension', used: { kind: 'other', who: ada } });
    const restartAfter = async (answer: Answer): Promise<number> => {
      const { hand, said } = createHand({ step: 'nothing', running: [stale] }, answer);
      let restarts = 0;
      const run = (): Promise<void> => {
        restarts += 1;
        return Promise.resolve();
      };
      await restartRunning({ ...hand, restart: { title: 'Restart Extension Host', run } });
      expect(said()).toEqual([expect.stringMatching(/ada@example\.com\..* \| Restart Extension Host$/u)]);
      return restarts;
    };
    expect(await restartAfter('dismiss')).toBe(0);
    expect(await restartAfter({ click: 'Restart Extension Host' })).toBe(1);
  });

  it('loses nothing of a turn under way before saying yes to it', async () => {
    const atWork = { ...before, activity: 'atWork' } as const;
    const { hand, said, wishes } = createHand({ step: 'nothing', running: [atWork] }, 'dismiss');
    await restartRunning(hand);
    expect([said(), wishes]).toEqual([[expect.stringMatching(/is then interrupted\. \| Bring It Along$/u)], []]);
  });
});
