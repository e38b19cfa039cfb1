import { l10n } from 'vscode';
import { toHomeKey } from '../../accounts/directory/accountIdentity.ts';
import {
  buildCustomSetup,
  parseBaseUrl,
  parseCommand,
  parseHeaders,
  parseNumber,
  parseName,
  parsePairs,
  parseProviderId,
  parseRetries,
  parseSwitch,
  parseVariableHeaders,
  readCustomSetup,
  type AuthCommand,
  type CustomSetup,
} from '../../providers/custom.ts';
import { accept, mapParsed, parseVariable, type Parsed } from '../../providers/input.ts';
import { parseModel } from '../../providers/local.ts';
import type { ProviderCredential } from '../../storage/account.ts';
import type { Secret } from '../../base/secret.ts';
import { iconSafeText } from '../../base/displayText.ts';
import { askRow, askText, type ChoiceRow, type QuestionPlace, type Question } from './askInTurn.ts';
import { askKey, keptKey, keyOf, type KeyChoice } from './askKey.ts';
import type { ProviderForm } from './providerForm.ts';
import type { UseProviderFlow } from './providerFlow.ts';

interface CustomDraft extends CustomSetup {
  readonly choice: KeyChoice | undefined;
  /** The key of a relay, which Codex takes from its home in the place of a sign-in. */
  readonly homeKey: Secret | undefined;
}

const nothing: CustomSetup = { id: '', name: '', baseUrl: '', model: undefined, key: { kind: 'none' } };

export const customForm: ProviderForm<CustomDraft> = {
  title: () => l10n.t('OpenAI-Compatible Provider'),
  start: (old) => ({
    ...(old === undefined ? nothing : readCustomSetup(old.setup)),
    choice: keptKey(old),
    homeKey: findHomeKey(old),
  }),
  questions: (flow, { environment }) => [
    askText<CustomDraft>(flow.prompts, {
      prompt: () => l10n.t('The address of its API, which ends before “/responses”.'),
      placeHolder: 'https://models.example.com/v1',
      value: ({ baseUrl }) => baseUrl,
      take: (typed, draft) => mapParsed(parseBaseUrl(typed), (baseUrl) => ({ ...draft, baseUrl })),
    }),
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
      value: ({ key }) => (key.kind === 'command' ? writeCommand(key.run) : ''),
      take: (typed, draft) =>
        mapParsed(parseCommand(typed), (run) => ({
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
      description: iconSafeText(one.value(draft)),
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

interface Field {
  /** As it stands in `config.toml`. */
  readonly key: string;
  readonly words: string;
  readonly value: (draft: CustomDraft) => string;
  readonly take: (typed: string, draft: CustomDraft) => Parsed<CustomDraft>;
}

function listFields({ key }: CustomDraft): readonly Field[] {
  const pairsWords = l10n.t('Each as name=value, with “;” between several. Empty for none.');
  const numberWords = l10n.t('A whole number. Empty leaves it to Codex.');
  const switchWords = l10n.t('“true” or “false”. Empty leaves it to Codex.');
  return [
    field({ key: 'query_params', words: pairsWords, name: 'queryParams', parse: parsePairs, write: writePairs }),
    field({ key: 'http_headers', words: pairsWords, name: 'httpHeaders', parse: parseHeaders, write: writePairs }),
    field({
      key: 'env_http_headers',
      words: l10n.t('Each as header=VARIABLE, with “;” between several: Codex takes the values from variables.'),
      name: 'envHttpHeaders',
      parse: parseVariableHeaders,
      write: writePairs,
    }),
    field({
      key: 'request_max_retries',
      words: numberWords,
      name: 'requestMaxRetries',
      parse: parseRetries,
      write: writePlain,
    }),
    field({
      key: 'stream_max_retries',
      words: numberWords,
      name: 'streamMaxRetries',
      parse: parseRetries,
      write: writePlain,
    }),
    field({
      key: 'stream_idle_timeout_ms',
      words: numberWords,
      name: 'streamIdleTimeoutMs',
      parse: parseNumber,
      write: writePlain,
    }),
    field({
      key: 'websocket_connect_timeout_ms',
      words: numberWords,
      name: 'websocketConnectTimeoutMs',
      parse: parseNumber,
      write: writePlain,
    }),
    field({
      key: 'supports_websockets',
      words: switchWords,
      name: 'supportsWebsockets',
      parse: parseSwitch,
      write: writePlain,
    }),
    field({
      key: 'supports_standalone_web_search',
      words: switchWords,
      name: 'supportsStandaloneWebSearch',
      parse: parseSwitch,
      write: writePlain,
    }),
    ...(key.kind === 'variable' ? [instructionsField(key.name)] : []),
    ...(key.kind === 'command' ? listCommandFields(key.run) : []),
  ];
}

interface FieldOf<Key extends keyof CustomSetup> {
  readonly key: string;
  readonly words: string;
  readonly name: Key;
  readonly parse: (typed: string) => Parsed<CustomSetup[Key]>;
  readonly write: (value: CustomSetup[Key]) => string;
}

function field<Key extends keyof CustomSetup>({ key, words, name, parse, write }: FieldOf<Key>): Field {
  return {
    key,
    words,
    value: ({ [name]: value }) => write(value),
    take: (typed, draft) => mapParsed(parse(typed), (value) => ({ ...draft, [name]: value })),
  };
}

/** What Codex says when the variable is not set. */
function instructionsField(name: string): Field {
  return {
    key: 'env_key_instructions',
    words: l10n.t('What Codex says when {0} is not set.', name),
    value: ({ key }) => (key.kind === 'variable' ? (key.instructions ?? '') : ''),
    take: (typed, draft) => {
      const instructions = typed.trim() === '' ? undefined : typed.trim();
      return accept({ ...draft, key: { kind: 'variable', name, instructions } });
    },
  };
}

function listCommandFields(run: AuthCommand): readonly Field[] {
  const put = (draft: CustomDraft, change: Partial<AuthCommand>): CustomDraft => ({
    ...draft,
    key: { kind: 'command', run: { ...run, ...change } },
  });
  const numberWords = l10n.t('A whole number. Empty leaves it to Codex.');
  return [
    {
      key: 'auth.cwd',
      words: l10n.t('The folder that the command runs in. Empty leaves it to Codex.'),
      value: () => run.cwd ?? '',
      take: (typed, draft) => accept(put(draft, { cwd: typed.trim() === '' ? undefined : typed.trim() })),
    },
    {
      key: 'auth.timeout_ms',
      words: numberWords,
      value: () => String(run.timeoutMs ?? ''),
      take: (typed, draft) => mapParsed(parseNumber(typed), (timeoutMs) => put(draft, { timeoutMs })),
    },
    {
      key: 'auth.refresh_interval_ms',
      words: numberWords,
      value: () => String(run.refreshIntervalMs ?? ''),
      take: (typed, draft) => mapParsed(parseNumber(typed), (refreshIntervalMs) => put(draft, { refreshIntervalMs })),
    },
  ];
}

function writePlain(value: string | number | boolean | undefined): string {
  return String(value ?? '');
}

function writePairs(pairs: Readonly<Record<string, string>> | undefined): string {
  return Object.entries(pairs ?? {})
    .map(([name, value]) => `${name}=${value}`)
    .join('; ');
}

function writeCommand({ command, args }: AuthCommand): string {
  return [command, ...args]
    .map((word) => (/^[^\s"']+$/u.test(word) ? word : word.includes('"') ? `'${word}'` : `"${word}"`))
    .join(' ');
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
