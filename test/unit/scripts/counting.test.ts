import { describe, expect, it } from 'vitest';
import {
  countReport,
  describeNotRunHere,
  describeSlow,
  judgeLeftovers,
  judgeSlow,
  type Report,
} from '../../../scripts/counting.mjs';

type File = Report['testResults'][number];
type Test = File['assertionResults'][number];

function test(status: string, more: Partial<Test> = {}): Test {
  return { fullName: `a ${status} one`, status, failureMessages: [], meta: {}, ...more };
}

function file(tests: readonly Test[], more: Partial<File> = {}): File {
  return { name: 'a.test.ts', status: 'passed', message: '', assertionResults: tests, ...more };
}

describe('the slow tests of a report', () => {
  it('are named in one line, the slowest first', () => {
    const files = [
      file([test('passed', { duration: 2500 }), test('passed', { duration: 2000 })]),
      file([test('failed', { duration: 9040 })]),
    ];
    expect(describeSlow({ testResults: files }, 2000)).toEqual([
      'slower than 2 s: 2 tests, a failed one (9.0 s); a passed one (2.5 s)',
    ]);
  });

  it('are none where none is slow, or did not run', () => {
    expect(describeSlow({ testResults: [file([test('passed', { duration: 3 }), test('skipped')])] }, 2000)).toEqual([]);
  });

  it.each([
    [
      'an idle machine',
      0.2,
      1,
      [
        'slower than 2 s: 2 tests, a passed one (11.0 s); a passed one (9.0 s)',
        'too slow: 1 of them took more than 10 s',
      ],
    ],
    ['a busy one', 6.6, 0, ['slower than 2 s: 2 tests, a passed one (11.0 s); a passed one (9.0 s)']],
  ])('fail above five times the limit on %s', (_machine, load, failed, problems) => {
    const tests = [test('passed', { duration: 11_000 }), test('passed', { duration: 9000 }), test('passed')];
    expect(judgeSlow({ testResults: [file(tests)] }, { limitMs: 2000, load })).toEqual({ failed, problems });
  });
});

describe('the count of a report', () => {
  it('adds up what passed and what failed in every file', () => {
    const files = [
      file([test('passed'), test('passed')]),
      file([test('passed'), test('failed')], { status: 'failed' }),
    ];
    expect(countReport({ testResults: files })).toEqual({ passed: 3, failed: 1, notRunHere: [], problems: [] });
  });

  it.each(['skipped', 'pending', 'todo', 'disabled'])('takes a test that is %s for a failed one', (status) => {
    const { passed, failed, problems } = countReport({ testResults: [file([test('passed'), test(status)])] });
    expect([passed, failed, problems]).toEqual([1, 1, ['1 tests were skipped; a test that did not run shows nothing']]);
  });

  it('counts apart what this machine can not run, never as passed', () => {
    const apart = test('skipped', { meta: { notRunHere: 'only root may' } });
    expect(countReport({ testResults: [file([apart, test('passed')]), file([apart])] })).toEqual({
      passed: 1,
      failed: 0,
      notRunHere: ['only root may', 'only root may'],
      problems: [],
    });
  });

  it('counts what ran and failed as failed, whatever it says of the machine', () => {
    const failed = test('failed', { meta: { notRunHere: 'only root may' } });
    expect(countReport({ testResults: [file([failed], { status: 'failed' })] })).toMatchObject({
      failed: 1,
      notRunHere: [],
    });
  });

  it('takes a file that broke outside its tests for a failed test, and says how it broke', () => {
    const broken = file([], { status: 'failed', message: 'no such module' });
    expect(countReport({ testResults: [broken] })).toEqual({
      passed: 0,
      failed: 1,
      notRunHere: [],
      problems: ['a.test.ts: no such module'],
    });
  });

  it('says what passed only on a second try', () => {
    const late = test('passed', { fullName: 'draws late', failureMessages: ['Error: not there\n    at x.ts:1'] });
    expect(countReport({ testResults: [file([late])] })).toMatchObject({
      passed: 1,
      failed: 0,
      problems: ['passed only when tried again: draws late: Error: not there'],
    });
  });
});

it('says each reason once, with how many tests it kept from running', () => {
  expect(describeNotRunHere([])).toEqual([]);
  expect(describeNotRunHere(['a', 'b', 'a'])).toEqual(['not run here: 2 (a)', 'not run here: 1 (b)']);
});

describe('what a suite left running', () => {
  it('is nothing', () => {
    expect(judgeLeftovers([])).toEqual({ failed: 0, problems: [] });
  });

  it('is said', () => {
    expect(judgeLeftovers([{ pid: 7, command: 'chromium --headless' }])).toEqual({
      failed: 0,
      problems: ['left running, now ended: 7 chromium --headless'],
    });
  });

  it('is one failure when it would go on by itself', () => {
    const leftovers = [
      { pid: 7, command: '/h/codex app-server --listen unix:// --managed-daemon' },
      { pid: 8, command: '/h/codex app-server daemon pid-update-loop' },
    ];
    expect(judgeLeftovers(leftovers)).toEqual({
      failed: 1,
      problems: [
        'a background server of Codex was left running, now ended: 7 /h/codex app-server --listen unix:// --managed-daemon',
        'an update loop of Codex was left running, now ended: 8 /h/codex app-server daemon pid-update-loop',
      ],
    });
  });
});
