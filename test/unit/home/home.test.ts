import { describe, expect, it } from 'vitest';
import type { HomeCredential } from '../../../src/home/credential/credentialDocument.ts';
import { Home } from '../../../src/home/home.ts';
import type { CredentialFileState } from '../../../src/home/ports.ts';
import { createMemoryFile } from '../../support/memoryStores.ts';
import { mintTokens } from '../../support/tokens.ts';
import { Secret } from '../../../src/base/secret.ts';
import { serializeToText } from '../../support/credentialTexts.ts';

function createHarness(text?: string) {
  const file = createMemoryFile(text);
  let pauses = 0;
  const home = new Home('/home/ada/.codex', file, () => {
    pauses += 1;
    return Promise.resolve();
  });
  return { file, home, countPauses: () => pauses };
}

const credential: HomeCredential = { kind: 'chatgpt', tokens: mintTokens() };
const document = serializeToText(credential);
const nothing = { document: undefined, fingerprint: undefined };

function written(text: string): CredentialFileState {
  return { kind: 'file', document: new Secret(text), fingerprint: text };
}

describe('a Home', () => {
  it('says who is signed in, and what that was read from', async () => {
    const { home } = createHarness(document);
    const state = await home.read();
    expect([state.kind, state.kind === 'signedIn' && state.seen.document?.reveal()]).toEqual(['signedIn', document]);
  });

  it('says that nobody is where no file is, and where an empty document is', async () => {
    expect(await createHarness().home.read()).toEqual({ kind: 'signedOut', seen: nothing, isGone: false });
    expect((await createHarness('{}').home.read()).kind).toBe('signedOut');
  });

  it('waits for the second half of a file that an older CLI is writing', async () => {
    const { file, home, countPauses } = createHarness(document);
    file.states.push(written(''), written(document.slice(0, 40)), written(document.slice(0, 300)));
    expect((await home.read()).kind).toBe('signedIn');
    expect(countPauses()).toBe(3);
  });

  it('calls it unreadable after five more looks, never signed out', async () => {
    const { home, countPauses } = createHarness('{"auth_mode": "chat');
    const state = await home.read();
    expect(state).toMatchObject({ kind: 'unreadable', problem: 'notJson' });
    expect(state.kind === 'unreadable' && state.seen.document?.reveal()).toBe('{"auth_mode": "chat');
    expect(countPauses()).toBe(5);
  });

  it('does not wait for what will not become better', async () => {
    const { home, countPauses } = createHarness('{"auth_mode":"magic"}');
    expect(await home.read()).toMatchObject({ kind: 'unreadable', problem: 'unknownMode', mode: 'magic' });
    expect(countPauses()).toBe(0);
  });

  it('passes a problem of the file on', async () => {
    const { file, home } = createHarness();
    file.states.push({ kind: 'problem', problem: 'otherOwner' });
    expect(await home.read()).toEqual({ kind: 'problem', problem: 'otherOwner' });
  });

  it('takes a credential', async () => {
    const { file, home } = createHarness();
    expect(await home.put(credential, nothing)).toBe('done');
    expect(file.text).toBe(document);
  });

  it('writes nothing over what it has not seen', async () => {
    const { file, home } = createHarness('{}');
    const state = await home.read();
    file.beforeWrite = () => {
      file.text = '{"by":"somebody else"}';
    };
    expect(state.kind === 'signedOut' && (await home.put(credential, state.seen))).toBe('conflict');
    expect(state.kind === 'signedOut' && (await home.clear(state.seen))).toBe('conflict');
    expect(file.text).toBe('{"by":"somebody else"}');
  });

  it('reads back what it wrote: gone is a failure, changed is a conflict', async () => {
    const gone = createHarness();
    gone.file.states.push({ kind: 'absent', folderExists: true });
    await expect(gone.home.put(credential, nothing)).rejects.toMatchObject({
      code: 'fixFile',
      sentence: { messageId: 'home.notReadBack' },
    });
    const changed = createHarness();
    changed.file.states.push(written('{}'));
    expect(await changed.home.put(credential, nothing)).toBe('conflict');
  });

  it('clears what was seen, and nothing where nothing is', async () => {
    const { file, home } = createHarness(document);
    const state = await home.read();
    expect(state.kind === 'signedIn' && (await home.clear(state.seen))).toBe('done');
    expect(file.text).toBeUndefined();
    expect(await home.clear(nothing)).toBe('done');
  });
});
