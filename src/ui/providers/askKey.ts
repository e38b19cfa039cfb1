import { l10n } from 'vscode';
import { parseKey } from '../../providers/input.ts';
import type { ProviderCredential } from '../../storage/account.ts';
import { Secret } from '../../base/secret.ts';
import { providerFacts } from '../text/facts/providerFacts.ts';
import { askRow, explainInput, type ChoiceRow, type QuestionPlace } from './askInTurn.ts';
import type { UseProviderFlow } from './providerFlow.ts';

/** The key that is kept here; `inVariable`: it stays where Codex takes it from. */
export type KeyChoice = { readonly kind: 'kept'; readonly key: Secret } | { readonly kind: 'inVariable' };

export interface KeyQuestion {
  /** The variable that Codex takes it from. */
  readonly variable: string;
  /** The one that is there already. */
  readonly old: KeyChoice | undefined;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** Asks for the key of a provider: it is typed hidden, and a secret from then on. */
export async function askKey(
  { variable, old, environment }: KeyQuestion,
  place: QuestionPlace,
  flow: UseProviderFlow,
): Promise<KeyChoice | 'back' | undefined> {
  const found = environment[variable] ?? '';
  const rows: readonly ChoiceRow<KeyChoice>[] = [
    ...(old === undefined ? [] : [{ label: l10n.t('$(check) Leave It as It Is'), choose: (): KeyChoice => old }]),
    {
      label: l10n.t('$(edit) Type or Paste the Key'),
      detail: l10n.t('Kept as a secret; typed here, it reaches no shell history and no process list.'),
      choose: () => typeKey(place, flow),
    },
    {
      label: l10n.t('$(clippy) Take It from the Clipboard'),
      choose: async () => takeKey(new Secret(await flow.clipboard.readText()), flow),
    },
    ...(found === ''
      ? []
      : [
          {
            label: l10n.t('$(terminal) Use {0}', variable),
            detail: l10n.t('Set where VS Code runs; kept here only if you choose it.'),
            choose: () => takeKey(new Secret(found), flow),
          },
        ]),
    {
      label: l10n.t('$(circle-slash) Do Not Keep It Here'),
      detail: l10n.t('It stays in {0}, which you set yourself. Then it cannot be checked.', variable),
      choose: (): KeyChoice => ({ kind: 'inVariable' }),
    },
  ];
  const { keyFromVariable } = providerFacts;
  return askRow(() => rows, { ...place, placeHolder: keyFromVariable.say() }, flow);
}

export async function typeKey(
  place: QuestionPlace,
  { prompts }: Pick<UseProviderFlow, 'prompts'>,
): Promise<Extract<KeyChoice, { kind: 'kept' }> | 'again' | undefined> {
  const answered = await prompts.question({
    ...place,
    prompt: l10n.t('The key, as the provider shows it.'),
    isPassword: true,
    validate: (text) => explainInput(parseKey(new Secret(text))),
  });
  if (answered?.kind !== 'typed') {
    return answered === undefined ? undefined : 'again';
  }
  const key = parseKey(new Secret(answered.text));
  return key.kind === 'value' ? { kind: 'kept', key: key.value } : 'again';
}

async function takeKey(given: Secret, { prompts }: UseProviderFlow): Promise<KeyChoice | 'again'> {
  const key = parseKey(given);
  if (key.kind === 'value') {
    return { kind: 'kept', key: key.value };
  }
  await prompts.tell('error', explainInput(key) ?? '');
  return 'again';
}

/** What is there of a key; nothing before the first time. */
export function keptKey(old: ProviderCredential | undefined): KeyChoice | undefined {
  if (old === undefined) {
    return undefined;
  }
  return old.key === undefined ? { kind: 'inVariable' } : { kind: 'kept', key: old.key };
}

export function keyOf(choice: KeyChoice | undefined): Secret | undefined {
  return choice?.kind === 'kept' ? choice.key : undefined;
}
