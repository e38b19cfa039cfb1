import { l10n, type QuickPickItem } from 'vscode';
import type { CiSecret } from '../../ci/ciFile.ts';
import { buildSentence } from '../../errors/sentence.ts';
import { parseKey } from '../../providers/input.ts';
import { readAccessTokenInput } from '../../protocol/api/accessToken.ts';
import { readApiKeyInput } from '../../protocol/api/apiKey.ts';
import { iconSafeText } from '../../base/displayText.ts';
import { Secret } from '../../base/secret.ts';
import { showOwnSignIn } from '../hosts/ownSignInProgress.ts';
import { accessTokensUrl, apiKeysUrl } from '../shell/links.ts';
import { askForCredential, type CredentialWords } from '../signIn/credentialSource.ts';
import { findSetVariable } from '../signIn/environmentSecrets.ts';
import { formatSentence } from '../text/errorText.ts';
import { ciFacts } from '../text/facts/ciFacts.ts';
import { credentialFacts } from '../text/facts/credentialFacts.ts';
import type { CiAccess, SetUpCiFlow } from './ciFlow.ts';

/** What goes into a secret. */
export interface SecretValue {
  readonly value: Secret;
  /** Ends it on the server, where it was made for this alone and did not get there. */
  readonly discard?: () => Promise<void>;
}

/** `place`: where it goes, as the person is told. */
export async function askForValue(
  { secret, place }: { readonly secret: CiSecret; readonly place: string },
  flow: SetUpCiFlow,
  access: Pick<CiAccess, 'admit'>,
): Promise<SecretValue | undefined> {
  const { content } = secret;
  switch (content) {
    case 'apiKey':
    case 'accessToken':
      return wrap(await askForKey(content, flow));
    case 'secretsToken':
      return wrap(await askForToken(flow));
    case 'accountFile':
      return makeSignIn(place, flow, access);
  }
}

function wrap(value: Secret | undefined): SecretValue | undefined {
  return value === undefined ? undefined : { value };
}

interface KeyRow extends QuickPickItem {
  readonly key?: Secret;
}

/** One that is kept here, or another. */
async function askForKey(kind: 'apiKey' | 'accessToken', flow: SetUpCiFlow): Promise<Secret | undefined> {
  const kept = (await flow.directory.list()).flatMap((row): readonly KeyRow[] => {
    const credential = row.kind === 'ready' ? row.account.credential : undefined;
    const key =
      credential?.kind === 'apiKey'
        ? credential.key
        : credential?.kind === 'accessToken'
          ? credential.token
          : undefined;
    return row.kind !== 'ready' || key === undefined || credential?.kind !== kind
      ? []
      : [{ label: `$(key) ${iconSafeText(row.account.label)}`, description: l10n.t('kept here'), key }];
  });
  if (kept.length > 0) {
    const picked = await flow.prompts.pick<KeyRow>([...kept, { label: l10n.t('$(add) Another One…') }], {
      title: titleOf(kind),
      placeHolder: l10n.t('One of its own can be rotated and ended by itself.'),
      ignoreFocusOut: true,
    });
    if (picked === undefined || picked.key !== undefined) {
      return picked?.key;
    }
  }
  const given = await askForCredential(wordsFor(kind), (one) => explain(kind, one), flow);
  return given === undefined ? undefined : read(kind, given);
}

function titleOf(kind: 'apiKey' | 'accessToken'): string {
  return kind === 'apiKey' ? l10n.t('API Key for CI') : l10n.t('Access Token for CI');
}

function explain(kind: 'apiKey' | 'accessToken', given: Secret): string | undefined {
  if (kind === 'apiKey') {
    const input = readApiKeyInput(given);
    return input.kind === 'refused' ? formatSentence(buildSentence(`apiKey.${input.problem}`, {})) : undefined;
  }
  const input = readAccessTokenInput(given);
  return input.kind === 'refused' ? formatSentence(buildSentence(`accessToken.${input.problem}`, {})) : undefined;
}

function read(kind: 'apiKey' | 'accessToken', given: Secret): Secret | undefined {
  if (kind === 'apiKey') {
    const input = readApiKeyInput(given);
    return input.kind === 'refused' ? undefined : input.key;
  }
  const input = readAccessTokenInput(given);
  return input.kind === 'refused' ? undefined : input.token;
}

function wordsFor(kind: 'apiKey' | 'accessToken'): CredentialWords {
  const isKey = kind === 'apiKey';
  return {
    title: titleOf(kind),
    placeHolder: isKey ? ciFacts.keyIsDefault.say() : ciFacts.tokenIsForWorkspaces.say(),
    typeRow: isKey ? l10n.t('Type or Paste the Key') : l10n.t('Type or Paste the Token'),
    typeFact: isKey ? credentialFacts.keyNeeds : credentialFacts.tokenMakers,
    inputPrompt: l10n.t('It goes to the CI system alone, and is not kept here.'),
    setVariable: findSetVariable(kind, process.env),
    usualVariable: isKey ? 'OPENAI_API_KEY' : 'CODEX_ACCESS_TOKEN',
    variableNote: '',
    links: [
      isKey
        ? { label: l10n.t('Get an API Key'), url: apiKeysUrl }
        : { label: l10n.t('Create or Revoke Access Tokens'), url: accessTokensUrl },
    ],
  };
}

async function askForToken({ prompts }: SetUpCiFlow): Promise<Secret | undefined> {
  const typed = await prompts.input({
    title: l10n.t('Token That May Write the Secret Back'),
    prompt: l10n.t('For this repository alone, with an end. It goes to the CI system, and is not kept here.'),
    isPassword: true,
    validate: (text) => {
      const parsed = parseKey(new Secret(text));
      return text === '' || parsed.kind === 'value'
        ? undefined
        : formatSentence(buildSentence(`provider.input.${parsed.problem}`, {}));
    },
  });
  const parsed = parseKey(new Secret(typed ?? ''));
  return parsed.kind === 'value' ? parsed.value : undefined;
}

/** A grant of its own, made now: a copy of an account's would end both. It is kept nowhere here. */
async function makeSignIn(
  place: string,
  flow: SetUpCiFlow,
  { admit }: Pick<CiAccess, 'admit'>,
): Promise<SecretValue | undefined> {
  const outcome = await showOwnSignIn(place, flow);
  if (outcome?.kind !== 'ready') {
    return undefined;
  }
  return { value: await admit(outcome.credential), discard: outcome.discard };
}
