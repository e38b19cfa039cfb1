import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type HomeCredential } from '../../../../src/home/credential/credentialDocument.ts';
import { Secret } from '../../../../src/base/secret.ts';
import { runs } from '../../../support/propertyRuns.ts';
import { mintAgentToken, mintIdToken, mintJwt, mintTokens, randomText } from '../../../support/tokens.ts';
import { parseText, serializeToText } from '../../../support/credentialTexts.ts';

const tokens = mintTokens();
const chatgpt: HomeCredential = { kind: 'chatgpt', tokens };
const reveal = {
  id: tokens.idToken.reveal(),
  access: tokens.accessToken.reveal(),
  refresh: tokens.refreshToken.reveal(),
};

/** The document as 0.171.0 writes it (docs/codex-protocol.md, auth.json). */
const golden = `{
  "auth_mode": "chatgpt",
  "OPENAI_API_KEY": null,
  "tokens": {
    "id_token": "${reveal.id}",
    "access_token": "${reveal.access}",
    "refresh_token": "${reveal.refresh}",
    "oauth_provenance": {
      "issuer": "https://auth.openai.com",
      "client_id": "app_EMoamEEZ73f0CkXaXp7hrann"
    },
    "login_owner_id": "${tokens.loginOwnerId ?? ''}",
    "account_id": "workspace-ada"
  },
  "last_refresh": "2026-11-21T04:00:00.000Z"
}`;

function describeText(text: string): string {
  const parsed = parseText(text);
  switch (parsed.kind) {
    case 'signedOut':
      return 'signed out';
    case 'unreadable':
      return parsed.mode === '' ? parsed.problem : `${parsed.problem} (${parsed.mode})`;
    case 'credential':
      return parsed.credential.kind === 'other' ? `other ${parsed.credential.mode}` : parsed.credential.kind;
  }
}

const bedrockKey = { api_key: 'k', region: 'eu-west-1' };
const agentRecord = {
  agent_runtime_id: 'x',
  agent_private_key: 'k',
  account_id: 'w',
  chatgpt_user_id: 'u',
  email: '',
  plan_type: 'business',
  chatgpt_account_is_fedramp: false,
};

/** The field that is named where a document is refused. */
function findField(text: string): string | undefined {
  const parsed = parseText(text);
  return parsed.kind === 'unreadable' && parsed.problem === 'wrongShape' ? parsed.field : undefined;
}

const key = '"OPENAI_API_KEY":"sk-x"';

function withTime(time: string): string {
  return `{${key},"last_refresh":${JSON.stringify(time)}}`;
}

const tokenFields = { id_token: mintIdToken(), access_token: 'a', refresh_token: 'r', account_id: 'w' };

