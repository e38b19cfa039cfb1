import * as z from 'zod/mini';

/**
 * What the CLI demands of an `auth.json` (docs/codex-protocol.md, auth.json); it refuses the whole document for one
 * field.
 */

/** The CLI's strings cannot hold half of a surrogate pair. */
const text = z.string().check(z.refine((value) => value.isWellFormed()));
const mayBeText = z.optional(z.nullable(text));

const provenance = z.looseObject({ issuer: text, client_id: text });

const tokens = z.looseObject({
  id_token: text,
  access_token: text,
  refresh_token: text,
  account_id: mayBeText,
  oauth_provenance: z.optional(z.nullable(provenance)),
  login_owner_id: mayBeText,
});

const agentRecord = z.looseObject({
  agent_runtime_id: text,
  agent_private_key: text,
  account_id: text,
  chatgpt_user_id: text,
  email: mayBeText,
  plan_type: text,
  chatgpt_account_is_fedramp: z.boolean(),
});

/** An `auth.json` as the CLI takes it, with fields that we do not know. */
export const documentShape = z.looseObject({
  auth_mode: mayBeText,
  OPENAI_API_KEY: mayBeText,
  tokens: z.optional(z.nullable(tokens)),
  last_refresh: z.optional(z.nullable(z.string().check(z.refine(isTimeForCodex)))),
  agent_identity: z.optional(z.nullable(z.union([text, agentRecord]))),
  personal_access_token: mayBeText,
  bedrock_api_key: z.optional(z.nullable(z.looseObject({ api_key: text, region: text }))),
  bedrock_access_keys: z.optional(
    z.nullable(z.looseObject({ access_key_id: text, secret_access_key: text, session_token: mayBeText })),
  ),
});

/** The same once it is parsed. */
export type CredentialDocument = z.infer<typeof documentShape>;

/** The claims of an id token that the CLI reads; one of another type spoils the document. */
export const idClaimsShape = z.looseObject({
  email: mayBeText,
  'https://api.openai.com/profile': z.optional(z.nullable(z.looseObject({ email: mayBeText }))),
  'https://api.openai.com/auth': z.optional(
    z.nullable(
      z.looseObject({
        chatgpt_plan_type: mayBeText,
        chatgpt_user_id: mayBeText,
        user_id: mayBeText,
        chatgpt_account_id: mayBeText,
        chatgpt_account_is_fedramp: z.optional(z.boolean()),
      }),
    ),
  ),
});

/** The CLI's own order of fields. */
export const canonicalOrder = [
  'auth_mode',
  'OPENAI_API_KEY',
  'tokens',
  'last_refresh',
  'agent_identity',
  'personal_access_token',
  'bedrock_api_key',
  'bedrock_access_keys',
] as const;

/** The fields of `tokens` that the CLI knows. */
export const knownTokenFields: readonly string[] = [
  'id_token',
  'access_token',
  'refresh_token',
  'oauth_provenance',
  'login_owner_id',
  'account_id',
];

/** The fields that the CLI knows, by the path of their object. */
const knownFields: ReadonlyMap<string, readonly string[]> = new Map([
  ['', canonicalOrder],
  ['tokens', knownTokenFields],
  ['tokens.oauth_provenance', ['issuer', 'client_id']],
]);

/**
 * The field that is twice in one object: the CLI refuses that where it knows the field, `JSON.parse` takes the last.
 * @param json a text that is JSON
 */
export function findRepeatedField(json: string): string | undefined {
  const open: { readonly path: string; readonly seen: Set<string>; inside: string }[] = [];
  for (const [token, colon] of json.matchAll(/"[^"\\]*(?:\\.[^"\\]*)*"(\s*:)?|[{}]/gu)) {
    const object = open.at(-1);
    if (token === '{') {
      open.push({ path: object?.inside ?? '', seen: new Set(), inside: '' });
    } else if (token === '}') {
      open.pop();
    } else if (colon !== undefined && object !== undefined) {
      const name = String(JSON.parse(token.slice(0, token.lastIndexOf('"') + 1)));
      const path = object.path === '' ? name : `${object.path}.${name}`;
      if (object.seen.has(name) && knownFields.get(object.path)?.includes(name) === true) {
        return path;
      }
      object.seen.add(name);
      object.inside = path;
    }
  }
  return undefined;
}

const timeShape =
  /^\s*([+-]\d+|\d{1,4})\s*-\s*(\d\d?)\s*-\s*(\d\d?)[Tt ]?\s*(\d\d?)\s*:\s*(\d\d?)\s*:\s*(\d\d?)(?:\.\d+)?\s*(?:Z|UTC|[+\u2212-](\d\d)[\s:]*(\d\d))\s*$/iu;

/** Whether the CLI reads it as a time: RFC 3339, with the liberties of its parser (chrono), on a day that exists. */
function isTimeForCodex(time: string): boolean {
  const parts: readonly (string | undefined)[] | undefined = timeShape.exec(time)?.slice(1);
  if (parts === undefined) {
    return false;
  }
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, offsetHours = 0, offsetMinutes = 0] =
    parts.map((digits) => Number(digits ?? 0));
  const isClock = hour < 24 && minute < 60 && second <= 60 && offsetHours < 24 && offsetMinutes < 60;
  return (
    isClock &&
    year >= -262_143 &&
    year <= 262_142 &&
    month >= 1 &&
    month <= 12 &&
    day >= 1 &&
    day <= countDays(year, month)
  );
}

function countDays(year: number, month: number): number {
  // The calendar repeats every 400 years; those below 100 mean another century to `Date`.
  return new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate();
}
