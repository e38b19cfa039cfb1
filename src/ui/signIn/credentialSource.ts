import { env, l10n, window, workspace, type QuickPickItem, type Uri } from 'vscode';
import { notice } from '../notices.ts';
import { vscodeBrowser } from '../vscodeBrowser.ts';

/** What the rows of a credential picker say. */
export interface CredentialWords {
  readonly title: string;
  readonly placeHolder: string;
  readonly typeRow: string;
  readonly typeDetail: string;
  readonly inputPrompt: string;
  /** What a file with one is for the CLI. */
  readonly fileDetail?: string;
  /** The variable that holds one where VS Code runs. */
  readonly setVariable: string | undefined;
  /** What Codex does with that variable by itself. */
  readonly setVariableDetail?: string;
  /** The variable that people usually keep it in. */
  readonly usualVariable: string;
  /** A sentence: what the Codex CLI itself makes of that variable. */
  readonly variableNote: string;
  readonly links: readonly { readonly label: string; readonly description?: string; readonly detail: string; readonly url: string }[];
}

interface SourceRow extends QuickPickItem {
  readonly read?: () => Promise<string | undefined>;
  readonly open?: string;
}

const largestFileBytes = 64 * 1024;

/**
 * Lets a person give a secret by typing, from a file, from the clipboard (read only on the click) or from a variable of
 * this process. `explainProblem` answers why a text is not one, without quoting it.
 * @returns the text, or undefined when the person left
 */
export async function askForCredential(
  words: CredentialWords,
  explainProblem: (text: string) => string | undefined,
): Promise<string | undefined> {
  const { setVariable } = words;
  const rows: SourceRow[] = [
    { label: `$(edit) ${words.typeRow}`, detail: words.typeDetail, read: () => typeIn(words, explainProblem) },
    { label: l10n.t('$(clippy) Take It from the Clipboard'), read: async () => env.clipboard.readText() },
    { label: l10n.t('$(file) Read It from a File…'), ...(words.fileDetail === undefined ? {} : { detail: words.fileDetail }), read: readFromFile },
    ...(setVariable === undefined
      ? []
      : [
          {
            label: l10n.t('$(terminal) Use {0}', setVariable),
            detail: [l10n.t('Set in VS Code’s own environment on this host; kept here only if you choose it.'), words.setVariableDetail].filter((part) => part !== undefined).join(' '),
            read: () => Promise.resolve(process.env[setVariable]),
          },
        ]),
    { label: l10n.t('$(terminal) Read It from an Environment Variable…'), read: () => readFromVariable(words) },
    ...words.links.map(({ url, ...link }) => ({ ...link, label: `$(link-external) ${link.label}`, open: url })),
  ];
  for (;;) {
    const picked = await window.showQuickPick(rows, { title: words.title, placeHolder: words.placeHolder, ignoreFocusOut: true });
    if (picked?.open !== undefined) {
      await vscodeBrowser.open(picked.open);
      continue;
    }
    const text = await picked?.read?.();
    const problem = text === undefined ? undefined : explainProblem(text);
    if (problem === undefined) {
      return text;
    }
    await notice.error(problem);
  }
}

async function typeIn(
  words: CredentialWords,
  explainProblem: (text: string) => string | undefined,
): Promise<string | undefined> {
  return window.showInputBox({
    title: words.title,
    prompt: words.inputPrompt,
    password: true,
    ignoreFocusOut: true,
    validateInput: (text) => (text === '' ? undefined : explainProblem(text)),
  });
}

async function readFromFile(): Promise<string | undefined> {
  const [file] = (await window.showOpenDialog({ canSelectMany: false, openLabel: l10n.t('Read') })) ?? [];
  return file === undefined ? undefined : readSmallFile(file);
}

async function readSmallFile(file: Uri): Promise<string> {
  const { size } = await workspace.fs.stat(file);
  // Far more than any key or token: not what was meant, and told apart by its shape.
  return size > largestFileBytes ? '' : new TextDecoder().decode(await workspace.fs.readFile(file));
}

async function readFromVariable({ usualVariable: usual, variableNote }: CredentialWords): Promise<string | undefined> {
  const name = await window.showInputBox({
    title: l10n.t('Environment Variable'),
    prompt: l10n.t('The name of a variable in VS Code’s own environment on this host. {0}', variableNote),
    value: usual,
    ignoreFocusOut: true,
    validateInput: (text) =>
      process.env[text.trim()] === undefined
        ? l10n.t('VS Code on this host has no variable of this name. Set it before VS Code starts, or give the value another way.')
        : undefined,
  });
  return name === undefined ? undefined : process.env[name.trim()];
}
