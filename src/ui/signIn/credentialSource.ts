import { l10n, window, workspace, type Uri } from 'vscode';
import { Secret } from '../../base/secret.ts';
import type { Fact } from '../text/facts/fact.ts';
import type { Clipboard } from '../shell/clipboard.ts';
import { pickSourced, type SourcedPickFlow, type SourcedRow } from '../shell/pickSourced.ts';
import type { Prompts } from '../shell/prompts.ts';

export type CredentialFlow = SourcedPickFlow & {
  readonly prompts: Pick<Prompts, 'input' | 'tell'>;
  readonly clipboard: Pick<Clipboard, 'readText'>;
};

/** What the rows of a credential picker say. */
export interface CredentialWords {
  readonly title: string;
  readonly placeHolder: string;
  readonly typeRow: string;
  readonly typeFact: Fact;
  readonly inputPrompt: string;
  /** What a file with one is for the CLI. */
  readonly fileFact?: Fact;
  /** The variable that holds one where VS Code runs. */
  readonly setVariable: string | undefined;
  /** What Codex does with that variable by itself. */
  readonly setVariableFact?: Fact;
  /** The variable that people usually keep it in. */
  readonly usualVariable: string;
  /** A sentence: what the Codex CLI itself makes of that variable. */
  readonly variableNote: string;
  readonly links: readonly CredentialLink[];
}

interface CredentialLink {
  readonly label: string;
  readonly url: string;
  readonly fact?: Fact;
}

interface SourceRow extends SourcedRow {
  readonly read?: () => Promise<Secret | undefined>;
  readonly open?: string;
}

const largestFileBytes = 64 * 1024;

/**
 * Lets a person give a secret by typing, from a file, from the clipboard (read only on the click) or from a variable of
 * this process. `explainProblem` answers why something is not one, without quoting it.
 * @returns what was given, or undefined when the person left
 */
export async function askForCredential(
  words: CredentialWords,
  explainProblem: (given: Secret) => string | undefined,
  flow: CredentialFlow,
): Promise<Secret | undefined> {
  const { prompts, clipboard, browser } = flow;
  const { setVariable } = words;
  const rows: SourceRow[] = [
    {
      label: `$(edit) ${words.typeRow}`,
      ...showing(words.typeFact),
      read: () => typeIn(words, explainProblem, prompts),
    },
    { label: l10n.t('$(clippy) Take It from the Clipboard'), read: async () => new Secret(await clipboard.readText()) },
    { label: l10n.t('$(file) Read It from a File…'), ...showing(words.fileFact), read: readFromFile },
    ...(setVariable === undefined
      ? []
      : [
          {
            label: l10n.t('$(terminal) Use {0}', setVariable),
            description: l10n.t('set for VS Code on this host; kept here only if you choose it'),
            ...showing(words.setVariableFact),
            read: () => Promise.resolve(findVariable(setVariable)),
          },
        ]),
    {
      label: l10n.t('$(terminal) Read It from an Environment Variable…'),
      read: () => readFromVariable(words, prompts),
    },
    ...words.links.map(({ label, url, fact }) => ({
      label: `$(link-external) ${label}`,
      description: url.replace('https://', ''),
      ...showing(fact),
      open: url,
    })),
  ];
  for (;;) {
    const picked = await pickSourced(rows, { title: words.title, placeHolder: words.placeHolder }, flow);
    if (picked?.open !== undefined) {
      await browser.open(picked.open);
      continue;
    }
    const given = await picked?.read?.();
    const problem = given === undefined ? undefined : explainProblem(given);
    if (problem === undefined) {
      return given;
    }
    await prompts.tell('error', problem);
  }
}

function showing(fact: Fact | undefined): Pick<SourcedRow, 'detail' | 'facts'> {
  return fact === undefined ? {} : { detail: fact.say(), facts: [fact] };
}

async function typeIn(
  words: CredentialWords,
  explainProblem: (given: Secret) => string | undefined,
  prompts: Pick<Prompts, 'input'>,
): Promise<Secret | undefined> {
  const typed = await prompts.input({
    title: words.title,
    prompt: words.inputPrompt,
    isPassword: true,
    validate: (text) => (text === '' ? undefined : explainProblem(new Secret(text))),
  });
  return typed === undefined ? undefined : new Secret(typed);
}

async function readFromFile(): Promise<Secret | undefined> {
  const [file] = (await window.showOpenDialog({ canSelectMany: false, openLabel: l10n.t('Read') })) ?? [];
  return file === undefined ? undefined : readSmallFile(file);
}

async function readSmallFile(file: Uri): Promise<Secret> {
  const { size } = await workspace.fs.stat(file);
  // Far more than any key or token: not what was meant, and told apart by its shape.
  return new Secret(size > largestFileBytes ? '' : new TextDecoder().decode(await workspace.fs.readFile(file)));
}

async function readFromVariable(
  { usualVariable, variableNote }: CredentialWords,
  prompts: Pick<Prompts, 'input'>,
): Promise<Secret | undefined> {
  const name = await prompts.input({
    title: l10n.t('Environment Variable'),
    prompt: l10n.t('The name of a variable in VS Code’s own environment on this host. {0}', variableNote),
    value: usualVariable,
    validate: (text) =>
      process.env[text.trim()] === undefined
        ? l10n.t(
            'VS Code on this host has no variable of this name. Set it before VS Code starts, or give the value another way.',
          )
        : undefined,
  });
  return name === undefined ? undefined : findVariable(name.trim());
}

function findVariable(name: string): Secret | undefined {
  const value = process.env[name];
  return value === undefined ? undefined : new Secret(value);
}
