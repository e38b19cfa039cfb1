import { describe, expect, it } from 'vitest';
import { judgeHomeProxy } from '../../../src/network/homeProxy.ts';
import type { ProxyAddress } from '../../../src/network/proxyEnvironment.ts';

/** What is wrong, and who was looked at. */
async function judge(variables: Readonly<Record<string, string>>, listening = true) {
  const looked: string[] = [];
  const fault = await judgeHomeProxy(variables, ({ host, port }: ProxyAddress) => {
    looked.push(`${host}:${String(port)}`);
    return Promise.resolve(listening);
  });
  return [fault === undefined ? undefined : `${fault.source} ${fault.kind}`, looked];
}

describe('the proxy that the Home gives to Codex', () => {
  it.each<readonly [string, Readonly<Record<string, string>>, boolean, string | undefined, readonly string[]]>([
    ['is none', { NO_PROXY: 'x', HTTP_PROXY: 'http://old.example:1' }, true, undefined, []],
    ['answers', { HTTPS_PROXY: 'http://p.example:3128' }, true, undefined, ['p.example:3128']],
    ['answers nobody', { https_proxy: 'p.example:3128' }, false, 'https_proxy notListening', ['p.example:3128']],
    [
      'is the first that says something',
      { ALL_PROXY: 'http://q.example', HTTPS_PROXY: '' },
      false,
      'ALL_PROXY notListening',
      ['q.example:80'],
    ],
    [
      'is empty in capitals, which hides the other',
      { HTTPS_PROXY: '', https_proxy: 'p.example:1' },
      true,
      undefined,
      [],
    ],
    ['is SOCKS, which Codex does not speak', { ALL_PROXY: 'socks5://p.example:1080' }, true, 'ALL_PROXY notSpoken', []],
    ['is passed over by Codex', { HTTPS_PROXY: 'socks://p.example:1080' }, true, 'HTTPS_PROXY ignored', []],
    ['has a blank behind it', { HTTPS_PROXY: 'http://p.example:1 ' }, true, 'HTTPS_PROXY ignored', []],
    ['is no address', { HTTPS_PROXY: 'not a proxy' }, true, 'HTTPS_PROXY ignored', []],
  ])('%s', async (_what, variables, listening, fault, looked) => {
    expect(await judge(variables, listening)).toEqual([fault, looked]);
  });
});
