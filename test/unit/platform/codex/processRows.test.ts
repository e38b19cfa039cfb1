import { describe, expect, it } from 'vitest';
import { parseCimRows, parsePsRows } from '../../../../src/platform/codex/codexProcesses.ts';

const untold = { usesHome: undefined, hasConnection: undefined };

describe('the rows of ps(1)', () => {
  const agentHost =
    '/Users/ada/Library/Application Support/Code - Insiders/User/globalStorage/x/codex app-server -c model_providers.vscode-proxy.base_url="http://127.0.0.1:1"';
  const text = [
    '    1     0 05-00:00:00 /sbin/launchd',
    '  300     1    01:00:00 /Applications/Visual Studio Code - Insiders.app/Contents/MacOS/Electron',
    `  401   300       10:07 ${agentHost}`,
    '  402   350       00:07 /Users/ada/.vscode/extensions/openai.chatgpt/bin/macos-aarch64/codex app-server --analytics-default-enabled',
    '  350   300       00:09 Code Helper (Plugin)',
    '  403     1  1-00:00:00 /Users/ada/.codex/packages/app-server-daemon/current/bin/codex app-server --listen unix:// --managed-daemon',
    '  404     1       00:30 /opt/homebrew/bin/codex app-server daemon pid-update-loop',
    '  405   500       00:31 /opt/homebrew/bin/codex --no-daemon',
    '  406   500       00:32 node /opt/homebrew/bin/codex.js exec hello',
    '  407   500       00:33 /opt/homebrew/bin/codex-aarch64-apple-darwin exec hello',
    '  408   500       00:34 vim codex.md',
    '  409   500       00:35 /opt/homebrew/bin/bun /opt/homebrew/bin/codex.js',
    'no row at all',
    '',
  ].join('\n');

  it('are told apart by role, age, and whose child each is', () => {
    expect(parsePsRows(text, 350)).toEqual([
      { pid: 401, role: 'agentHost', isAlone: false, ageMs: 607_000, isOurChild: false, ...untold },
      { pid: 402, role: 'appServer', isAlone: false, ageMs: 7000, isOurChild: true, ...untold },
      { pid: 403, role: 'backgroundServer', isAlone: false, ageMs: 86_400_000, isOurChild: false, ...untold },
      { pid: 404, role: 'updateLoop', isAlone: false, ageMs: 30_000, isOurChild: false, ...untold },
      { pid: 405, role: 'terminal', isAlone: true, ageMs: 31_000, isOurChild: false, ...untold },
      { pid: 407, role: 'exec', isAlone: false, ageMs: 33_000, isOurChild: false, ...untold },
    ]);
  });

  it('of a child’s child are of the same family', () => {
    expect(
      parsePsRows(text, 300)
        .filter(({ isOurChild }) => isOurChild)
        .map(({ pid }) => pid),
    ).toEqual([401, 402]);
  });
});

describe('the rows of Windows', () => {
  const row = (CommandLine: string | null, Seconds: number | null = 7, Name = 'codex.exe') => ({
    ProcessId: 9,
    Name,
    CommandLine,
    Seconds,
  });
  const home = 'C:\\Users\\Ada Smith';

  it.each<readonly [string | null, string | undefined]>([
    [
      `"${home}\\AppData\\Roaming\\Code - Insiders\\x\\codex.exe" app-server -c model_providers.vscode-proxy.name=x`,
      'agentHost',
    ],
    [
      `"${home}\\.codex\\packages\\app-server-daemon\\current\\bin\\codex.exe" app-server --listen unix:// --managed-daemon`,
      'backgroundServer',
    ],
    [`"${home}\\codex.exe" app-server daemon pid-update-loop`, 'updateLoop'],
    [`"${home}\\codex.exe" app-server daemon stop`, undefined],
    [`"${home}\\codex.exe" "app-server"`, 'appServer'],
    ['C:\\npm\\codex.exe exec "say hello"', 'exec'],
    ['codex.exe', 'terminal'],
    [null, 'terminal'],
  ])('%s: %s', (commandLine, role) => {
    expect(parseCimRows(JSON.stringify([row(commandLine)]))[0]?.role).toBe(role);
  });

  it.each([
    ['codex-x86_64-pc-windows-msvc.exe', 'terminal'],
    ['codex-acp.exe', 'appServer'],
    ['codex-windows-sandbox-setup.exe', undefined],
    ['Codex.exe', undefined],
  ])('without a command line are judged by the name %s: %s', (name, role) => {
    expect(parseCimRows(JSON.stringify([row(null, 7, name)]))[0]?.role).toBe(role);
  });

  it('come as a list, or as the only one, or as nothing', () => {
    const expected = { pid: 9, role: 'exec', isAlone: false, ageMs: 7000, isOurChild: undefined, ...untold };
    expect(parseCimRows(JSON.stringify([row('codex.exe exec x'), row('codex.exe exec x', null)]))).toEqual([
      expected,
      { ...expected, ageMs: undefined },
    ]);
    expect(parseCimRows(JSON.stringify(row('codex.exe exec x')))).toEqual([expected]);
    expect([parseCimRows(''), parseCimRows('{"ProcessId":"x"}')]).toEqual([[], []]);
  });
});
