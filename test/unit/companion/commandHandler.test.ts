import { describe, expect, it } from 'vitest';
import { handleCommand } from '../../../companion/commandHandler.ts';
import { putRequest, statusRequest } from '../../../src/hosts/remote/companionProtocol.ts';
import { homeError } from '../../../src/errors/authError.ts';

describe('the handler of a command', () => {
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
  ])('refuses an argument like %.20j', async (argument) => {
    const work = (): never => expect.fail('was done');
    expect(await handleCommand({ schema: statusRequest, work, onFailure }, argument)).toEqual({ code: 'badRequest' });
  });

  it('takes no document of more than 1 MB, and hands on only what it knows', async () => {
    const request = { hostId: 'h', placementId: 'p', binding: 'lease', label: 'Work', document: '{}' };
    const handler = { schema: putRequest, work: (given: unknown) => Promise.resolve({ ok: given }), onFailure };
    expect(await handleCommand(handler, { ...request, document: 'x'.repeat(1024 * 1024 + 1) })).toEqual({
      code: 'badRequest',
    });
    expect(await handleCommand(handler, { ...request, skipQuestion: true })).toEqual({ ok: request });
  });

  it('lets no failure’s text out', async () => {
    const failing = (failure: Error) =>
      handleCommand({ schema: statusRequest, work: () => Promise.reject(failure), onFailure }, { hostId: 'h' });
    expect(await failing(new Error('quotes a token'))).toEqual({ code: 'problem', problem: 'unexpected' });
    const full = homeError('diskFull', '/srv/auth.json');
    expect(await failing(full)).toEqual({ code: 'problem', problem: 'diskFull', path: '/srv/auth.json' });
    expect(failures).toHaveLength(2);
  });
});
