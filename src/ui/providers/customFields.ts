import { l10n } from 'vscode';
import {
  parseHttpHeaders,
  parseNumber,
  parseQueryParams,
  parseRetries,
  parseSwitch,
  parseVariableHeaders,
  writeSecretPairs,
  type AuthCommand,
  type CustomSetup,
} from '../../providers/custom.ts';
import { accept, mapParsed, type Parsed } from '../../providers/input.ts';
import { Secret } from '../../base/secret.ts';
import type { KeyChoice } from './askKey.ts';

/** What is known of a provider while it is asked for. */
export interface CustomDraft extends CustomSetup {
  readonly choice: KeyChoice | undefined;
  /** The key of a relay, which Codex takes from its home in the place of a sign-in. */
  readonly homeKey: Secret | undefined;
}

/** A field of a provider that Codex has a value of its own for. */
interface Field {
  /** As it is in `config.toml`. */
  readonly key: string;
  readonly words: string;
  readonly value: (draft: CustomDraft) => string;
  /** What its row says of it, where that is less than its value. */
  readonly describe?: (draft: CustomDraft) => string;
  readonly isPassword?: boolean;
  readonly take: (typed: string, draft: CustomDraft) => Parsed<CustomDraft>;
}

/** Every one that is asked for on wish. */
export function listFields({ key }: CustomDraft): readonly Field[] {
  const pairsWords = l10n.t('Each as name=value, with “;” between several. Empty for none.');
  const numberWords = l10n.t('A whole number. Empty leaves it to Codex.');
  const switchWords = l10n.t('“true” or “false”. Empty leaves it to Codex.');
  return [
    secretField({ key: 'query_params', words: pairsWords, name: 'queryParams', parse: parseQueryParams }),
    secretField({ key: 'http_headers', words: pairsWords, name: 'httpHeaders', parse: parseHttpHeaders }),
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

interface SecretFieldOf<Key extends 'queryParams' | 'httpHeaders'> extends Pick<
  FieldOf<Key>,
  'key' | 'words' | 'name'
> {
  readonly parse: (typed: Secret) => Parsed<CustomSetup[Key]>;
}

/** Its values often hold a key: they are typed hidden, and its row has the names alone. */
function secretField<Key extends 'queryParams' | 'httpHeaders'>({
  key,
  words,
  name,
  parse,
}: SecretFieldOf<Key>): Field {
  return {
    key,
    words,
    isPassword: true,
    value: ({ [name]: value }) => writeSecretPairs(value).reveal(),
    describe: ({ [name]: value }) => Object.keys(value ?? {}).join(', '),
    take: (typed, draft) => mapParsed(parse(new Secret(typed)), (value) => ({ ...draft, [name]: value })),
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
