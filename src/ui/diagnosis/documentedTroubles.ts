import { l10n } from 'vscode';
import { pickSourced, type SourcedPickFlow } from '../shell/pickSourced.ts';
import type { Prompts } from '../shell/prompts.ts';
import type { CommandFlow, CommandName } from '../shell/registerCommands.ts';
import { listSources, saySource } from '../text/facts/fact.ts';
import { troubleFacts, type DocumentedTrouble } from '../text/facts/troubleFacts.ts';

export type DocumentedTroublesFlow = SourcedPickFlow &
  CommandFlow & { readonly prompts: Pick<Prompts, 'pick' | 'confirm'> };

type TroubleId = keyof typeof troubleFacts;

/** What of ours does what the documents say. */
const commands: Readonly<Partial<Record<TroubleId, CommandName>>> = {
  asksAgain: 'signIn',
  keyInvalid: 'signInWithApiKey',
  cloudTasks: 'signInWithBrowser',
  certificates: 'showEnvironment',
  azure401: 'showEnvironment',
  noBrowser: 'signInWithDeviceCode',
  callbackElsewhere: 'signInWithDeviceCode',
  copiedFile: 'chooseCredentialStore',
  signedOutAtStart: 'showSignInRules',
  wrongAccount: 'signInWithBrowser',
  tokenRefused: 'signInWithAccessToken',
  apiKeyFlag: 'signInWithApiKey',
  stdinEmpty: 'signInWithApiKey',
  variableIgnored: 'signInWithApiKey',
  editorVariables: 'showEnvironment',
  bedrockFails: 'useProvider',
  workloadOther: 'showEnvironment',
  workloadLogin: 'showEnvironment',
};

/** Every symptom of the documents with their own fix, and the command of ours that does it, where there is one. */
export async function showDocumentedTroubles(flow: DocumentedTroublesFlow): Promise<void> {
  const rows = Object.entries<DocumentedTrouble>(troubleFacts).map(([id, trouble]) => ({
    id: id as TroubleId,
    trouble,
    label: trouble.symptom(),
    detail: trouble.say(),
    facts: [trouble],
  }));
  const row = await pickSourced(
    rows,
    {
      title: l10n.t('Look Up a Symptom'),
      placeHolder: l10n.t('What the documents and issues of Codex say, and what mends it'),
    },
    flow,
  );
  if (row === undefined) {
    return;
  }
  const command = commands[row.id];
  const go = l10n.t('Do It Here');
  const choice = await flow.prompts.confirm('information', row.trouble.symptom(), {
    detail: [row.trouble.say(), ...listSources(row.facts).map(saySource)].join('\n\n'),
    buttons: command === undefined ? [] : [go],
    closeButton: l10n.t('Back'),
  });
  if (choice === go && command !== undefined) {
    await flow.run(command);
  }
}
