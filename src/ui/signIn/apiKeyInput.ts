import { ProgressLocation, env, l10n, window } from 'vscode';
import { requireApiKey } from '../../accounts/signIn/apiKeySignIn.ts';
import { readApiKeyInput } from '../../protocol/api/apiKey.ts';
import type { Account, AccountId } from '../../storage/account.ts';
import { say } from '../../errors/sentence.ts';
import { askForCredential, type CredentialWords } from './credentialSource.ts';
import { findSetVariable } from './environmentSecrets.ts';
import { mayReachHome } from '../home/homeGate.ts';
import { credentialFacts } from '../text/facts/credentialFacts.ts';
import { sayAll } from '../text/facts/fact.ts';
import { methodFacts } from '../text/facts/methodFacts.ts';
import { apiKeysUrl, apiPricingUrl } from '../shell/links.ts';
import { sayInWords } from '../text/messages.ts';
import type { Services } from '../shell/services.ts';
import { announceSignIn } from './signInResult.ts';

/** Signs in with a Platform API key; it is checked without spending tokens before it is kept. */
export async function signInWithApiKey(services: Services): Promise<void> {
  await takeApiKey(services, undefined);
}

/** Another key for an account that keeps its name, color and settings. */
export async function replaceApiKey({ id }: Account, services: Services): Promise<void> {
  await takeApiKey(services, id);
}

async function takeApiKey(services: Services, replacedId: AccountId | undefined): Promise<void> {
  if (!(await mayReachHome(services))) {
    return;
  }
  const text = await askForCredential(buildWords(), (input) => {
    const read = readApiKeyInput(input);
    return read.kind === 'refused' ? sayInWords(say(`apiKey.${read.problem}`, {})) : undefined;
  });
  if (text === undefined) {
    return;
  }
  const { key, fromCommand } = requireApiKey(text);
  if (fromCommand) {
    void explainOldCommand();
  }
  const service = await services.loadSignIn();
  const outcome = await window.withProgress(
    { location: ProgressLocation.Notification, title: l10n.t('Checking the API key…'), cancellable: true },
    async (_progress, token) => {
      token.onCancellationRequested(() => {
        service.cancel();
      });
      return service.withApiKey(key, replacedId);
    },
  );
  await announceSignIn(outcome, services);
}

/** The button also makes VS Code show all of the sentence: a message without one is cut after its first line. */
async function explainOldCommand(): Promise<void> {
  const form = 'printenv OPENAI_API_KEY | codex login --with-api-key';
  const copy = l10n.t('Copy Command');
  const message = l10n.t(
    'Only the key was taken from that command. {1} The form now is: {0}',
    form,
    credentialFacts.oldKeyFlag.say(),
  );
  if ((await window.showInformationMessage(message, copy)) === copy) {
    await env.clipboard.writeText(form);
  }
}

function buildWords(): CredentialWords {
  const { apiKeyIsBilled } = methodFacts;
  const { keyFromFile, keyNeeds, keyVariables, keyVariableInOthers, execTakesKey } = credentialFacts;
  const setVariable = findSetVariable('apiKey', process.env);
  return {
    title: l10n.t('Sign In with API Key'),
    placeHolder: apiKeyIsBilled.say(),
    typeRow: l10n.t('Type or Paste the Key'),
    typeFact: keyNeeds,
    inputPrompt: l10n.t(
      'Begins with “sk-”. Kept as a secret; typed here, it reaches no shell history and no process list.',
    ),
    fileFact: keyFromFile,
    setVariable,
    ...(setVariable === 'CODEX_API_KEY' ? { setVariableFact: execTakesKey } : {}),
    usualVariable: 'OPENAI_API_KEY',
    variableNote: sayAll([keyVariables, keyVariableInOthers]),
    links: [
      { label: l10n.t('Get an API Key'), url: apiKeysUrl },
      { label: l10n.t('See API Prices'), url: apiPricingUrl },
    ],
  };
}
