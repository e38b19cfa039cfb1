import { l10n } from 'vscode';
import type { SignInMethod } from '../../accounts/signIn/methods.ts';
import type { HostSituation } from '../../window/hostSituation.ts';

/**
 * The variables that Codex itself takes such a sign-in from (docs/codex-protocol.md, Variables); a Codespaces secret
 * comes as one.
 */
const variables: Readonly<Partial<Record<SignInMethod, readonly string[]>>> = {
  apiKey: ['OPENAI_API_KEY', 'CODEX_API_KEY'],
  accessToken: ['CODEX_ACCESS_TOKEN'],
};

type Environment = Readonly<Record<string, string | undefined>>;

/** The variable that holds a sign-in of this kind where this extension runs. It is named, and used on a click only. */
export function findSetVariable(method: SignInMethod, environment: Environment): string | undefined {
  return variables[method]?.find((name) => (environment[name] ?? '').trim() !== '');
}

/** A few words for the picker; undefined where nothing is set. What Codex makes of it is said where it can be taken. */
export function describeSetVariable(
  method: SignInMethod,
  { kind }: Pick<HostSituation, 'kind'>,
  environment: Environment,
): string | undefined {
  const name = findSetVariable(method, environment);
  if (name === undefined) {
    return undefined;
  }
  return kind === 'codespaces'
    ? l10n.t('the Codespaces secret {0} is set here', name)
    : l10n.t('{0} is set here', name);
}
