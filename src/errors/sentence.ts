import type { BrowserMessages } from './messages/browser.ts';
import type { CopyMessages } from './messages/copy.ts';
import type { CredentialMessages } from './messages/credential.ts';
import type { DeviceCodeMessages } from './messages/deviceCode.ts';
import type { GrantMessages } from './messages/grant.ts';
import type { HomeMessages } from './messages/home.ts';
import type { NetworkMessages } from './messages/network.ts';
import type { StoreMessages } from './messages/store.ts';
import type { TokenMessages } from './messages/token.ts';
import type { VaultMessages } from './messages/vault.ts';

/**
 * Everything a pure room can say, as ids with the values that go into them. Words live in the UI, which maps each id,
 * exhaustively, to a translatable text.
 */
export interface Sentences
  extends
    TokenMessages,
    NetworkMessages,
    BrowserMessages,
    DeviceCodeMessages,
    CredentialMessages,
    GrantMessages,
    VaultMessages,
    StoreMessages,
    HomeMessages,
    CopyMessages {}

export type SentenceId = keyof Sentences;

/** One thing to say: an id with the values that belong to it. */
export interface SentenceOf<K extends SentenceId> {
  readonly messageId: K;
  readonly args: Sentences[K];
}

export type Sentence = { readonly [K in SentenceId]: SentenceOf<K> }[SentenceId];

export function buildSentence<K extends SentenceId>(messageId: K, args: Sentences[K]): SentenceOf<K> {
  return { messageId, args };
}
