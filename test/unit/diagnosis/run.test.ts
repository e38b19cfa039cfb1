import { describe, expect, it } from 'vitest';
import { checkIds } from '../../../src/diagnosis/check.ts';
import { listChecks } from '../../../src/diagnosis/checks/all.ts';
import type { DiagnosisPorts } from '../../../src/diagnosis/ports.ts';
import { checkLimitMs, runChecks } from '../../../src/diagnosis/run.ts';
import { Cancelled } from '../../../src/errors/authError.ts';
import { createFakeClock, notEnded, settle, type FakeClock } from '../../support/fakeClock.ts';
import { createPorts, onDefect } from './diagnosisScene.ts';

/** The same world, each of whose questions ends as `answer` does. */
function replaceAll(answer: (...given: readonly unknown[]) => Promise<never>): DiagnosisPorts {
  const kept = new Set(['hostOf', 'isSecure', 'isSigningIn', 'sandbox']);
  const parts = Object.entries(createPorts()).map(([part, looks]) => [
    part,
    Object.fromEntries(
      Object.entries(looks as Record<string, unknown>).map(([name, look]) => [name, kept.has(name) ? look : answer]),
    ),
  ]);
  return Object.fromEntries(parts) as DiagnosisPorts;
}

const never = replaceAll(() => new Promise(() => undefined));

describe('running checks', () => {
  it.each([false, true])('ends within five seconds where nothing answers (asking the shell: %s)', async (asksShell) => {
    const clock = createFakeClock();
    const running = runChecks(() => listChecks(never, asksShell), { clock, signal: notEnded, onDefect });
    await clock.advance(checkLimitMs);
    const results = await running;
    expect(checkLimitMs).toBeLessThanOrEqual(5000);
    expect(results.map(({ check }) => check)).toEqual(checkIds);
    const late = results.filter(({ findings }) => findings.some(({ id }) => id === 'check.late'));
    expect(late).toHaveLength(asksShell ? checkIds.length : checkIds.length - 1);
    expect(clock.waiting).toBe(0);
  });

  it('says of each check that fails that it did, and goes on', async () => {
    const clock = createFakeClock();
    const checks = listChecks(replaceAll(() => Promise.reject(new TypeError('sk-marked-secret'))));
    const defects: unknown[] = [];
    const results = await runChecks(() => checks, {
      clock,
      signal: notEnded,
      onDefect: (defect) => defects.push(defect),
    });
    expect(results.flatMap(({ findings }) => findings.map(({ id }) => id))).toEqual(
      checkIds.map((id) => (id === 'shell' ? 'shell.notAsked' : 'check.failed')),
    );
    expect(defects).toHaveLength(checkIds.length - 1);
    expect(JSON.stringify(results)).not.toContain('marked');
    expect(clock.waiting).toBe(0);
  });

  it('tells how far it is, and ends at once when the person leaves', async () => {
    const clock = createFakeClock();
    const told: string[] = [];
    await runChecks(() => listChecks(createPorts()), {
      clock,
      signal: notEnded,
      onDefect,
      onEnd: (ended, all) => told.push(`${String(ended)} of ${String(all)}`),
    });
    expect(told).toHaveLength(checkIds.length);
    expect(told.at(-1)).toBe('20 of 20');

    const person = new AbortController();
    const running = runChecks(() => listChecks(never), { clock, signal: person.signal, onDefect });
    const ending = expect(running).rejects.toThrow(Cancelled);
    await settle();
    person.abort(new Cancelled('left'));
    await ending;
    expect(clock.waiting).toBe(0);
  });

  it('ends the other checks where one was told that the person has left', async () => {
    const clock = createFakeClock();
    const others: AbortSignal[] = [];
    const running = runChecks(
      () => [
        { id: 'dns', run: (signal) => (others.push(signal), new Promise(() => undefined)) },
        { id: 'proxy', run: () => Promise.reject(new Cancelled('left')) },
      ],
      { clock, signal: notEnded, onDefect },
    );
    await expect(running).rejects.toThrow(Cancelled);
    expect(others.map(({ aborted }) => aborted)).toEqual([true]);
    await settle();
    expect(clock.waiting).toBe(0);
  });

  it('gives a check a signal that ends with its time', async () => {
    const clock = createFakeClock();
    const signals: AbortSignal[] = [];
    const quick = Promise.resolve([]);
    const running = runChecks(
      (run) => {
        signals.push(run);
        return [
          { id: 'dns', run: (signal) => (signals.push(signal), new Promise(() => undefined)) },
          { id: 'proxy', run: (signal) => (signals.push(signal), quick) },
        ];
      },
      { clock, signal: notEnded, onDefect },
    );
    await settle();
    // What checks share goes on for the one that is still there.
    expect(signals.map(({ aborted }) => aborted)).toEqual([false, false, true]);
    await clock.advance(checkLimitMs);
    await running;
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, true, true]);
  });

  it.each([
    [
      'the person leaves',
      (person: AbortController) => {
        person.abort(new Cancelled('left'));
        return Promise.resolve();
      },
    ],
    ['their time is over', (_person: AbortController, clock: FakeClock) => clock.advance(checkLimitMs)],
  ])('ends every look when %s', async (_name, end) => {
    const clock = createFakeClock();
    const person = new AbortController();
    const open = new Set<unknown>();
    const ports = replaceAll((...given) => {
      const signal = given.at(-1);
      expect(signal).toBeInstanceOf(AbortSignal);
      open.add(signal);
      return new Promise(() => undefined);
    });
    const running = runChecks(() => listChecks(ports, true), { clock, signal: person.signal, onDefect });
    const ending = running.catch(() => undefined);
    await settle();
    expect(open.size).toBe(checkIds.length);
    await end(person, clock);
    await ending;
    expect([...open].map((signal) => signal instanceof AbortSignal && signal.aborted)).toEqual(
      checkIds.map(() => true),
    );
  });
});
