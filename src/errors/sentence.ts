import type { BrowserMessages } from './messageIds/browser.ts';
import type { CopyMessages } from './messageIds/copy.ts';
import type { CredentialMessages } from './messageIds/credential.ts';
import type { DeviceCodeMessages } from './messageIds/deviceCode.ts';
import type { GrantMessages } from './messageIds/grant.ts';
import type { HomeMessages } from './messageIds/home.ts';
import type { NetworkMessages } from './messageIds/network.ts';
import type { ProviderMessages } from './messageIds/provider.ts';
import type { RuleMessages } from './messageIds/rule.ts';
import type { ServerMessages } from './messageIds/server.ts';
import type { StoreMessages } from './messageIds/store.ts';
import type { TokenMessages } from './messageIds/token.ts';
import type { VaultMessages } from './messageIds/vault.ts';

/**
 * Everything a pure room can say, as ids with the values that go into them. Words live in the UI, which maps each id,
 * exhaustively, to a translatable text.
 */
export interface Sentences
  extends
    TokenMessages,
    ServerMessages,
    NetworkMessages,
    BrowserMessages,
    DeviceCodeMessages,
    CredentialMessages,
    GrantMessages,
    VaultMessages,
    StoreMessages,
    ProviderMessages,
    RuleMessages,
    HomeMessages,
    CopyMessages {}

/** The id of something that can be said, as `network.offline`. */
export type SentenceId = keyof Sentences;

/** One thing to say: an id with the values that belong to it. */
export interface SentenceOf<K extends SentenceId> {
  readonly messageId: K;
  readonly args: Sentences[K];
}

/** Anything that can be said. */
export type Sentence = { readonly [K in SentenceId]: SentenceOf<K> }[SentenceId];

/** Says something by its id, with the values that its words need. */
export function buildSentence<K extends SentenceId>(messageId: K, args: Sentences[K]): SentenceOf<K> {
  return { messageId, args };
}
