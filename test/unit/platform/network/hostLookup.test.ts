import { describe, expect, it } from 'vitest';
import { lookUpHost, resolveLocalhost } from '../../../../src/platform/network/hostLookup.ts';
import { tryLoopback } from '../../../../src/platform/network/loopbackProbe.ts';
import { tryCallbackPort } from '../../../../src/platform/network/loopbackListener.ts';
import { Cancelled } from '../../../../src/errors/authError.ts';
import { notEnded } from '../../../support/fakeClock.ts';
import { findFreePort, holdPort } from '../../../support/sockets.ts';

describe('what this computer says of itself', () => {
  it('is reached over its own addresses, and knows its own name', async () => {
    expect(await tryLoopback('127.0.0.1', notEnded)).toBe('reached');
    expect(['reached', 'absent']).toContain(await tryLoopback('::1', notEnded));
    expect(await resolveLocalhost()).toContain('127.0.0.1');
    expect(await lookUpHost('127.0.0.1')).toBe('found');
  });

  it('a port is free, and free again after it was tried', async () => {
    const port = await findFreePort();
    const find = () => Promise.reject(new TypeError('Nobody has it.'));
    expect(await tryCallbackPort(port, find, notEnded)).toEqual({ kind: 'free', port });
    expect(await tryCallbackPort(port, find, notEnded)).toEqual({ kind: 'free', port });
  });

  it('a port is free at once for others when who tried it leaves', async () => {
    const port = await findFreePort();
    const person = new AbortController();
    const find = () => Promise.reject(new TypeError('Nobody has it.'));
    const trying = expect(tryCallbackPort(port, find, person.signal)).rejects.toThrow('left');
    person.abort(new Cancelled('left'));
    await trying;
    expect(await tryCallbackPort(port, find, notEnded)).toEqual({ kind: 'free', port });
  });

  it('a listener is not asked any longer than anybody waits', async () => {
    const person = new AbortController();
    const probing = expect(tryLoopback('127.0.0.1', person.signal)).rejects.toThrow('left');
    person.abort(new Cancelled('left'));
    await probing;
  });

  it.each(['127.0.0.1', '::1'])('a port that somebody has on %s is taken, and it is said who', async (host) => {
    const port = await holdPort(host);
    const seen = await tryCallbackPort(port, (held) => Promise.resolve({ port: held, process: 'python3' }), notEnded);
    expect(seen).toEqual({ kind: 'taken', port, process: 'python3' });
  });
});
