import { describe, expect, it } from 'vitest';
import { answerAtDoor } from '../../../companion/commandDoor.ts';
import { buildHello } from '../../../companion/hello.ts';
import { nameKept, StoredSignIns } from '../../../companion/keptSignIns.ts';
import { describePlaced, describePlacing, nameStanding } from '../../../companion/words.ts';
import { helloAnswer, homeAccessProtocol, putRequest, statusRequest } from '../../../src/hosts/remote/homeAccess.ts';
import { homeError } from '../../../src/errors/authError.ts';
import { createMemorySecrets } from '../../support/memoryStores.ts';
import { randomText } from '../../support/tokens.ts';

describe('the door', () => {
  const failures: unknown[] = [];
  const onFailure = (failure: unknown): void => {
    failures.push(failure);
  };

  it.each([
    undefined,
    null,
    {},
    '__proto__',
    [],
    'x'.repeat(1_000_000),
    { hostId: '../../etc' },
    { hostId: { toString: 'x' } },
  ])('lets nobody in with an argument like %.20j', async (argument) => {
    const work = (): never => expect.fail('was let in');
    expect(await answerAtDoor({ schema: statusRequest, work, onFailure }, argument)).toEqual({ code: 'badRequest' });
  });

  it('takes no document of more than 1 MB, and hands on only what it knows', async () => {
    const request = { hostId: 'h', placementId: 'p', binding: 'lease', label: 'Work', document: '{}' };
    const door = { schema: putRequest, work: (given: unknown) => Promise.resolve({ ok: given }), onFailure };
    expect(await answerAtDoor(door, { ...request, document: 'x'.repeat(1024 * 1024 + 1) })).toEqual({
      code: 'badRequest',
    });
    expect(await answerAtDoor(door, { ...request, skipQuestion: true })).toEqual({ ok: request });
  });

  it('lets no failure’s text out', async () => {
    const failing = (failure: Error) =>
      answerAtDoor({ schema: statusRequest, work: () => Promise.reject(failure), onFailure }, { hostId: 'h' });
    expect(await failing(new Error('quotes a token'))).toEqual({ code: 'problem', problem: 'unexpected' });
    const full = homeError('diskFull', '/srv/auth.json');
    expect(await failing(full)).toEqual({ code: 'problem', problem: 'diskFull', path: '/srv/auth.json' });
    expect(failures).toHaveLength(2);
  });
});

describe('hello', () => {
  it('says who is there in the form that main reads', async () => {
    const hello = await buildHello({
      version: '0.1.0',
      hostId: 'host-1',
      home: { path: '/srv/.codex', store: () => Promise.resolve('file') },
      hasIdeExtension: true,
      environment: { PATH: '/nonexistent' },
    });
    expect(helloAnswer.parse(hello)).toEqual(hello);
    expect(hello).toMatchObject({
      protocol: homeAccessProtocol,
      home: { path: '/srv/.codex', store: 'file' },
      codex: { hasIdeExtension: true },
    });
  });

  it('names the variables that hold a sign-in there, and never what is in them', async () => {
    const key = randomText('sk');
    const hello = await buildHello({
      version: '0.1.0',
      hostId: 'host-1',
      home: { path: '/srv/.codex', store: () => Promise.resolve('file') },
      hasIdeExtension: false,
      environment: { PATH: '/nonexistent', OPENAI_API_KEY: key, CODEX_API_KEY: '', OPENAI_SPIFFE_ID: '' },
    });
    expect(helloAnswer.parse(hello).codex.environmentKeys).toEqual(['OPENAI_SPIFFE_ID', 'OPENAI_API_KEY']);
    expect(JSON.stringify(hello)).not.toContain(key);
  });
});

describe('kept sign-ins', () => {
  const home = { hostId: 'host-1', folder: '/srv/vscode/.codex' };
  const entry = (text: string) => ({ text, was: { kind: 'unreadable' as const }, keptAtMs: 1 });

  it('go back in the order they came, for each Home', async () => {
    const secrets = createMemorySecrets();
    const kept = new StoredSignIns(secrets, home);
    expect(await kept.findLast()).toBeUndefined();
    expect([await kept.keep(entry('a')), await kept.keep(entry('b')), await kept.keep(entry('a'))]).toEqual([
      true,
      true,
      true,
    ]);
    expect((await kept.findLast())?.text).toBe('a');
    await kept.drop(entry('a'));
    expect((await kept.findLast())?.text).toBe('b');
    expect(await new StoredSignIns(secrets, { ...home, folder: '/srv/root/.codex' }).findLast()).toBeUndefined();
    expect(
      await new StoredSignIns(secrets, { ...home, hostId: 'host-2' }).findLast(),
      'the storage is the laptop’s',
    ).toBeUndefined();
  });

  it('are refused, and none is let go, before they fill the storage that all extensions share', async () => {
    const kept = new StoredSignIns(createMemorySecrets(), home);
    expect(await kept.keep(entry('a'))).toBe(true);
    expect(await kept.keep(entry('x'.repeat(512 * 1024)))).toBe(false);
    expect((await kept.findLast())?.text).toBe('a');
  });

  it('are not written over something that is not understood, nor believed when they are not there', async () => {
    const secrets = createMemorySecrets();
    secrets.values.set(nameKept(home), '{"v":2}');
    expect(await new StoredSignIns(secrets, home).keep(entry('a'))).toBe(false);
    expect(secrets.values.get(nameKept(home))).toBe('{"v":2}');
    const forgetful = { get: () => Promise.resolve(undefined), store: () => Promise.resolve() };
    expect(await new StoredSignIns(forgetful, home).keep(entry('a'))).toBe(false);
  });
});

describe('the words', () => {
  const endMs = Date.UTC(2026, 10, 21, 5);

  it.each([
    ['lease', { kind: 'nobody' }],
    ['own', { kind: 'placed', label: 'Work' }],
    ['copy', { kind: 'foreign', credential: 'chatgpt', email: 'bo@example.com' }],
    ['lease', { kind: 'unreadable' }],
  ] as const)('say what a %s does over %j', (binding, replaced) => {
    const said = describePlacing(
      { label: 'Work', binding, expiresAtMs: endMs, path: '/srv/auth.json', replaced },
      false,
    );
    expect(said).toContain('/srv/auth.json');
    expect(said.includes('cannot renew')).toBe(binding === 'lease');
    const name = replaced.kind === 'placed' ? replaced.label : replaced.kind === 'foreign' ? replaced.email : '';
    expect(said).toContain(name);
  });

  it('name a stranger by kind alone where no address may be seen', () => {
    const stranger = { kind: 'foreign', credential: 'chatgpt', email: 'bo@example.com' } as const;
    expect([nameStanding(stranger, true), nameStanding(stranger, false)]).toEqual([
      'a ChatGPT account',
      'bo@example.com',
    ]);
    const question = {
      label: 'Work',
      binding: 'own',
      expiresAtMs: undefined,
      path: '/srv/auth.json',
      replaced: stranger,
    } as const;
    expect(describePlacing(question, true)).not.toContain('bo@');
  });

  it('show no link that a label brings along', () => {
    const hostile = 'Work](command:workbench.action.terminal.new)';
    expect(describePlaced('gpu-box', { label: hostile, binding: 'lease', expiresAtMs: endMs })).not.toContain('](');
    const said = describePlacing(
      {
        label: hostile,
        binding: 'own',
        expiresAtMs: undefined,
        path: hostile,
        replaced: { kind: 'placed', label: hostile },
      },
      false,
    );
    expect(said).not.toContain('](');
  });
});
