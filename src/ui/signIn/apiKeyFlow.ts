import { l10n } from 'vscode';
import { requireApiKey } from '../../accounts/signIn/apiKeySignIn.ts';
import type { SignInService } from '../../accounts/signIn/signInService.ts';
import { readApiKeyInput } from '../../protocol/api/apiKey.ts';
import type { Account } from '../../storage/account.ts';
import type { AccountId } from '../../storage/ids.ts';
import type { Secret } from '../../base/secret.ts';
import { buildSentence } from '../../errors/sentence.ts';
import { askForCredential, type CredentialFlow, type CredentialWords } from './credentialSource.ts';
import { findSetVariable } from './environmentSecrets.ts';
import { ensureHomeWritable, type HomeAccessFlow } from '../home/ensureHomeWritable.ts';
import { credentialFacts } from '../text/facts/credentialFacts.ts';
import { sayAll } from '../text/facts/fact.ts';
import { methodFacts } from '../text/facts/methodFacts.ts';
import { apiKeysUrl, apiPricingUrl } from '../shell/links.ts';
import { formatSentence } from '../text/errorText.ts';
import type { Clipboard } from '../shell/clipboard.ts';
import type { Prompts } from '../shell/prompts.ts';
import type { SignInRulesFlow } from './signInRulesFlow.ts';
import { announceSignIn, type SignInResultFlow } from './signInResult.ts';

export type ApiKeyFlow = HomeAccessFlow &
  SignInRulesFlow &
  CredentialFlow &
  SignInResultFlow & {
    readonly prompts: Pick<Prompts, 'offer' | 'progress'>;
    readonly clipboard: Pick<Clipboard, 'writeText'>;
    readonly loadSignIn: () => Promise<Pick<SignInService, 'withApiKey' | 'cancel'>>;
  };

/** Signs in with a Platform API key; it is checked without spending tokens before it is kept. */
export async function signInWithApiKey(flow: ApiKeyFlow): Promise<void> {
  await takeApiKey(flow, undefined);
}

/** Another key for an account that keeps its name, color and settings. */
export async function replaceApiKey({ id }: Account, flow: ApiKeyFlow): Promise<void> {
  await takeApiKey(flow, id);
}

async function takeApiKey(flow: ApiKeyFlow, replacedId: AccountId | undefined): Promise<void> {
  await (await flow.loadRules()).requireMethod('apiKey');
  if (!(await ensureHomeWritable(flow))) {
    return;
  }
  const given = await askForCredential(buildWords(), explainProblem, flow);
  if (given === undefined) {
    return;
  }
  const { key, fromCommand } = requireApiKey(given);
  if (fromCommand) {
    flow.log.unawaited('sign-in', explainOldCommand(flow));
  }
  const service = await flow.loadSignIn();
  const outcome = await flow.prompts.progress(
    { title: l10n.t('Checking the API key…'), isCancellable: true },
    (_report, signal) => {
      signal.addEventListener('abort', () => {
        service.cancel();
      });
      return service.withApiKey(key, replacedId);
    },
  );
  await announceSignIn(outcome, flow);
}

/** The button also makes VS Code show all of the sentence: a message without one is cut after its first line. */
async function explainOldCommand({ prompts, clipboard }: ApiKeyFlow): Promise<void> {
  const form = 'printenv OPENAI_API_KEY | codex login --with-api-key';
  const copy = l10n.t('Copy Command');
  const message = l10n.t(
    'Only the key was taken from that command. {1} The form now is: {0}',
    form,
    credentialFacts.oldKeyFlag.say(),
  );
  if ((await prompts.offer('information', message, copy)) === copy) {
    await clipboard.writeText(form);
  }
}

function explainProblem(given: Secret): string | undefined {
  const read = readApiKeyInput(given);
  return read.kind === 'refused' ? formatSentence(buildSentence(`apiKey.${read.problem}`, {})) : undefined;
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
