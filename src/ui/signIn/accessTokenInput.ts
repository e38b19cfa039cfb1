import { ProgressLocation, l10n, window } from 'vscode';
import { requireAccessToken } from '../../accounts/signIn/accessTokenSignIn.ts';
import { readAccessTokenInput } from '../../protocol/api/accessToken.ts';
import { say } from '../../errors/sentence.ts';
import { askForCredential, type CredentialWords } from './credentialSource.ts';
import { findSetVariable } from './environmentSecrets.ts';
import { mayReachHome } from '../home/homeGate.ts';
import { credentialFacts } from '../text/facts/credentialFacts.ts';
import { sayAll } from '../text/facts/fact.ts';
import { methodFacts } from '../text/facts/methodFacts.ts';
import { accessTokensHelpUrl, accessTokensUrl, authDocsUrl } from '../shell/links.ts';
import { sayInWords } from '../text/messages.ts';
import type { Services } from '../shell/services.ts';
import { announceSignIn } from './signInResult.ts';

/** Signs in with a Codex access token of a workspace; one real call proves it before it counts. */
export async function signInWithAccessToken(services: Services): Promise<void> {
  if (!(await mayReachHome(services))) {
    return;
  }
  const text = await askForCredential(buildWords(), (input) => {
    const read = readAccessTokenInput(input);
    return read.kind === 'refused' ? sayInWords(say(`accessToken.${read.problem}`, {})) : undefined;
  });
  if (text === undefined) {
    return;
  }
  const candidate = requireAccessToken(text);
  const service = await services.loadSignIn();
  const outcome = await window.withProgress(
    { location: ProgressLocation.Notification, title: l10n.t('Asking whose access token this is…'), cancellable: true },
    async (_progress, token) => {
      token.onCancellationRequested(() => {
        service.cancel();
      });
      return service.withAccessToken(candidate);
    },
  );
  await announceSignIn(outcome, services);
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
