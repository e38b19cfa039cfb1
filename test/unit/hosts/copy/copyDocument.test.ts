import { describe, expect, it } from 'vitest';
import type { HomeCredential } from '../../../../src/home/credential/credentialDocument.ts';
import { serializeCredential } from '../../../../src/home/credential/serializeCredential.ts';
import { CopyDocument, type OfferedDocument } from '../../../../src/hosts/copy/copyDocument.ts';
import { LedgerGrants } from '../../../../src/hosts/copy/ledgerGrants.ts';
import { Ledger } from '../../../../src/storage/ledger.ts';
import { sha256Hex } from '../../../../src/base/bytes.ts';
import { Secret } from '../../../../src/base/secret.ts';
import { createMemoryFolder } from '../../../support/memoryStores.ts';
import { createEntry, grantIdOf } from '../../../support/records.ts';
import { mintTokens, randomText } from '../../../support/tokens.ts';

const chatgpt = (): Extract<HomeCredential, { kind: 'chatgpt' }> => ({ kind: 'chatgpt', tokens: mintTokens() });
const offer = (binding: OfferedDocument['binding'], credential: HomeCredential): OfferedDocument => ({
  binding,
  document: serializeCredential(credential, undefined),
});

async function makeGrants(over: Parameters<typeof createEntry>[0] = {}): Promise<LedgerGrants> {
  const ledger = new Ledger(createMemoryFolder());
  const entry = createEntry(over);
  await ledger.withGrant(entry.grantId, () => ledger.write(entry));
  return new LedgerGrants(ledger);
}

const refused = { code: 'chooseAnotherMethod', message: 'copy.liveGrant' };

describe('what may be sent to another host', () => {
  it('is a lease without a refresh token', async () => {
    const lease = offer('lease', { kind: 'chatgpt', tokens: { ...mintTokens(), refreshToken: new Secret('') } });
    const document = await CopyDocument.admit(lease, await makeGrants());
    expect(document.content.reveal()).toBe(lease.document.reveal());
    expect(JSON.stringify(document)).not.toContain('access_token');
    await expect(CopyDocument.admit({ ...lease, binding: 'own' }, await makeGrants())).rejects.toMatchObject(refused);
  });

  it('is a sign-in that no Vault here knows', async () => {
    await expect(CopyDocument.admit(offer('own', chatgpt()), await makeGrants())).resolves.toBeInstanceOf(CopyDocument);
  });

  it.each<HomeCredential>([
    { kind: 'apiKey', key: new Secret(randomText('sk')) },
    { kind: 'accessToken', shape: 'personalAccessToken', token: new Secret(randomText('at')) },
  ])('is a key or an access token as it is', async (credential) => {
    await expect(CopyDocument.admit(offer('copy', credential), await makeGrants())).resolves.toBeInstanceOf(
      CopyDocument,
    );
    await expect(CopyDocument.admit(offer('lease', credential), await makeGrants())).rejects.toMatchObject(refused);
  });

  it.each(['lease', 'copy', 'own'] as const)(
    'is never the live grant of an account, whatever it is called: %s',
    async (binding) => {
      const credential = chatgpt();
      const current = await sha256Hex(credential.tokens.refreshToken.reveal());
      await expect(CopyDocument.admit(offer(binding, credential), await makeGrants({ current }))).rejects.toMatchObject(
        refused,
      );
    },
  );

  it('is no spent token of such a grant, and no newer one that only Codex has seen', async () => {
    const credential = chatgpt();
    const spent = [await sha256Hex(credential.tokens.refreshToken.reveal())];
    await expect(CopyDocument.admit(offer('own', credential), await makeGrants({ spent }))).rejects.toMatchObject(
      refused,
    );
    const grantId = credential.tokens.loginOwnerId ?? '';
    expect(grantId).not.toBe('');
    await expect(
      CopyDocument.admit(offer('own', credential), await makeGrants({ grantId: grantIdOf(grantId) })),
    ).rejects.toMatchObject(refused);
  });

  it('is no document that cannot be understood', async () => {
    await expect(
      CopyDocument.admit({ binding: 'copy', document: new Secret('{}') }, await makeGrants()),
    ).rejects.toMatchObject(refused);
  });
});
