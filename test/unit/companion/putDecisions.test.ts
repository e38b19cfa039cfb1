import { describe, expect, it } from 'vitest';
import { findAcceptable, isPlaced, isRenewal } from '../../../companion/putDecisions.ts';
import type { HomeCredential } from '../../../src/home/credential/credentialDocument.ts';
import { serializeCredential } from '../../../src/home/credential/serializeCredential.ts';
import { markCredential, type CredentialMark } from '../../../src/home/credential/credentialMark.ts';
import { remoteBindings } from '../../../src/hosts/remote/companionProtocol.ts';
import type { Placement } from '../../../src/storage/placements.ts';
import { Secret } from '../../../src/base/secret.ts';
import { mintTokens, randomText, type Person } from '../../support/tokens.ts';

function lease(person: Person = {}): HomeCredential {
  return { kind: 'chatgpt', tokens: mintTokens(person, { refreshToken: new Secret(''), loginOwnerId: undefined }) };
}

function own(person: Person = {}): HomeCredential {
  return { kind: 'chatgpt', tokens: mintTokens(person) };
}

const key: HomeCredential = { kind: 'apiKey', key: new Secret(randomText('sk')) };
const token: HomeCredential = {
  kind: 'accessToken',
  shape: 'personalAccessToken',
  token: new Secret(randomText('at')),
};
const agent: HomeCredential = { kind: 'accessToken', shape: 'agentIdentity', token: new Secret(randomText('agent')) };

function serialize(credential: HomeCredential): string {
  return serializeCredential(credential, undefined).reveal();
}

describe('a document that may stand here', () => {
  it.each([
    ['a lease', lease(), 'lease'],
    ['a sign-in of its own', own(), 'own'],
    ['a key', key, 'copy'],
    ['an access token', token, 'copy'],
    ['an agent identity', agent, 'copy'],
  ] as const)('is %s, under that binding only', (_name, credential, fitting) => {
    const document = serialize(credential);
    const accepted = remoteBindings.filter((binding) => findAcceptable({ binding, document }) !== undefined);
    expect(accepted).toEqual([fitting]);
  });

  it.each([
    ['text', 'not a document'],
    ['nothing', ''],
    ['a list', '[]'],
    ['a document of nobody', '{"auth_mode":"chatgpt"}'],
    ['a document with hostile keys alone', '{"__proto__":{"auth_mode":"apikey"},"constructor":1}'],
    ['tokens that are none', '{"auth_mode":"chatgpt","tokens":{"id_token":"x","access_token":"y","refresh_token":""}}'],
    ['an empty key', '{"auth_mode":"apikey","OPENAI_API_KEY":""}'],
    ['a kind that is not managed', '{"auth_mode":"bedrockApiKey","bedrock_api_key":{}}'],
    ['a mode of later', '{"auth_mode":"telepathy"}'],
  ])('is not %s', (_name, document) => {
    expect(remoteBindings.filter((binding) => findAcceptable({ binding, document }) !== undefined)).toEqual([]);
  });
});

async function placed(credential: HomeCredential, binding: Placement['binding']): Promise<Placement> {
  const { secretHash = '', loginOwnerId, userId, workspaceId } = await markCredential(credential);
  return {
    home: '/srv',
    placementId: 'p-1',
    binding,
    label: 'Work',
    placedAtMs: 1,
    sinceMs: 1,
    secretHash,
    loginOwnerId,
    userId,
    workspaceId,
  };
}

/** The same grant with other tokens, as the CLI leaves it after a refresh. */
function renewed(credential: HomeCredential, person: Person = {}): HomeCredential {
  if (credential.kind !== 'chatgpt') {
    return credential;
  }
  return { kind: 'chatgpt', tokens: mintTokens(person, { loginOwnerId: credential.tokens.loginOwnerId }) };
}

describe('what was placed', () => {
  it('is known again while it stands', async () => {
    const credential = lease();
    expect(isPlaced(await placed(credential, 'lease'), await markCredential(credential))).toBe(true);
    expect(isPlaced(await placed(credential, 'lease'), await markCredential(lease()))).toBe(false);
    expect(isPlaced(undefined, await markCredential(credential))).toBe(false);
  });

  it('is still ours when the CLI renewed a sign-in of its own, and not when it is another account', async () => {
    const credential = own();
    const placement = await placed(credential, 'own');
    expect(isPlaced(placement, await markCredential(renewed(credential)))).toBe(true);
    expect(isPlaced(placement, await markCredential(renewed(credential, { userId: 'user-bo' })))).toBe(false);
    expect(isPlaced(placement, await markCredential(renewed(credential, { workspaceId: 'workspace-2' })))).toBe(false);
    expect(isPlaced({ ...placement, binding: 'lease' }, await markCredential(renewed(credential)))).toBe(false);
  });

  it('is not known by a grant that nobody named', async () => {
    const unnamed: HomeCredential = { kind: 'chatgpt', tokens: mintTokens({}, { loginOwnerId: undefined }) };
    expect(isPlaced(await placed(unnamed, 'own'), await markCredential(renewed(unnamed)))).toBe(false);
  });
});

describe('a renewal', () => {
  const endMs = Date.UTC(2026, 10, 21, 5);
  const before = lease({ expiresAtMs: endMs });
  const request = { binding: 'lease', placementId: 'p-1' } as const;

  async function judge(next: HomeCredential, over: Partial<Parameters<typeof isRenewal>[0]> = {}): Promise<boolean> {
    const base = {
      request,
      next: await markCredential(next),
      placement: await placed(before, 'lease'),
      inHome: await markCredential(before),
    };
    return isRenewal({ ...base, ...over });
  }

  it('is a later lease of the same account over the very one that was placed', async () => {
    expect(await judge(lease({ expiresAtMs: endMs + 3_600_000 }))).toBe(true);
  });

  it('is not a sign-in of another person, workspace, placement or binding, nor an older lease', async () => {
    const later = { expiresAtMs: endMs + 3_600_000 };
    expect(await judge(lease({ ...later, userId: 'user-bo' })), 'another person').toBe(false);
    expect(await judge(lease({ ...later, workspaceId: 'workspace-2' })), 'another workspace').toBe(false);
    expect(await judge(lease({ expiresAtMs: endMs - 1_000 })), 'an older lease played again').toBe(false);
    expect(await judge(lease(later), { request: { ...request, placementId: 'p-2' } }), 'another placement').toBe(false);
    expect(await judge(own(later), { request: { ...request, binding: 'own' } }), 'another binding').toBe(false);
    const changed: CredentialMark = await markCredential(lease({ expiresAtMs: endMs }));
    expect(await judge(lease(later), { inHome: changed }), 'a Home that changed').toBe(false);
    expect(await judge(lease(later), { placement: undefined }), 'nothing placed').toBe(false);
    const anonymous = { ...(await placed(before, 'lease')), userId: undefined, workspaceId: undefined };
    expect(
      await judge(
        { kind: 'chatgpt', tokens: mintTokens({}, { accessToken: new Secret('opaque') }) },
        { placement: anonymous },
      ),
      'nobody known',
    ).toBe(false);
  });
});
