import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { findListener, findPortHolder } from '../../../../src/platform/network/listeningProcess.ts';
import { findFreePort, holdPort } from '../../../support/sockets.ts';
import { obstacles, unless } from '../../../support/unless.ts';

describe('the holder of a port', () => {
  const ownName = (): string => readFileSync('/proc/self/comm', 'utf8').trim();

  it('is found by name, on either family', unless(obstacles.notLinux), async () => {
    for (const host of ['127.0.0.1', '::1']) {
      const port = await holdPort(host);
      const { process: name } = await findPortHolder(port);
      expect(name).toBeDefined();
      expect(ownName().startsWith(name ?? '?') || name === 'node' || name === 'MainThread').toBe(true);
    }
  });

  it.each([
    ['English', 'LISTENING', 'ESTABLISHED'],
    ['German', 'ABHÖREN', 'HERGESTELLT'],
    ['German in bytes of another code page', 'ABH\uFFFDREN', 'HERGESTELLT'],
    ['a language with a blank in the word', 'EN ÉCOUTE', 'ÉTABLIE'],
    ['Japanese', '待機中', '確立済み'],
  ])('is found by what netstat prints in %s', (_name, listening, established) => {
    const text = [
      '',
      'Aktive Verbindungen',
      '',
      '  Proto  Lokale Adresse         Remoteadresse          Status           PID',
      `  TCP    127.0.0.1:14550        0.0.0.0:0              ${listening}       1`,
      `  TCP    127.0.0.1:1455         127.0.0.1:50000        ${established}     2`,
      `  TCP    127.0.0.1:50000        127.0.0.1:1455         ${established}     3`,
      `  TCP    0.0.0.0:1455           0.0.0.0:0              ${listening}       4711`,
      `  TCP    [::1]:1457             [::]:0                 ${listening}       4712`,
      '  UDP    0.0.0.0:1459           *:*                                    5',
      '',
    ].join('\r\n');
    expect([1455, 1457, 1459, 50_000, 455].map((port) => findListener(text, port))).toEqual([
      '4711',
      '4712',
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('is nobody where nobody listens', async () => {
    const port = await findFreePort();
    expect(await findPortHolder(port)).toEqual({ port, process: undefined });
  });
});
