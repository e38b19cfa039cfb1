import { l10n } from 'vscode';
import { toHomeKey } from '../../accounts/directory/accountIdentity.ts';
import {
  buildCustomSetup,
  parseBaseUrl,
  parseCommand,
  parseName,
  parseProviderId,
  readCustomSetup,
  writeCommand,
  type CustomSetup,
} from '../../providers/custom.ts';
import { accept, mapParsed, parseVariable } from '../../providers/input.ts';
import { parseModel } from '../../providers/local.ts';
import type { ProviderCredential } from '../../storage/account.ts';
import { Secret } from '../../base/secret.ts';
import { iconSafeText } from '../../base/displayText.ts';
import { askRow, askText, type ChoiceRow, type QuestionPlace, type Question } from './askInTurn.ts';
import { askKey, keptKey, keyOf } from './askKey.ts';
import type { ProviderForm } from './providerForm.ts';
import type { UseProviderFlow } from './providerFlow.ts';
import { listFields, type CustomDraft } from './customFields.ts';

const nothing: CustomSetup = { id: '', name: '', baseUrl: '', model: undefined, key: { kind: 'none' } };

export const customForm: ProviderForm<CustomDraft> = {
  title: () => l10n.t('OpenAI-Compatible Provider'),
  start: (old) => ({
    ...(old === undefined ? nothing : readCustomSetup(old.setup)),
    choice: keptKey(old),
    homeKey: findHomeKey(old),
  }),
  questions: (flow, { environment }) => [
    askAddress(flow),
    askText<CustomDraft>(flow.prompts, {
      prompt: () => l10n.t('A short name for its table in config.toml: letters, digits, “-” and “_”.'),
      value: ({ id, baseUrl }) => (id === '' ? suggestId(baseUrl) : id),
      take: (typed, draft) => mapParsed(parseProviderId(typed), (id) => ({ ...draft, id })),
    }),
    askText<CustomDraft>(flow.prompts, {
      prompt: () => l10n.t('What Codex calls it.'),
      value: ({ id, name }) => (name === '' ? id : name),
      take: (typed, draft) => mapParsed(parseName(typed), (name) => ({ ...draft, name })),
    }),
    askText<CustomDraft>(flow.prompts, {
      prompt: () => l10n.t('The name of the model there. Empty leaves it to Codex.'),
      value: ({ model }) => model ?? '',
      take: (typed, draft) =>
        typed.trim() === ''
          ? accept({ ...draft, model: undefined })
          : mapParsed(parseModel(typed), (model) => ({ ...draft, model })),
    }),
    { ask: (draft, place) => askKeySource(draft, place, flow) },
    askText<CustomDraft>(flow.prompts, {
      isAsked: ({ key }) => key.kind === 'variable',
      prompt: () => l10n.t('The variable that Codex takes the key from.'),
      placeHolder: 'ACME_API_KEY',
      value: ({ key, id }) => (key.kind === 'variable' && key.name !== '' ? key.name : suggestVariable(id)),
      take: (typed, draft) =>
        mapParsed(parseVariable(typed), (name) => ({ ...draft, key: { kind: 'variable', name } })),
    }),
    {
      isAsked: ({ key }) => key.kind === 'variable',
      ask: async (draft, place) => {
        const variable = draft.key.kind === 'variable' ? draft.key.name : '';
        const choice = await askKey({ variable, old: draft.choice, environment }, place, flow);
        return choice === undefined || choice === 'back' ? choice : { ...draft, choice };
      },
    },
    askText<CustomDraft>(flow.prompts, {
      isAsked: ({ key }) => key.kind === 'command',
      prompt: () => l10n.t('The command that prints a token, with its arguments. Codex runs it; it is not run here.'),
      placeHolder: 'gcloud auth print-access-token',
      // In sight: nobody writes a command blind, and it is seldom that one of its arguments is the secret.
      value: ({ key }) => (key.kind === 'command' ? writeCommand(key.run).reveal() : ''),
      take: (typed, draft) =>
        mapParsed(parseCommand(new Secret(typed)), (run) => ({
          ...draft,
          key: { kind: 'command', run: draft.key.kind === 'command' ? { ...draft.key.run, ...run } : run },
        })),
    }),
    { ask: (draft, place) => askMore(draft, place, flow) },
  ],
  build: (draft) => ({
    kind: 'custom',
    setup: buildCustomSetup(draft),
    key: draft.key.kind === 'variable' ? keyOf(draft.choice) : draft.key.kind === 'openAi' ? draft.homeKey : undefined,
  }),
};

