import { QuickPickItemKind, l10n, window, type QuickPickItem } from 'vscode';
import type { CopyService } from '../../hosts/copy/copyService.ts';
import { parseContainerName, parseSshName, type CopyTarget } from '../../hosts/copy/copyTarget.ts';
import { AuthError, Cancelled, isCancelled } from '../../errors/authError.ts';
import { iconSafeText } from '../../base/displayText.ts';
import type { Prompts } from '../shell/prompts.ts';
import { explain } from '../text/errorText.ts';

/** What the rows are made of. */
export type TargetChoice = Pick<CopyService, 'listSshNames' | 'hasDocker' | 'listContainers' | 'findFolder'>;

interface TargetRow extends QuickPickItem {
  readonly choose?: () => Promise<CopyTarget | 'ways' | undefined>;
}

/** Hosts by the names a person gave them, containers that run, a folder; and beside them the documented ways. */
export async function pickCopyTarget(copy: TargetChoice, prompts: Prompts): Promise<CopyTarget | 'ways' | undefined> {
  const closed = new AbortController();
  try {
    const picked = await prompts.pick(buildRows({ copy, prompts }, closed.signal), {
      title: l10n.t('Copy Account to a Host'),
      placeHolder: l10n.t('Where does Codex run that should be signed in?'),
      matchOnDescription: true,
      ignoreFocusOut: true,
    });
    return await picked?.choose?.();
  } finally {
    closed.abort(new Cancelled());
  }
}

interface Choosing {
  readonly copy: TargetChoice;
  readonly prompts: Pick<Prompts, 'input'>;
}

async function buildRows({ copy, prompts }: Choosing, signal: AbortSignal): Promise<readonly TargetRow[]> {
  const [names, containers] = await Promise.all([copy.listSshNames(), buildContainerRows({ copy, prompts }, signal)]);
  return [
    separator(l10n.t('SSH')),
    ...names.map((name): TargetRow => ({
      label: `$(remote) ${iconSafeText(name)}`,
      choose: () => Promise.resolve({ kind: 'ssh', name }),
    })),
    {
      label: l10n.t('$(add) Another SSH Host…'),
      detail: l10n.t('host or user@host. Your SSH keys are used; a password cannot be asked for.'),
      choose: () => typeSshName(prompts),
    },
    ...containers,
    separator(l10n.t('This computer')),
    {
      label: l10n.t('$(folder) A Folder…'),
      detail: l10n.t('The home folder of a mounted disk, or a Codex home in it.'),
      choose: () => chooseFolder(copy),
    },
    separator(l10n.t('By hand')),
    {
      label: l10n.t('$(book) Ways to Sign In on Another Host…'),
      detail: l10n.t(
        'Device code, copying the file yourself, forwarding the callback: what each is for, with its commands.',
      ),
      choose: () => Promise.resolve('ways'),
    },
  ];
}

async function buildContainerRows({ copy, prompts }: Choosing, signal: AbortSignal): Promise<readonly TargetRow[]> {
  if (!(await copy.hasDocker())) {
    return [];
  }
  const type: TargetRow = {
    label: l10n.t('$(add) Another Container…'),
    detail: l10n.t('As container or user@container.'),
    choose: () => typeContainerName(prompts),
  };
  try {
    const running = await copy.listContainers(signal);
    const rows = running.map(({ name, image }): TargetRow => ({
      label: `$(package) ${iconSafeText(name)}`,
      description: iconSafeText(image),
      choose: () => Promise.resolve({ kind: 'docker', container: name, user: undefined }),
    }));
    return [separator(l10n.t('Docker')), ...rows, type];
  } catch (failure) {
    if (!(failure instanceof AuthError) && !isCancelled(failure)) {
      throw failure;
    }
    const detail = failure instanceof AuthError ? explain(failure) : '';
    return [separator(l10n.t('Docker')), { ...type, detail }];
  }
}

function separator(label: string): TargetRow {
  return { label, kind: QuickPickItemKind.Separator };
}

async function typeSshName(prompts: Pick<Prompts, 'input'>): Promise<CopyTarget | undefined> {
  const text = await prompts.input({
    title: l10n.t('Another SSH Host'),
    prompt: l10n.t('host, user@host or ssh://user@host:port'),
    validate: (value) => (value.trim() === '' || parseSshName(value) !== undefined ? undefined : sayBadName()),
  });
  const name = parseSshName(text ?? '');
  return name === undefined ? undefined : { kind: 'ssh', name };
}

async function typeContainerName(prompts: Pick<Prompts, 'input'>): Promise<CopyTarget | undefined> {
  const text = await prompts.input({
    title: l10n.t('Another Container'),
    prompt: l10n.t('container or user@container'),
    validate: (value) => (value.trim() === '' || parseContainerName(value) !== undefined ? undefined : sayBadName()),
  });
  return parseContainerName(text ?? '');
}

function sayBadName(): string {
  return l10n.t(
    'This is not a name that can be used here: no spaces, no special characters, and it does not begin with “-”.',
  );
}

async function chooseFolder(copy: Pick<CopyService, 'findFolder'>): Promise<CopyTarget | undefined> {
  const [folder] =
    (await window.showOpenDialog({
      title: l10n.t('Home Folder, or the Codex Home in It'),
      openLabel: l10n.t('Choose'),
      canSelectFiles: false,
      canSelectFolders: true,
    })) ?? [];
  return folder === undefined ? undefined : copy.findFolder(folder.fsPath);
}
