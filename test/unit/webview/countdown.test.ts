import { describe, expect, it } from 'vitest';
import { Countdown } from '../../../src/webview/countdown.ts';
import type { PanelModel } from '../../../src/webview/messages.ts';

/** A page that waits for a code with this much time left; no code where there is none. */
function createModel(leftSeconds?: number): Pick<PanelModel, 'sections'> {
  if (leftSeconds === undefined) return { sections: [] };
  const countdown = {
    leftSeconds,
    template: 'Ends in {time}',
    over: 'Over',
    announcements: [{ leftSeconds: 60, text: 'One minute left' }],
  };
  return {
    sections: [{ kind: 'browser', id: 'browser', heading: 'Sign in', text: '-', hint: '-', countdown, actions: [] }],
  };
}

function createPage() {
  const ticks = new Set<() => void>();
  const [shown, said]: [string[], string[]] = [[], []];
  let nowMs = 5000;
  const countdown = new Countdown({
    ticker: {
      nowMs: () => nowMs,
      everySecond: (tick) => {
        ticks.add(tick);
        return () => {
          ticks.delete(tick);
        };
      },
    },
    show: (text) => shown.push(text),
    announce: (text) => said.push(text),
  });
  const pass = (seconds: number): void => {
    nowMs += seconds * 1000;
    for (const tick of ticks) tick();
  };
  return { countdown, shown, said, pass, running: () => ticks.size };
}

describe('the countdown of the panel', () => {
  it('shows each second, says aloud only the steps, and stops at the end', () => {
    const { countdown, shown, said, pass, running } = createPage();
    countdown.follow(createModel(62));
    pass(1);
    pass(1);
    pass(59.5);
    expect([shown, said, running()]).toEqual([
      ['Ends in 1:02', 'Ends in 1:01', 'Ends in 1:00', 'Ends in 0:01'],
      ['One minute left'],
      1,
    ]);
    pass(10);
    expect([shown.at(-1), said.at(-1), running()]).toEqual(['Over', 'Over', 0]);
  });

  it('counts one time at once, and none where the page has none', () => {
    const { countdown, shown, pass, running } = createPage();
    countdown.follow(createModel(10));
    countdown.follow(createModel(100));
    expect(running()).toBe(1);
    pass(1);
    expect(shown).toEqual(['Ends in 0:10', 'Ends in 1:40', 'Ends in 1:39']);
    countdown.follow(createModel());
    expect(running()).toBe(0);
  });
});
