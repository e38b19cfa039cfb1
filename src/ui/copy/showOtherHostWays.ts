import { l10n } from 'vscode';
import type { HomePlace } from '../../home/store/decidedCredential.ts';
import type { Clipboard } from '../shell/clipboard.ts';
import { pickSourced, type SourcedPickFlow, type SourcedRow } from '../shell/pickSourced.ts';
import type { ShowPage } from '../shell/markdownPages.ts';
import { hostFacts } from '../text/facts/hostFacts.ts';
import type { CommandName } from '../shell/registerCommands.ts';
import { buildWaysPage, listWays, nameForShell } from './otherHostWays.ts';

interface WayRow extends SourcedRow {
  readonly command?: string;
  readonly run?: () => Promise<void>;
}

export type OtherHostWaysFlow = SourcedPickFlow & {
  /** Where Codex on this computer keeps its sign-in. */
  readonly places: { readonly homePlace: HomePlace };
  readonly clipboard: Pick<Clipboard, 'writeText'>;
  readonly showPage: ShowPage;
  readonly run: (name: CommandName) => Promise<void>;
};

/** How Codex on a host without a browser is signed in: what each way is for, with its commands. It needs no account. */
export async function showOtherHostWays(flow: OtherHostWaysFlow): Promise<void> {
  const authFile = nameAuthFile(flow);
  let copied: string | undefined;
  for (;;) {
    const row = await pickSourced(
      buildRows(authFile, flow),
      {
        title: l10n.t('Ways to Sign In on Another Host'),
        placeHolder: copied === undefined ? l10n.t('Choose one to copy its command.') : l10n.t('Copied: {0}', copied),
      },
      flow,
    );
    if (row?.command === undefined) {
      await row?.run?.();
      return;
    }
    await flow.clipboard.writeText(row.command);
    copied = row.command;
  }
}

/** The file that the commands copy: the one that Codex on this computer uses, wherever its home is. */
function nameAuthFile({ places: { homePlace } }: OtherHostWaysFlow): string {
  const path = homePlace.kind === 'file' ? homePlace.path : undefined;
  return path === undefined
    ? '~/.codex/auth.json'
    : nameForShell(path, process.env['HOME'] ?? process.env['USERPROFILE']);
}

function buildRows(authFile: string, flow: OtherHostWaysFlow): readonly WayRow[] {
  return [
    {
      label: l10n.t('$(book) Read All of This as a Page'),
      run: () => flow.showPage(l10n.t('Signing In on Another Host'), buildWaysPage(authFile)),
    },
    ...listWays(authFile).map(({ title, inShort, command, isRevoking }) => ({
      label: title,
      description: isRevoking === true ? l10n.t('{0} (revokes)', command) : command.replaceAll('\n', ' && '),
      detail: inShort.say(),
      command,
      facts: [inShort],
    })),
    {
      label: l10n.t('$(cloud-upload) Copy Account to a Host…'),
      detail: l10n.t('A lease or a sign-in of its own instead: it revokes nothing.'),
      run: () => flow.run('copySignInToHost'),
    },
    {
      label: l10n.t('$(server-process) Set Up Codex in CI…'),
      detail: hostFacts.ciByKey.say(),
      facts: [hostFacts.ciByKey, hostFacts.ciByAccount],
      run: () => flow.run('setUpCi'),
    },
  ];
}
