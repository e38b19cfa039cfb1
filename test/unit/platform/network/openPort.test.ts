import { describe, expect, it } from 'vitest';
import { Cancelled } from '../../../../src/errors/authError.ts';
import { isListening } from '../../../../src/platform/network/openPort.ts';
import { findFreePort, holdPort } from '../../../support/sockets.ts';

describe('a port', () => {
  it('listens, or does not', async () => {
    const port = await holdPort('127.0.0.1');
    expect(await isListening({ host: '127.0.0.1', port })).toBe(true);
    expect(await isListening({ host: '127.0.0.1', port: await findFreePort() })).toBe(false);
    expect(await isListening({ host: 'name.invalid', port })).toBe(false);
  });

  it('is not asked for whoever has left', async () => {
    const port = await holdPort('127.0.0.1');
    const left = AbortSignal.abort(new Cancelled('left'));
    await expect(isListening({ host: '127.0.0.1', port }, left)).rejects.toThrow('left');
  });

  it('is found under an address in brackets', async () => {
    const port = await holdPort('::1');
    expect(await isListening({ host: '[::1]', port })).toBe(true);
  });
});