/** What is typed has no password; one that another tool wrote into the address stays while the rest of it does. */
function askAddress(flow: UseProviderFlow): Question<CustomDraft> {
  return askText<CustomDraft>(flow.prompts, {
    prompt: () => l10n.t('The address of its API, which ends before “/responses”.'),
    placeHolder: 'https://models.example.com/v1',
    value: ({ baseUrl }) => baseUrl,
    take: (typed, draft) =>
      mapParsed(parseBaseUrl(typed), (baseUrl) => ({
        ...draft,
        baseUrl,
        wholeAddress: baseUrl === draft.baseUrl ? draft.wholeAddress : undefined,
      })),
  });
}

function findHomeKey(old: ProviderCredential | undefined): Secret | undefined {
  return old !== undefined && toHomeKey(old) !== undefined ? old.key : undefined;
}

function askKeySource(
  draft: CustomDraft,
  place: QuestionPlace,
  flow: UseProviderFlow,
): ReturnType<Question<CustomDraft>['ask']> {
  const rows: readonly ChoiceRow<CustomDraft>[] = [
    {
      label: l10n.t('$(key) A Key'),
      detail: l10n.t('Kept here as a secret; Codex takes it from a variable.'),
      choose: () => ({ ...draft, key: draft.key.kind === 'variable' ? draft.key : { kind: 'variable', name: '' } }),
    },
    {
      label: l10n.t('$(terminal) A Command That Prints a Token'),
      detail: l10n.t('Codex runs it whenever it needs one.'),
      choose: () => ({
        ...draft,
        key: draft.key.kind === 'command' ? draft.key : { kind: 'command', run: { command: '', args: [] } },
      }),
    },
    {
      label:
        draft.homeKey === undefined
          ? l10n.t('$(account) The OpenAI Sign-In of Codex')
          : l10n.t('$(check) The Key That Is Kept Here'),
      detail:
        draft.homeKey === undefined
          ? l10n.t('Codex sends the sign-in that it has to this address: only for an address that you trust with it.')
          : l10n.t('It stands in the Codex home while this provider is used, in the place of a sign-in.'),
      choose: () => ({ ...draft, key: { kind: 'openAi' } }),
    },
    {
      label: l10n.t('$(circle-slash) Nothing'),
      detail: l10n.t('It takes everybody, as a server in your own network may.'),
      choose: () => ({ ...draft, key: { kind: 'none' } }),
    },
  ];
  return askRow(() => rows, { ...place, placeHolder: l10n.t('What does it want to see?') }, flow);
}

/** The fields that Codex has values for by itself. */
async function askMore(
  first: CustomDraft,
  place: QuestionPlace,
  flow: UseProviderFlow,
): ReturnType<Question<CustomDraft>['ask']> {
  let draft = first;
  const listRows = (): readonly ChoiceRow<CustomDraft>[] => [
    { label: l10n.t('$(check) Go On'), choose: () => draft },
    ...listFields(draft).map((one): ChoiceRow<CustomDraft> => ({
      label: `$(edit) ${one.key}`,
      description: iconSafeText((one.describe ?? one.value)(draft)),
      choose: async (): Promise<'again'> => {
        const outcome = await askText(flow.prompts, { ...one, prompt: () => one.words }).ask(draft, place);
        draft = outcome === 'back' || outcome === undefined ? draft : outcome;
        return 'again';
      },
    })),
  ];
  return askRow(
    listRows,
    { ...place, placeHolder: l10n.t('Fields that Codex has values of its own for. Most need none of them.') },
    flow,
  );
}

/** The middle of a host: `models.acme.example` is `acme`. */
function suggestId(baseUrl: string): string {
  const names = (URL.parse(baseUrl)?.hostname ?? '').split('.').filter((name) => !/^\d+$/u.test(name));
  const id = (names.at(-2) ?? names[0] ?? '').replace(/[^\w-]/gu, '');
  return parseProviderId(id).kind === 'value' ? id : '';
}

function suggestVariable(id: string): string {
  return `${id.toUpperCase().replaceAll('-', '_').replace(/^\d/u, '_')}_API_KEY`;
}
