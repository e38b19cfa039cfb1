import { l10n, QuickPickItemKind } from 'vscode';
import type { AccountDirectory } from '../../accounts/directory/accountDirectory.ts';
import type { CurrentAccount } from '../../accounts/use/currentAccount.ts';
import { isOlder } from '../../base/versions.ts';
import type { Account } from '../../storage/account.ts';
import { iconSafeText, linkSafeText } from '../../base/displayText.ts';
import { switchTo, type SwitchToFlow } from '../accounts/switchAccount.ts';
import type { Clipboard } from '../shell/clipboard.ts';
import type { Log } from '../shell/log.ts';
import { oldestRelease } from '../../diagnosis/checks/cli.ts';
import type { ShowPage } from '../shell/markdownPages.ts';
import { pickSourced, type SourcedPickFlow, type SourcedRow } from '../shell/pickSourced.ts';
import type { Prompts } from '../shell/prompts.ts';
import { migrationFacts } from '../text/facts/migrationFacts.ts';
import { buildMigrationPage, listManualSteps, listManualStepsBack, type ManualStep } from './manualPath.ts';

const updateCommand = 'npm install --global @openai/codex@latest';

export type MigrationFlow = SwitchToFlow &
  SourcedPickFlow & {
    readonly prompts: Prompts;
    readonly clipboard: Pick<Clipboard, 'writeText'>;
    readonly log: Pick<Log, 'unawaited' | 'info'>;
    readonly showPage: ShowPage;
    readonly current: Pick<CurrentAccount, 'update'>;
    readonly directory: Pick<AccountDirectory, 'list' | 'find'>;
    /** The release of the CLI of this computer; undefined where there is none. */
    readonly findCodexVersion: () => Promise<string | undefined>;
  };

interface MigrationRow extends SourcedRow {
  /** `stay`: the rows are shown again. */
  readonly run?: () => Promise<'stay' | 'done'>;
}

/** From an API key to ChatGPT, and back: our way, which ends nothing, and that of the documents, step by step. */
export async function migrateToChatGpt(flow: MigrationFlow): Promise<void> {
  const [version, state] = await Promise.all([flow.findCodexVersion(), flow.current.update()]);
  const before = 'account' in state ? state.account : undefined;
  let isBack = before?.credential.kind === 'chatgpt';
  let copied: string | undefined;
  for (;;) {
    const turn = async (): Promise<'stay'> => {
      isBack = !isBack;
      return Promise.resolve('stay');
    };
    const copy = async (command: string): Promise<'stay'> => {
      await flow.clipboard.writeText(command);
      copied = command;
      return 'stay';
    };
    const rows = buildRows({ flow, before, version, isBack, turn, copy });
    const placeHolder = copied === undefined ? describe(isBack) : l10n.t('Copied: {0}', copied);
    const picked = await pickSourced<MigrationRow>(rows, { title: titleOf(isBack), placeHolder }, flow);
    if ((await picked?.run?.()) !== 'stay') {
      return;
    }
  }
}

function titleOf(isBack: boolean): string {
  return isBack ? l10n.t('From ChatGPT to API Key') : l10n.t('From API Key to ChatGPT');
}

function describe(isBack: boolean): string {
  return isBack
    ? l10n.t('The ChatGPT sign-in stays in Codex Accounts: switching back needs no new one.')
    : `${migrationFacts.cloudTasksNeedIt.say()} ${l10n.t('The key stays in Codex Accounts.')}`;
}

interface Rows {
  readonly flow: MigrationFlow;
  readonly before: Account | undefined;
  readonly version: string | undefined;
  readonly isBack: boolean;
  readonly turn: () => Promise<'stay'>;
  readonly copy: (command: string) => Promise<'stay'>;
}

