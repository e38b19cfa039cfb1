import { describe, expect, it } from 'vitest';
import { isExempt, isKnownToVsCode, isLoopback, parseProxy } from '../../../src/network/proxyEnvironment.ts';

describe('the address of a proxy', () => {
  it.each<readonly [string, object]>([
    ['http://proxy.example:3128', { scheme: 'http', host: 'proxy.example', port: 3128 }],
    ['http://proxy.example', { scheme: 'http', host: 'proxy.example', port: 80 }],
    ['HTTP://Proxy.Example:8080/', { scheme: 'http', host: 'proxy.example', port: 8080 }],
    ['https://proxy.example', { scheme: 'https', host: 'proxy.example', port: 443 }],
    ['https://proxy.example:80', { scheme: 'https', host: 'proxy.example', port: 80 }],
    ['proxy.example:3128', { scheme: 'http', host: 'proxy.example', port: 3128 }],
    [' 127.0.0.1:9 ', { scheme: 'http', host: '127.0.0.1', port: 9 }],
    ['http://[::1]:3128', { scheme: 'http', host: '[::1]', port: 3128 }],
    ['socks5://proxy.example', { scheme: 'socks', host: 'proxy.example', port: 1080 }],
    ['socks5h://proxy.example:9050', { scheme: 'socks', host: 'proxy.example', port: 9050 }],
  ])('%s', (value, address) => {
    expect(parseProxy(value)).toEqual({ ...address, credentials: undefined });
  });

  it.each([
    ['http://ada:word@proxy.example:1', 'ada:word'],
    ['http://us%20er:p%40ss@proxy.example:1', 'us er:p@ss'],
    ['http://ada@proxy.example:1', 'ada:'],
  ])('has a name and password, decoded: %s', (value, credentials) => {
    expect(parseProxy(value)?.credentials?.reveal()).toBe(credentials);
  });

  it('prints neither name nor password', () => {
    expect(JSON.stringify(parseProxy('http://ada:word@proxy.example:1'))).not.toMatch(/ada|word/u);
  });

  it.each([
    'http://',
    'not a proxy',
    'ftp://proxy.example:21',
    'constructor://proxy.example:21',
    'http://proxy.example:99999',
    'http://proxy.example:0',
    'http://proxy.example:1/path',
    'http://proxy.example:1?x',
    'http://a:%ZZ@proxy.example:1',
    'http:\\\\proxy.example',
    '',
  ])('is none: %j', (value) => {
    expect(parseProxy(value)).toBeUndefined();
  });

  it.each([
    ['http://p:1', true],
    ['socks5://p:1', true],
    ['p:1', false],
    ['ftp://p:1', false],
  ])('%s is one that VS Code itself takes: %s', (value, known) => {
    expect(isKnownToVsCode(value)).toBe(known);
  });
});

describe('a host that needs no proxy', () => {
  const target = { host: 'auth.example.test', port: 443 };

  it.each([
    'example.test',
    '.example.test',
    'auth.example.test',
    'AUTH.Example.Test',
    ' example.test ',
    '*',
    'test:443',
  ])('is covered by %j', (exception) => {
    expect(isExempt(['other.test', exception], target)).toBe(true);
  });

  it.each(['ample.test', '*.example.test', 'example.test:8443', '', '.', 'auth.example.test.evil', 'example'])(
    'is not covered by %j',
    (exception) => {
      expect(isExempt([exception], target)).toBe(false);
    },
  );

  it.each([
    ['localhost', true],
    ['a.localhost', true],
    ['127.0.0.1', true],
    ['127.8.9.10', true],
    ['[::1]', true],
    ['127.0.0.1.example.test', false],
    ['localhost.example.test', false],
    ['auth.openai.com', false],
  ])('is this machine: %s, %s', (host, local) => {
    expect(isLoopback(host)).toBe(local);
  });
});
