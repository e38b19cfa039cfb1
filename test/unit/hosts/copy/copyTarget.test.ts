import { describe, expect, it } from 'vitest';
import { parseContainerName, parseSshName } from '../../../../src/hosts/copy/copyTarget.ts';
import { parseSshAddress, showSshAddress } from '../../../../src/hosts/copy/sshAnswer.ts';
import { listSshNames, parseSshConfig } from '../../../../src/hosts/copy/sshConfig.ts';

describe('a name for ssh', () => {
  it.each([
    'far',
    'ada@far.example.org',
    'ssh://ada@far:2200',
    '[::1]',
    'fe80::1%eth0',
    'büro',
    'DOMAIN\\ada@far',
    'ada@corp.example@far',
    'a@b@c@far',
    'ssh://ada%40corp.example@far:22',
    ' far ',
  ])('%j is taken', (name) => {
    expect(parseSshName(name)).toBe(name.trim());
  });

  it.each([
    '',
    '-oProxyCommand=sh',
    '--',
    'ada@-oProxyCommand=sh',
    'far host',
    'far\nhost',
    'far\u0000',
    'far;id',
    'far$(id)',
    'far`id`',
    'far|id',
    "far'",
    'far"',
    'far&',
    'far>x',
    'a'.repeat(300),
    '@far',
    'ada@',
    'ada@corp@-oProxyCommand=sh',
    'ada%@far',
    'ada%h@far',
    '@ada@far',
  ])('%j is refused', (name) => {
    expect(parseSshName(name)).toBeUndefined();
  });
});

describe('the name of a container', () => {
  it.each([
    ['box', 'box', undefined],
    ['vscode@box_1.test-a', 'box_1.test-a', 'vscode'],
    ['1000:1000@box', 'box', '1000:1000'],
  ])('%j is taken', (text, container, user) => {
    expect(parseContainerName(text)).toEqual({ kind: 'docker', container, user });
  });

  it.each(['', '-box', '--privileged', 'box;id', 'a b', '-u@box', 'box\n'.repeat(2), '@box'])(
    '%j is refused',
    (text) => {
      expect(parseContainerName(text)).toBeUndefined();
    },
  );
});

describe('the configuration of ssh', () => {
  it('offers hosts without wildcards, negations and what looks like an option', () => {
    const text = [
      '# Host commented',
      'Host one two  # three',
      'HostName 10.0.0.1',
      'host=four',
      'Host "five"',
      'Host *',
      'Host !six seven?',
      'Host -oBad',
      'Include ~/.ssh/more',
      'include a "b c"',
      'Match host eight',
    ].join('\r\n');
    expect(parseSshConfig(text)).toEqual({
      hosts: ['one', 'two', 'four', 'five'],
      includes: ['~/.ssh/more', 'a', 'b c'],
    });
  });

  it.each([
    ['quotes of both kinds, also within a value', `Host 'one' "two" th"re"e`, ['one', 'two', 'three']],
    ['an escaped blank, quote or backslash', 'Host a\\ b "c\\"d" e', ['e']],
    ['a name with a comment mark in it', 'Host one #two three', ['one']],
    ['a quoted keyword, and one `=`', '"Host" one\nhost=two\nHOST = three', ['one', 'two', 'three']],
    ['an open quote, which the client refuses', 'Host one "two\nHost three', ['three']],
    ['a quote that opens within a value', 'Host one tw"o\nHost three', ['three']],
    ['a name with a user, which the client never looks up', 'Host ada@one two\nUser ada@corp.example', ['two']],
    ['commas, which part nothing', 'Host one,two three', ['three']],
  ])('is read as the client reads it: %s', (_name, text, hosts) => {
    expect(parseSshConfig(text)).toEqual({ hosts, includes: [] });
  });

  it('has includes in quotes and with blanks', () => {
    expect(parseSshConfig(`Include "a b" 'c d'\\ e # f\n include=~/x/*`)).toEqual({
      hosts: [],
      includes: ['a b', 'c d e', '~/x/*'],
    });
  });

  it('follows includes, each file once', async () => {
    const files = new Map([
      ['start', 'Include a b\nHost one'],
      ['a', 'Host two\nInclude start'],
      ['b', 'Host one three'],
    ]);
    const names = await listSshNames({
      start: 'start',
      read: (path) => Promise.resolve(files.get(path)),
      list: (pattern) => Promise.resolve([pattern]),
    });
    expect(names).toEqual(['one', 'two', 'three']);
  });
});

describe('where a name leads', () => {
  it.each([
    ['user ada\nhostname far.example\nport 22\n', 'ada@far.example:22', undefined],
    ['user ada@corp.example\nhostname far\nport 22\n', 'ada@corp.example@far:22', undefined],
    ['host x\r\nuser ada\r\nhostname ::1\r\nport 2200\r\nproxyjump none\r\n', 'ada@[::1]:2200', undefined],
    ['user ada\nhostname [::1]\nport 2200\nproxyjump door@gate:22\n', 'ada@[::1]:2200', 'door@gate:22'],
  ])('%j', (stdout, shown, by) => {
    const address = parseSshAddress(stdout);
    expect(address?.by).toBe(by);
    expect(address === undefined ? undefined : showSshAddress(address)).toBe(shown);
  });

  it('is unknown when the client does not say', () => {
    expect(parseSshAddress('user ada\n')).toBeUndefined();
  });
});