function buildRows({ flow, before, version, isBack, turn, copy }: Rows): readonly MigrationRow[] {
  const steps = isBack ? listManualStepsBack() : listManualSteps();
  return [
    {
      label: isBack ? l10n.t('$(key) Use an API Key Here') : l10n.t('$(account) Use ChatGPT Here'),
      description: l10n.t('recommended: revokes nothing'),
      detail: l10n.t('The sign-in that Codex has now is kept, and Undo gives it back.'),
      run: async () => {
        await useOther(isBack ? 'apiKey' : 'chatgpt', before, flow);
        return 'done';
      },
    },
    ...(isBack ? [] : [buildVersionRow(version, copy)]),
    { label: l10n.t('In a terminal, as the documents have it'), kind: QuickPickItemKind.Separator },
    ...steps.map((step) => buildStepRow(step, copy)),
    { label: '', kind: QuickPickItemKind.Separator },
    {
      label: isBack
        ? l10n.t('$(arrow-swap) The Other Way: To ChatGPT')
        : l10n.t('$(arrow-swap) And Back: To an API Key'),
      run: turn,
    },
    {
      label: l10n.t('$(book) Read All of This as a Page'),
      run: async () => {
        await flow.showPage(l10n.t('From API Key to ChatGPT'), buildMigrationPage());
        return 'done';
      },
    },
  ];
}

function buildVersionRow(version: string | undefined, copy: Rows['copy']): MigrationRow {
  const { versionNeeded } = migrationFacts;
  const row = { detail: versionNeeded.say(), facts: [versionNeeded] };
  if (version === undefined) {
    return {
      ...row,
      label: l10n.t('$(question) No Codex CLI Was Found Here'),
      description: updateCommand,
      run: () => copy(updateCommand),
    };
  }
  return isOlder(version, oldestRelease)
    ? {
        ...row,
        label: l10n.t('$(warning) Codex CLI {0} Is Too Old: Update It First', version),
        description: updateCommand,
        run: () => copy(updateCommand),
      }
    : {
        ...row,
        label: l10n.t('$(check) Codex CLI {0} Is New Enough', version),
        run: () => copy('codex --version'),
      };
}

function buildStepRow({ title, command, facts, isRevoking }: ManualStep, copy: Rows['copy']): MigrationRow {
  return {
    label: title,
    description: isRevoking === true ? l10n.t('{0} (revokes)', command) : command,
    detail: facts.map(({ say }) => say()).join(' '),
    facts,
    run: () => copy(command),
  };
}

/** An account of that kind that is kept here, else a new sign-in. */
async function useOther(kind: 'apiKey' | 'chatgpt', before: Account | undefined, flow: MigrationFlow): Promise<void> {
  const accounts = (await flow.directory.list()).flatMap((row) =>
    row.kind === 'ready' && row.account.credential.kind === kind ? [row.account] : [],
  );
  const chosen = accounts.length === 0 ? 'new' : await chooseAccount(accounts, kind, flow);
  if (chosen === 'new') {
    // It asks before it replaces what is there, keeps that, and has an Undo of its own.
    await flow.run(kind === 'apiKey' ? 'signInWithApiKey' : 'signInWithBrowser');
    return;
  }
  if (chosen === undefined) {
    return;
  }
  const outcome = await switchTo(chosen.id, flow);
  if (outcome?.kind !== 'switched' || outcome.placement.kind === 'failed' || before === undefined) {
    return;
  }
  flow.log.info('switch', `migrated to ${kind}`);
  const undo = l10n.t('Undo');
  const said = l10n.t(
    'Codex uses {0} now. Nothing was revoked: {1} is kept.',
    linkSafeText(chosen.label),
    linkSafeText(before.label),
  );
  if ((await flow.prompts.offer('information', said, undo)) === undo) {
    await undoSwitch(chosen, before, flow);
  }
}

/** The message stays while Codex may be given a third account, which it then keeps. */
async function undoSwitch({ id }: Account, before: Account, flow: MigrationFlow): Promise<void> {
  const now = await flow.current.update();
  if ('account' in now && now.account.id === id) {
    await switchTo(before.id, flow);
    return;
  }
  await flow.prompts.tell('information', l10n.t('What Codex uses was changed since, and stays as it is.'));
}

async function chooseAccount(
  accounts: readonly Account[],
  kind: 'apiKey' | 'chatgpt',
  { prompts }: MigrationFlow,
): Promise<Account | 'new' | undefined> {
  const rows: readonly { readonly label: string; readonly chosen: Account | 'new' }[] = [
    ...accounts.map((account) => ({ label: iconSafeText(account.label), chosen: account })),
    {
      label: kind === 'apiKey' ? l10n.t('$(add) Another API Key…') : l10n.t('$(add) Another ChatGPT Account…'),
      chosen: 'new',
    },
  ];
  const picked = await prompts.pick(rows, {
    title: titleOf(kind === 'apiKey'),
    placeHolder: l10n.t('Which one should Codex on this computer use?'),
    ignoreFocusOut: true,
  });
  return picked?.chosen;
}
