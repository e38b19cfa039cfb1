import { l10n } from 'vscode';
import { quoteForShell } from '../../base/shellQuote.ts';
import { listSources, sayAge, sayAll, shortAddress, type Fact } from '../text/facts/fact.ts';
import { hostFacts } from '../text/facts/hostFacts.ts';
import { cliFacts } from '../text/facts/methodFacts.ts';

/** One way as the Codex documentation has it; its command is the same in every language. */
export interface Way {
  readonly title: string;
  /** Short enough for a row. */
  readonly inShort: Fact;
  /** What only the page has room for. */
  readonly more: readonly Fact[];
  readonly command: string;
  /** The command ends the sign-in that Codex has where it is run. */
  readonly isRevoking?: boolean;
}

/**
 * In the order in which the documentation recommends them (`auth` in ui/text/facts/sources.ts).
 * @param authFile the credential file of this computer, as a command can name it
 */
export function listWays(authFile: string): readonly Way[] {
  const {
    deviceCodeThere,
    deviceCodeAnywhere,
    copyByScp,
    copyInOneLine,
    copyIntoContainer,
    copyIsForOne,
    forwardNeeds,
    forwardThen,
  } = hostFacts;
  const { signInHereFirst, storeWithFile, copyWorksElsewhere } = hostFacts;
  const { loginRevokes, loginRevokesThere } = cliFacts;
  return [
    {
      title: l10n.t('1. Device code on the host'),
      inShort: deviceCodeThere,
      more: [loginRevokesThere, deviceCodeAnywhere],
      command: 'codex login --device-auth',
      isRevoking: true,
    },
    {
      title: l10n.t('2. Copy the file with scp'),
      inShort: copyByScp,
      more: [signInHereFirst, loginRevokes, storeWithFile, copyWorksElsewhere, copyIsForOne],
      command: `ssh user@remote 'mkdir -p ~/.codex'\nscp ${authFile} user@remote:~/.codex/auth.json`,
    },
    {
      title: l10n.t('2. Copy the file without scp'),
      inShort: copyInOneLine,
      more: [],
      command: `ssh user@remote 'mkdir -p ~/.codex && cat > ~/.codex/auth.json' < ${authFile}`,
    },
    {
      title: l10n.t('2. Copy the file into a container'),
      inShort: copyIntoContainer,
      more: [],
      command: [
        'CONTAINER_HOME=$(docker exec MY_CONTAINER printenv HOME)',
        'docker exec MY_CONTAINER mkdir -p "$CONTAINER_HOME/.codex"',
        `docker cp ${authFile} MY_CONTAINER:"$CONTAINER_HOME/.codex/auth.json"`,
      ].join('\n'),
    },
    {
      title: l10n.t('3. Forward the callback'),
      inShort: forwardNeeds,
      more: [forwardThen, loginRevokesThere],
      command: 'ssh -L 1455:localhost:1455 user@remote',
    },
  ];
}

/**
 * The file as a shell takes it: below the person's own folder in the form of the documents, quoted where it has to be.
 * @param userFolder the person's own folder; undefined where it is not known
 */
export function nameForShell(path: string, userFolder: string | undefined): string {
  if (path.includes('\\')) {
    // The shells of Windows know double quotes alone, and its paths hold none.
    return `"${path}"`;
  }
  const start = `${userFolder ?? ''}/`;
  return start !== '/' && path.startsWith(start) ? `~/${quote(path.slice(start.length))}` : quote(path);
}

function quote(text: string): string {
  return /^[\w./-]+$/u.test(text) ? text : quoteForShell(text);
}

/** All of it as Markdown: why, the ways, where the file belongs. */
export function buildWaysPage(authFile: string): string {
  const {
    callbackIsLocal,
    deviceCodeFirst,
    copyIsEasiest,
    homeOnUnix,
    homeOnWindows,
    homeByVariable,
    copyIsPassword,
    storesWithFile,
  } = hostFacts;
  const { ciByKey, ciByAccount } = hostFacts;
  return [
    `# ${l10n.t('Signing In on Another Host')}`,
    withSources([callbackIsLocal]),
    l10n.t(
      '“Copy Account to a Host” gives that host a lease or a sign-in of its own instead, and touches nothing of yours. The ways below are those of the Codex documentation, in its order.',
    ),
    withSources([deviceCodeFirst]),
    withSources([copyIsEasiest]),
    ...listWays(authFile).flatMap(({ title, inShort, more, command }) => [
      `## ${title}`,
      withSources([inShort, ...more]),
      `\`\`\`sh\n${command}\n\`\`\``,
    ]),
    `## ${l10n.t('Where the file belongs')}`,
    [
      l10n.t('| System | Codex home |'),
      '| --- | --- |',
      `| Linux, macOS | ${homeOnUnix.say()} |`,
      `| Windows | ${homeOnWindows.say()} |`,
      `| WSL | ${l10n.t('`~/.codex` inside the distribution, not the one of Windows')} |`,
      `| ${l10n.t('everywhere')} | ${homeByVariable.say()} |`,
    ].join('\n'),
    listLinks([homeOnUnix, homeOnWindows, homeByVariable]),
    withSources([copyIsPassword, storesWithFile]),
    `## ${l10n.t('In CI')}`,
    withSources([ciByKey]),
    withSources([ciByAccount]),
    '',
  ].join('\n\n');
}

function withSources(facts: readonly Fact[]): string {
  return `${sayAll(facts)} ${listLinks(facts)}`;
}

/** The documents, behind what rests on them. */
function listLinks(facts: readonly Fact[]): string {
  return `*(${listSources(facts)
    .map((source) => `[${shortAddress(source)}](${source.address}), ${sayAge(source)}`)
    .join('; ')})*`;
}
