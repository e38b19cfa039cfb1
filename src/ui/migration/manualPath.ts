import { l10n } from 'vscode';
import { listSources, sayAge, sayAll, shortAddress, type Fact } from '../text/facts/fact.ts';
import { migrationFacts } from '../text/facts/migrationFacts.ts';
import { cliFacts } from '../text/facts/methodFacts.ts';

/** One step of the documents; its command is the same in every language. */
export interface ManualStep {
  readonly title: string;
  readonly command: string;
  readonly facts: readonly [Fact, ...Fact[]];
  /** It ends the sign-in that Codex has. */
  readonly isRevoking?: boolean;
}

/** The name that the file has while it is aside. */
const aside = 'auth.json.before-chatgpt';

/** From an API key to ChatGPT by hand, for every system. */
export function listManualSteps(): readonly ManualStep[] {
  const { versionNeeded, fileGoes, loginAgain, cloudTasksNeedIt } = migrationFacts;
  return [
    { title: l10n.t('1. Check the release'), command: 'codex --version', facts: [versionNeeded] },
    {
      title: l10n.t('2. Move auth.json aside, on Linux and macOS'),
      command: `mv "\${CODEX_HOME:-$HOME/.codex}/auth.json" "\${CODEX_HOME:-$HOME/.codex}/${aside}"`,
      facts: [fileGoes],
    },
    {
      title: l10n.t('2. Move auth.json aside, on Windows'),
      command: `Rename-Item "$env:USERPROFILE\\.codex\\auth.json" ${aside}`,
      facts: [fileGoes],
    },
    {
      title: l10n.t('3. Sign in'),
      command: 'codex login',
      facts: [loginAgain, cliFacts.loginRevokes],
      isRevoking: true,
    },
    {
      title: l10n.t('Or in one go'),
      command: 'codex logout && codex login',
      facts: [cliFacts.logoutRevokes, cloudTasksNeedIt],
      isRevoking: true,
    },
  ];
}

/** Back to an API key by hand. */
export function listManualStepsBack(): readonly ManualStep[] {
  return [
    {
      title: l10n.t('Sign in with a key'),
      command: 'printenv OPENAI_API_KEY | codex login --with-api-key',
      facts: [cliFacts.keyLoginReplaces],
    },
    {
      title: l10n.t('Or put the file back, on Linux and macOS'),
      command: `mv "\${CODEX_HOME:-$HOME/.codex}/${aside}" "\${CODEX_HOME:-$HOME/.codex}/auth.json"`,
      facts: [migrationFacts.fileGoes],
    },
    {
      title: l10n.t('Or put the file back, on Windows'),
      command: `Move-Item -Force "$env:USERPROFILE\\.codex\\${aside}" "$env:USERPROFILE\\.codex\\auth.json"`,
      facts: [migrationFacts.fileGoes],
    },
  ];
}

/** Both ways as Markdown. */
export function buildMigrationPage(): string {
  const describe = ({ title, command, facts }: ManualStep): string =>
    `### ${title}\n\n${sayAll(facts)} *(${listSources(facts)
      .map((source) => `[${shortAddress(source)}](${source.address}), ${sayAge(source)}`)
      .join('; ')})*\n\n\`\`\`sh\n${command}\n\`\`\``;
  return [
    `# ${l10n.t('From API Key to ChatGPT')}`,
    l10n.t('Codex Accounts does it without ending anything. This is what the documents have for a terminal.'),
    `## ${l10n.t('To ChatGPT')}`,
    ...listManualSteps().map(describe),
    `## ${l10n.t('And back')}`,
    ...listManualStepsBack().map(describe),
    '',
  ].join('\n\n');
}
