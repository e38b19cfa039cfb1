import { l10n } from 'vscode';
import { requireAccessToken } from '../../accounts/signIn/accessTokenSignIn.ts';
import type { SignInService } from '../../accounts/signIn/signInService.ts';
import { readAccessTokenInput } from '../../protocol/api/accessToken.ts';
import type { Secret } from '../../base/secret.ts';
import { buildSentence } from '../../errors/sentence.ts';
import { askForCredential, type CredentialFlow, type CredentialWords } from './credentialSource.ts';
import { findSetVariable } from './environmentSecrets.ts';
import { ensureHomeWritable, type HomeAccessFlow } from '../home/ensureHomeWritable.ts';
import { credentialFacts } from '../text/facts/credentialFacts.ts';
import { sayAll } from '../text/facts/fact.ts';
import { methodFacts } from '../text/facts/methodFacts.ts';
import { accessTokensHelpUrl, accessTokensUrl, authDocsUrl } from '../shell/links.ts';
import { formatSentence } from '../text/errorText.ts';
import type { Prompts } from '../shell/prompts.ts';
import type { SignInRulesFlow } from './signInRulesFlow.ts';
import { announceSignIn, type SignInResultFlow } from './signInResult.ts';

export type AccessTokenFlow = HomeAccessFlow &
  SignInRulesFlow &
  CredentialFlow &
  SignInResultFlow & {
    readonly prompts: Pick<Prompts, 'progress'>;
    readonly loadSignIn: () => Promise<Pick<SignInService, 'withAccessToken' | 'cancel'>>;
  };

/** Signs in with a Codex access token of a workspace; one real call proves it before it counts. */
export async function signInWithAccessToken(flow: AccessTokenFlow): Promise<void> {
  await (await flow.loadRules()).requireMethod('accessToken');
  if (!(await ensureHomeWritable(flow))) {
    return;
  }
  const given = await askForCredential(buildWords(), explainProblem, flow);
  if (given === undefined) {
    return;
  }
  const candidate = requireAccessToken(given);
  const service = await flow.loadSignIn();
  const outcome = await flow.prompts.progress(
    { title: l10n.t('Asking whose access token this is…'), isCancellable: true },
    async (_report, signal) => {
      signal.addEventListener('abort', () => {
        service.cancel();
      });
      return service.withAccessToken(candidate);
    },
  );
  await announceSignIn(outcome, flow);
}

function explainProblem(given: Secret): string | undefined {
  const read = readAccessTokenInput(given);
  return read.kind === 'refused' ? formatSentence(buildSentence(`accessToken.${read.problem}`, {})) : undefined;
}

function buildWords(): CredentialWords {
  const { tokenIsOfWorkspace, tokenIsOfEnterprise, tokenIsNoKey, tokenMakers, tokenRotation, tokenVariable } =
    credentialFacts;
  return {
    title: l10n.t('Sign In with Access Token'),
    placeHolder: sayAll([tokenIsOfWorkspace, tokenIsNoKey]),
    typeRow: l10n.t('Type or Paste the Token'),
    typeFact: methodFacts.accessTokenIsFor,
    inputPrompt: l10n.t('Begins with “at-”, or is an agent identity with three parts. Whoever holds it runs as you.'),
    setVariable: findSetVariable('accessToken', process.env),
    usualVariable: 'CODEX_ACCESS_TOKEN',
    variableNote: tokenVariable.say(),
    links: [
      { label: l10n.t('Create or Revoke Access Tokens'), url: accessTokensUrl, fact: tokenMakers },
      { label: l10n.t('Set-Up, Rotation and Revocation'), url: accessTokensHelpUrl, fact: tokenRotation },
      { label: l10n.t('What the Sign-In Page Says'), url: authDocsUrl, fact: tokenIsOfEnterprise },
    ],
  };
}