describe('the credential document', () => {
  it('is written byte for byte as the CLI writes it: a ChatGPT sign-in', () => {
    expect(serializeToText(chatgpt, undefined)).toBe(golden);
  });

  it('is written byte for byte as the CLI writes it: keys and tokens', () => {
    const apiKey = new Secret(randomText('sk'));
    const token = new Secret(randomText('at'));
    const agent = new Secret(mintAgentToken().token);
    expect(serializeToText({ kind: 'apiKey', key: apiKey }, undefined)).toBe(
      `{\n  "auth_mode": "apikey",\n  "OPENAI_API_KEY": "${apiKey.reveal()}"\n}`,
    );
    expect(serializeToText({ kind: 'accessToken', shape: 'personalAccessToken', token }, undefined)).toBe(
      `{\n  "OPENAI_API_KEY": null,\n  "personal_access_token": "${token.reveal()}"\n}`,
    );
    expect(serializeToText({ kind: 'accessToken', shape: 'agentIdentity', token: agent }, undefined)).toBe(
      `{\n  "auth_mode": "agentIdentity",\n  "OPENAI_API_KEY": null,\n  "agent_identity": "${agent.reveal()}"\n}`,
    );
  });

  it('leaves out what nobody knows, and says null for the workspace', () => {
    const bare = mintTokens(
      {},
      { workspaceId: undefined, provenance: undefined, loginOwnerId: undefined, lastRefresh: undefined },
    );
    const written = JSON.parse(serializeToText({ kind: 'chatgpt', tokens: bare }, undefined)) as { tokens: object };
    expect(Object.keys(written)).toEqual(['auth_mode', 'OPENAI_API_KEY', 'tokens']);
    expect(Object.keys(written.tokens)).toEqual(['id_token', 'access_token', 'refresh_token', 'account_id']);
    expect(written.tokens).toMatchObject({ account_id: null });
  });

  it('is not changed by writing what it says', () => {
    const parsed = parseText(golden);
    expect(parsed.kind === 'credential' && serializeToText(parsed.credential, golden)).toBe(golden);
  });

  it('keeps unknown keys where they stand, in whatever order', () => {
    const text = JSON.stringify(
      { later: [1], tokens: tokenFields, my_ext: { a: 1 }, auth_mode: 'chatgpt', OPENAI_API_KEY: null, zz: 0 },
      undefined,
      2,
    );
    const written = serializeToText(chatgpt, text);
    expect(Object.keys(JSON.parse(written) as object)).toEqual([
      'later',
      'tokens',
      'my_ext',
      'auth_mode',
      'OPENAI_API_KEY',
      'last_refresh',
      'zz',
    ]);
    expect(JSON.parse(written)).toMatchObject({ later: [1], my_ext: { a: 1 }, zz: 0 });
  });

  it('keeps unknown keys of a grant for that grant only', () => {
    const withExtra = (owner: string): string =>
      JSON.stringify({
        auth_mode: 'chatgpt',
        OPENAI_API_KEY: null,
        tokens: { ...tokenFields, login_owner_id: owner, zzz: 1 },
      });
    const same = serializeToText(chatgpt, withExtra(tokens.loginOwnerId ?? ''));
    const other = serializeToText(chatgpt, withExtra('other'));
    expect(JSON.parse(same)).toMatchObject({ tokens: { zzz: 1 } });
    expect(other).not.toContain('zzz');
  });

  it('leaves nothing of another kind of credential behind', () => {
    const apiKey: HomeCredential = { kind: 'apiKey', key: new Secret(randomText('sk')) };
    const afterKey = serializeToText(apiKey, golden);
    expect(Object.keys(JSON.parse(afterKey) as object)).toEqual(['auth_mode', 'OPENAI_API_KEY']);
    expect(afterKey).not.toContain(reveal.refresh);
    const token: HomeCredential = {
      kind: 'accessToken',
      shape: 'personalAccessToken',
      token: new Secret(randomText('at')),
    };
    expect(Object.keys(JSON.parse(serializeToText(token, afterKey)) as object)).toEqual([
      'OPENAI_API_KEY',
      'personal_access_token',
    ]);
    expect(serializeToText(chatgpt, serializeToText(token, undefined))).toBe(golden);
  });

  it.each([
    ['a sign-in', golden, 'chatgpt'],
    ['an offset in its time', golden.replace('04:00:00.000Z', '06:00:00+02:00'), 'chatgpt'],
    ['nine digits of a second', golden.replace('.000Z', '.814841818Z'), 'chatgpt'],
    ['tokens without a mode', JSON.stringify({ OPENAI_API_KEY: null, tokens: tokenFields }), 'chatgpt'],
    ['key and tokens without a mode', JSON.stringify({ OPENAI_API_KEY: 'sk-x', tokens: tokenFields }), 'apiKey'],
    [
      'key and tokens with a mode',
      JSON.stringify({ auth_mode: 'chatgpt', OPENAI_API_KEY: 'sk-x', tokens: tokenFields }),
      'chatgpt',
    ],
    [
      'a personal access token first',
      JSON.stringify({ OPENAI_API_KEY: 'sk-x', personal_access_token: 'at-x', bedrock_api_key: bedrockKey }),
      'accessToken',
    ],
    ['Bedrock before a key', JSON.stringify({ OPENAI_API_KEY: 'sk-x', bedrock_api_key: bedrockKey }), 'bedrockKey'],
    [
      'Bedrock keys before a key',
      JSON.stringify({ OPENAI_API_KEY: 'sk-x', bedrock_access_keys: { access_key_id: 'a', secret_access_key: 's' } }),
      'other bedrockAccessKeys',
    ],
    [
      'an agent identity',
      JSON.stringify({ auth_mode: 'agentIdentity', OPENAI_API_KEY: null, agent_identity: 'jwt' }),
      'accessToken',
    ],
    [
      'an agent record',
      JSON.stringify({ auth_mode: 'agentIdentity', agent_identity: agentRecord }),
      'other agentIdentity',
    ],
    ['tokens of another program', JSON.stringify({ auth_mode: 'chatgptAuthTokens' }), 'other chatgptAuthTokens'],
    ['an old document', JSON.stringify({ OPENAI_API_KEY: 'sk-x' }), 'apiKey'],
    ['an empty object', '{}', 'signed out'],
    ['a mode without tokens', '{"auth_mode":"chatgpt"}', 'signed out'],
    ['a null mode', '{"auth_mode":null,"OPENAI_API_KEY":null,"tokens":null}', 'signed out'],
    ['an empty key', '{"OPENAI_API_KEY":""}', 'apiKey'],
  ])('resolves %s as the CLI does', (_name, text, found) => {
    expect(describeText(text)).toBe(found);
  });

  it.each([
    ['nothing', '', 'notJson'],
    ['half of itself', golden.slice(0, 200), 'notJson'],
    ['zeros', '\0\0\0\0', 'notJson'],
    ['a byte order mark', `\uFEFF${golden}`, 'byteOrderMark'],
    ['null', 'null', 'wrongShape'],
    ['a list', '[]', 'wrongShape'],
    ['a text', '"x"', 'wrongShape'],
    ['an unknown mode', golden.replace('"chatgpt"', '"magic"'), 'unknownMode (magic)'],
    ['a mode in other letters', golden.replace('"chatgpt"', '"ChatGPT"'), 'unknownMode (ChatGPT)'],
    ['a mode of another type', '{"auth_mode":1}', 'wrongShape'],
    ['a bad id token', golden.replace(reveal.id, 'opaque'), 'wrongShape (chatgpt)'],
    ['an id token with padding', golden.replace(reveal.id, `${reveal.id}=`), 'wrongShape (chatgpt)'],
    ['no id token', JSON.stringify({ tokens: { access_token: 'a', refresh_token: 'r' } }), 'wrongShape'],
    [
      'no access token',
      JSON.stringify({ tokens: { id_token: tokenFields.id_token, refresh_token: 'r' } }),
      'wrongShape',
    ],
    [
      'no refresh token',
      JSON.stringify({ tokens: { id_token: tokenFields.id_token, access_token: 'a' } }),
      'wrongShape',
    ],
    ['a time that is none', golden.replace('2026-11-21T04:00:00.000Z', 'yesterday'), 'wrongShape'],
    ['a time without a zone', golden.replace('.000Z', ''), 'wrongShape'],
    ['a key of another type', '{"OPENAI_API_KEY":5}', 'wrongShape'],
    ['a mode without its key', '{"auth_mode":"apikey"}', 'wrongShape (apikey)'],
    ['a mode without its token', '{"auth_mode":"personalAccessToken"}', 'wrongShape (personalAccessToken)'],
  ])('names %s instead of guessing', (_name, text, problem) => {
    expect(describeText(text)).toBe(problem);
  });

  it.each([
    ['a field', `{${key},"OPENAI_API_KEY":"sk-y"}`, 'OPENAI_API_KEY'],
    ['a field, the second time as null', `{${key},"OPENAI_API_KEY":null}`, 'OPENAI_API_KEY'],
    ['a field, once behind an escape', `{${key},"OPENAI_API_KE\\u0059" : "sk-y"}`, 'OPENAI_API_KEY'],
    ['the tokens', golden.replace('"last_refresh"', '"tokens": null, "last_refresh"'), 'tokens'],
    [
      'a field of the tokens',
      golden.replace('"account_id"', '"refresh_token": "r", "account_id"'),
      'tokens.refresh_token',
    ],
    [
      'a field of the provenance',
      golden.replace('"client_id"', '"issuer": "i", "client_id"'),
      'tokens.oauth_provenance.issuer',
    ],
  ])('is refused with %s twice', (_name, text, field) => {
    expect(findField(text)).toBe(field);
  });

  it.each([
    ['a field that nobody knows', `{${key},"x":1,"x":2}`],
    [
      'a known name in an object that nobody knows',
      `{${key},"x":[{"OPENAI_API_KEY":1,"OPENAI_API_KEY":2}],"__proto__":{"tokens":1,"tokens":2}}`,
    ],
    ['a text that looks like a field', `{${key},"x":"{\\"OPENAI_API_KEY\\":1, \\\\"}`],
    ['a megabyte of text', `{${key},"x":"${'\\\\y'.repeat(300_000)}"}`],
  ])('is taken with %s twice, as the CLI does', (_name, text) => {
    expect(describeText(text)).toBe('apiKey');
  });

  it.each([
    '2028-02-29T04:00:00Z',
    '2000-02-29T04:00:00Z',
    '0000-02-29T00:00:00Z',
    '+10000-01-01T00:00:00Z',
    '-0004-02-29T00:00:00Z',
    '+262142-12-31T00:00:00Z',
    '2026-11-21T23:59:60Z',
    '2026-11-21T04:00:00+23:59',
    '2026-11-21T04:00:00+0100',
    '2026-1-1 4:0:0 UTC',
    ' 2026-11-21t04:00:00.5z ',
  ])('is taken with the time %j, as the CLI does', (time) => {
    expect(describeText(withTime(time))).toBe('apiKey');
  });

  it.each([
    '2026-02-30T04:00:00Z',
    '2026-02-29T04:00:00Z',
    '1900-02-29T04:00:00Z',
    '2026-04-31T04:00:00Z',
    '2026-13-01T04:00:00Z',
    '2026-01-00T04:00:00Z',
    '10000-01-01T00:00:00Z',
    '+262143-01-01T00:00:00Z',
    '2026-11-21T24:00:00Z',
    '2026-11-21T04:60:00Z',
    '2026-11-21T04:00:61Z',
    '2026-11-21T04:00:00+24:00',
    '2026-11-21T04:00:00+01:60',
    '2026-11-21T04:00:00+01',
    '2026-11-21T04:00Z',
    '2026-11-21T04:00:00.Z',
    '',
  ])('is refused with the time %j, which is named', (time) => {
    expect(findField(withTime(time))).toBe('last_refresh');
  });

  it('takes an id token of any length that fits, as the CLI does', () => {
    const long = mintJwt({
      email: 'ada@example.com',
      organizations: Array.from({ length: 3000 }, (_, at) => ({ id: `org-${String(at)}`, title: 'Lovelace' })),
    });
    expect(long.length).toBeGreaterThan(100_000);
    expect(describeText(golden.replace(reveal.id, long))).toBe('chatgpt');
    expect(serializeToText({ kind: 'chatgpt', tokens: { ...tokens, idToken: new Secret(long) } }, undefined)).toBe(
      golden.replace(reveal.id, long),
    );
  });

  it.each<readonly [string, unknown]>([
    ['email', 5],
    ['https://api.openai.com/auth', 'x'],
    ['https://api.openai.com/auth', { chatgpt_plan_type: {} }],
    ['https://api.openai.com/auth', { chatgpt_account_is_fedramp: null }],
    ['https://api.openai.com/profile', { email: 5 }],
  ])('is refused with a claim %s that is %j', (claim, value) => {
    expect(findField(golden.replace(reveal.id, mintJwt({ [claim]: value })))).toBe('tokens.id_token');
    expect(describeText(golden.replace(reveal.id, mintJwt({ [claim]: null })))).toBe('chatgpt');
  });

  it.each([
    ['half of a surrogate pair', '{"OPENAI_API_KEY":"sk-\\ud800"}', 'OPENAI_API_KEY'],
    ['half a Bedrock key', `{${key},"bedrock_api_key":{"api_key":"k"}}`, 'bedrock_api_key.region'],
    [
      'half of Bedrock access keys',
      `{${key},"bedrock_access_keys":{"secret_access_key":"s"}}`,
      'bedrock_access_keys.access_key_id',
    ],
    [
      'an agent record without its key',
      JSON.stringify({ agent_identity: { ...agentRecord, agent_private_key: undefined } }),
      'agent_identity',
    ],
    [
      'tokens without a refresh token',
      JSON.stringify({ tokens: { id_token: tokenFields.id_token, access_token: 'a' } }),
      'tokens.refresh_token',
    ],
    ['a mode without its key', '{"auth_mode":"apikey"}', 'OPENAI_API_KEY'],
    ['a list', '[]', ''],
  ])('names the field of %s', (_name, text, field) => {
    expect(findField(text)).toBe(field);
  });

  it('is read and written whatever stands there, and spoils no prototype', () => {
    const name = fc.constantFrom(
      'auth_mode',
      'OPENAI_API_KEY',
      'tokens',
      'last_refresh',
      'agent_identity',
      '__proto__',
      'constructor',
      'x',
    );
    const text = fc.oneof(
      fc.string(),
      fc.json(),
      fc.dictionary(name, fc.jsonValue({ maxDepth: 2 })).map((value) => JSON.stringify(value)),
    );
    fc.assert(
      fc.property(text, (before) => {
        parseText(before);
        const after = serializeToText(chatgpt, before);
        expect(describeText(after)).toBe('chatgpt');
        expect(after.endsWith('}')).toBe(true);
      }),
      runs(75),
    );
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});
