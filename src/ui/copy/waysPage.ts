import { l10n } from 'vscode';
import { authDocsUrl, ciAuthDocsUrl } from '../links.ts';

/** One way as the Codex documentation has it; its command is the same in every language. */
export interface Way {
  readonly title: string;
  /** Short enough for a row. */
  readonly explanation: string;
  /** What only the page has room for. */
  readonly more?: string;
  readonly command: string;
}

/** In the order of the documentation (codex-docs.md 1.10). */
export function listWays(): readonly Way[] {
  return [
    {
      title: l10n.t('1. Device code on the host'),
      explanation: l10n.t('In a terminal there. Device codes must be switched on in ChatGPT first.'),
      more: l10n.t('Type the code it shows in any browser. This works wherever a terminal does, and nothing has to reach localhost.'),
      command: 'codex login --device-auth',
    },
    {
      title: l10n.t('2. Copy the file with scp'),
      explanation: l10n.t('auth.json is a password. In two places, the first to renew ends the other.'),
      more: l10n.t('It copies the sign-in of this computer, which must be in the store “file”. A sign-in renews itself with a token that works once: sign in once more for the other host, and do not go on using the copied one here.'),
      command: 'ssh user@remote \'mkdir -p ~/.codex\' && scp ~/.codex/auth.json user@remote:~/.codex/auth.json',
    },
    {
      title: l10n.t('2. Copy the file without scp'),
      explanation: l10n.t('The same in one line, for hosts that have no scp.'),
      command: 'ssh user@remote \'mkdir -p ~/.codex && cat > ~/.codex/auth.json\' < ~/.codex/auth.json',
    },
    {
      title: l10n.t('2. Copy the file into a container'),
      explanation: l10n.t('The home folder in the container decides where it goes.'),
      command: [
        'CONTAINER_HOME=$(docker exec MY_CONTAINER printenv HOME)',
        'docker exec MY_CONTAINER mkdir -p "$CONTAINER_HOME/.codex"',
        'docker cp ~/.codex/auth.json MY_CONTAINER:"$CONTAINER_HOME/.codex/auth.json"',
      ].join('\n'),
    },
    {
      title: l10n.t('3. Forward the callback'),
      explanation: l10n.t('Run this here first, then “codex login” in that session.'),
      more: l10n.t('The order matters: the forwarding stands before the sign-in begins, because the listener waits on the remote host. Open the address that “codex login” prints in a browser on this computer; its way back to localhost:1455 then leads to the host.'),
      command: 'ssh -L 1455:localhost:1455 user@remote',
    },
  ];
}

/** All of it as Markdown: why, the ways, where the file belongs. No text from outside goes in. */
export function buildWaysPage(): string {
  return [
    `# ${l10n.t('Signing In on Another Host')}`,
    l10n.t('After a browser sign-in, the browser goes back to an address on localhost, port 1455. That is the computer where the browser runs. When Codex runs on another host, its listener waits there, and the browser finds nobody: this is why a plain browser sign-in fails over SSH, in a container or in WSL.'),
    l10n.t('“Copy Sign-In to a Host” gives that host a lease or a sign-in of its own instead, and touches nothing of yours. The ways below are those of the Codex documentation, in its order.'),
    ...listWays().flatMap(({ title, explanation, more, command }) => [`## ${title}`, more === undefined ? explanation : `${explanation} ${more}`, `\`\`\`sh\n${command}\n\`\`\``]),
    `## ${l10n.t('Where the file belongs')}`,
    [
      l10n.t('| System | Codex home |'),
      '| --- | --- |',
      '| Linux, macOS | `~/.codex` |',
      '| Windows | `%USERPROFILE%\\.codex` |',
      `| WSL | ${l10n.t('`~/.codex` inside the distribution, not the one of Windows')} |`,
      `| ${l10n.t('everywhere')} | ${l10n.t('the folder in CODEX_HOME when it is set; it must exist')} |`,
    ].join('\n'),
    l10n.t('auth.json opens the account to whoever reads it. Treat it like a password: never commit it, never paste it into a ticket or a chat, owner-only on disk (chmod 600). Codex reads it only with the store “file”.'),
    `## ${l10n.t('In CI')}`,
    l10n.t('Automation takes an API key or an access token. The advanced version of copying, for trusted private runners, is here: {0}', ciAuthDocsUrl),
    l10n.t('The documentation of all ways: {0}', authDocsUrl),
    '',
  ].join('\n\n');
}
