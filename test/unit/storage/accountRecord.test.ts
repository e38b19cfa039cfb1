import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { providerKinds, type Account, type Credential } from '../../../src/storage/account.ts';
import { decodeAccountRecord, encodeAccountRecord } from '../../../src/storage/accountRecord.ts';
import { Secret } from '../../../src/base/secret.ts';
import { runs } from '../../support/propertyRuns.ts';
import { createAccount, createCredential, unknownIdentity, accountIdOf, grantIdOf } from '../../support/records.ts';

/** An account with its secrets laid open, to be compared. */
function open(account: Account): unknown {
  return JSON.parse(
    JSON.stringify(account, (_key, value: unknown) =>
      value instanceof Secret ? { opened: value.reveal() } : value,
    ).replaceAll('[secret]', ''),
  );
}

function laidOpen(account: Account): unknown {
  const credential: Record<string, unknown> = {};
  const lay = (value: object): Record<string, unknown> =>
    Object.fromEntries(
      Object.entries(value).map(([key, part]: [string, unknown]) => [
        key,
        part instanceof Secret ? part.reveal() : typeof part === 'object' && part !== null ? lay(part) : part,
      ]),
    );
  Object.assign(credential, lay(account.credential));
  return {
    ...(open({ ...account, credential: { kind: 'apiKey', key: new Secret(''), check: 'good' } }) as object),
    credential,
  };
}

function decode(text: string): Account {
  const decoded = decodeAccountRecord(text);
  if (decoded.kind !== 'account') {
    throw new TypeError(decoded.kind);
  }
  return decoded.account;
}

const text = fc.string({ maxLength: 20 });
const maybe = fc.option(text, { nil: undefined });
const secret = text.map((value) => new Secret(value));
const credential: fc.Arbitrary<Credential> = fc.oneof(
  fc.record({
    kind: fc.constant('chatgpt' as const),
    tokens: fc.record({
      idToken: secret,
      accessToken: secret,
      refreshToken: secret,
      workspaceId: maybe,
      provenance: fc.option(fc.record({ issuer: text, clientId: text }), { nil: undefined }),
      loginOwnerId: maybe,
      lastRefresh: maybe,
    }),
  }),
  fc.record({
    kind: fc.constant('apiKey' as const),
    key: secret,
    check: fc.constantFrom('good' as const, 'unchecked' as const),
  }),
  fc.record({
    kind: fc.constant('accessToken' as const),
    shape: fc.constantFrom('personalAccessToken' as const, 'agentIdentity' as const),
    token: secret,
  }),
);
const account: fc.Arbitrary<Account> = fc.record({
  id: fc.string({ minLength: 1, maxLength: 20 }).map(accountIdOf),
  gen: fc.nat(),
  label: text,
  colour: fc.constantFrom(undefined, 'blue' as const, 'red' as const),
  createdAt: text,
  grantId: text.map(grantIdOf),
  identity: fc.record({ email: maybe, userId: maybe, plan: maybe, workspaceId: maybe, workspaceName: maybe }),
  credential,
});

describe('the record of an account', () => {
  it('comes back as it was written', () => {
    fc.assert(
      fc.property(account, fc.option(account, { nil: undefined }), (written, before) => {
        const previous = before === undefined ? undefined : encodeAccountRecord(before, undefined);
        expect(laidOpen(decode(encodeAccountRecord(written, previous)))).toEqual(
          JSON.parse(JSON.stringify(laidOpen(written))),
        );
      }),
      runs(50),
    );
  });

  it('keeps what a newer release added, at every level', () => {
    const first = createAccount();
    const stored = JSON.parse(encodeAccountRecord(first, undefined)) as Record<
      string,
      Record<string, Record<string, unknown>>
    >;
    const identity = stored['identity'] ?? {};
    const credentialPart = stored['credential'] ?? {};
    const extended = {
      ...stored,
      pinned: true,
      identity: { ...identity, avatar: 'a.png' },
      credential: { ...credentialPart, proof: 1, tokens: { ...credentialPart['tokens'], dpop: 'key' } },
    };
    const again = JSON.parse(
      encodeAccountRecord({ ...first, label: 'Home' }, JSON.stringify(extended)),
    ) as typeof extended & { label: string };
    expect(again.label).toBe('Home');
    expect([again.pinned, again.identity.avatar, again.credential.proof, again.credential.tokens.dpop]).toEqual([
      true,
      'a.png',
      1,
      'key',
    ]);
  });

  it('carries nothing of one kind of credential over to another', () => {
    const before = createAccount();
    const after = encodeAccountRecord(
      { ...before, credential: createCredential('apiKey') },
      encodeAccountRecord(before, undefined),
    );
    expect(Object.keys((JSON.parse(after) as { credential: object }).credential)).toEqual(['kind', 'key', 'check']);
  });

  it('forgets what is unknown by now', () => {
    const before = createAccount();
    const after = decode(
      encodeAccountRecord({ ...before, identity: unknownIdentity }, encodeAccountRecord(before, undefined)),
    );
    expect(after.identity).toEqual(unknownIdentity);
  });

  it('shows a record of a newer release as such', () => {
    expect(decodeAccountRecord('{"v":3}')).toEqual({ kind: 'newer' });
    expect(decodeAccountRecord('{"v":99,"id":7}')).toEqual({ kind: 'newer' });
  });

  it.each(providerKinds)(
    'keeps an account at %s, as a record that a release without providers leaves alone',
    (kind) => {
      const account = createAccount({ credential: createCredential(kind) });
      const text = encodeAccountRecord(account, undefined);
      expect(JSON.parse(text)).toMatchObject({ v: 2, credential: { kind: kind === 'custom' ? 'provider' : kind } });
      const decoded = decodeAccountRecord(text);
      expect(decoded).toEqual({ kind: 'account', account });
      expect(decoded.kind === 'account' && encodeAccountRecord(decoded.account, text)).toBe(text);
    },
  );

  it.each(['', '{', 'null', '[]', '{}', '{"v":1}', '{"v":0}', '{"v":"2"}', '"eyJ"', '{"v":1,"gen":-1}'])(
    'shows %j as corrupt',
    (stored) => {
      expect(decodeAccountRecord(stored)).toEqual({ kind: 'corrupt' });
    },
  );

  it('is judged whatever stands there, and spoils no prototype', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (stored) => {
        expect(['corrupt', 'newer']).toContain(decodeAccountRecord(stored).kind);
      }),
    );
    decodeAccountRecord('{"v":1,"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}');
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});
