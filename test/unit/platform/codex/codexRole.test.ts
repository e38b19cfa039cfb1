import { describe, expect, it } from 'vitest';
import { describeCommand, splitCommand } from '../../../../src/platform/codex/codexRole.ts';

const native = '/opt/codex/vendor/x86_64-unknown-linux-musl/bin/codex';

describe('the role of a process', () => {
  it.each<readonly [string, string | undefined]>([
    ['codex', 'terminal'],
    [native, 'terminal'],
    ['/usr/local/bin/codex-x86_64-unknown-linux-musl resume', 'terminal'],
    ['node /usr/lib/node_modules/@openai/codex/bin/codex.js', 'terminal'],
    ['codex -m gpt-6 --cd /work fix it', 'terminal'],
    ['codex exec fix it', 'exec'],
    ['codex e fix it', 'exec'],
    ['codex -c model=x --profile exec', 'terminal'],
    ['codex --enable plugins exec fix it', 'exec'],
    ['codex app-server', 'appServer'],
    ['codex -c features.x=true app-server --listen stdio://', 'appServer'],
    ['codex app-server --listen unix:// --analytics-default-enabled --managed-daemon', 'backgroundServer'],
    ['codex app-server daemon pid-update-loop', 'updateLoop'],
    ['codex app-server daemon restart', undefined],
    ['codex app-server daemon version', undefined],
    ['codex app-server proxy', undefined],
    ['codex app-server generate-ts --out /tmp/x', undefined],
    ['codex app-server -c model_providers.vscode-proxy.name=x', 'agentHost'],
    ['codex features list', undefined],
    ['codex doctor', undefined],
    ['codex -m gpt-6 -c a=b app-server', 'appServer'],
    ['codex --remote-auth-token-env exec app-server', 'appServer'],
    ['codex --an-option-of-tomorrow value app-server', 'appServer'],
    ['codex --strict-config app-server', 'appServer'],
    ['codex --oss fix the exec bug', 'terminal'],
    ['codex app-server --an-option-of-tomorrow value', 'appServer'],
    ['codex app-server --strict-config daemon restart', undefined],
    ['codex mcp-server', 'appServer'],
    ['/nix/store/x-codex/bin/.codex-wrapped app-server', 'appServer'],
    ['/nix/store/x-codex/bin/.codex-wrapped_', 'terminal'],
    ['codex-aarch64-apple-darwin exec fix it', 'exec'],
    ['codex-linux-x64', 'terminal'],
    ['codex-0.171.0 exec fix it', 'exec'],
    ['/usr/lib/openai-codex/openai-codex', 'terminal'],
    ['codex.real exec fix it', 'exec'],
    ['codex-acp', 'appServer'],
    ['codex-acp-x86_64-unknown-linux-musl -c a=b', 'appServer'],
    ['codex-app-server --listen unix://', 'appServer'],
    ['codex-mcp-server', 'appServer'],
    ['codex-exec resume', 'exec'],
    ['codex-tui', 'terminal'],
    ['codex-linux-sandbox sh', undefined],
    ['codex-responses-api-proxy', undefined],
    ['/Applications/Codex.app/Contents/MacOS/Codex', undefined],
    ['codex-code-mode-host', undefined],
    ['codexa', undefined],
    ['vim notes/codex codex', 'terminal'],
    ['tail -f x codex', undefined],
    ['', undefined],
  ])('%s: %s', (command, role) => {
    expect(describeCommand(command.split(' ').filter((word) => word !== ''))?.role).toBe(role);
  });

  it('is read through the way that Windows writes a path', () => {
    expect(describeCommand(['C:\\Users\\Ada Smith\\codex.exe', 'app-server'])?.role).toBe('appServer');
  });
});

describe('a codex that was told to do without a background server', () => {
  it.each<readonly [string, boolean]>([
    ['codex --no-daemon', true],
    ['codex --disable daemon_auto_start', true],
    ['codex -c features.daemon_auto_start=false', true],
    ['codex --config=features.daemon_auto_start=false', true],
    ['codex -c features.daemon_auto_start=true', false],
    ['codex --enable daemon_auto_start', false],
    ['codex', false],
  ])('%s: %s', (command, isAlone) => {
    expect(describeCommand(command.split(' '))?.isAlone).toBe(isAlone);
  });
});

describe('a command line that is told as one text', () => {
  const inside = '/Users/ada/Library/Application Support/Code - Insiders/User/globalStorage/github.copilot-chat/codex';

  it.each<readonly [string, readonly string[]]>([
    [`${inside} app-server -c a=b`, [inside, 'app-server', '-c', 'a=b']],
    [inside, [inside]],
    ['/opt/homebrew/bin/codex  exec   hi', ['/opt/homebrew/bin/codex', 'exec', 'hi']],
    [
      `${inside}-helper app-server`,
      [
        '/Users/ada/Library/Application',
        'Support/Code',
        '-',
        'Insiders/User/globalStorage/github.copilot-chat/codex-helper',
        'app-server',
      ],
    ],
    ['', []],
  ])('%s', (command, words) => {
    expect(splitCommand(command)).toEqual(words);
  });
});
