import type { PutRequest, RestartAnswer } from '../src/hosts/remote/companionProtocol.ts';
import type { RunningCodex } from '../src/home/running/inventory.ts';
import type { ChangeManner } from '../src/ui/running/restartPrompts.ts';
import type { Secret } from '../src/base/secret.ts';
import type { FoundKind } from '../src/storage/accountKinds.ts';

/** What is in the Home before it is replaced, as the person is told. */
export type FoundSignIn =
  | { readonly kind: 'none' }
  | { readonly kind: 'placed'; readonly label: string }
  | {
      readonly kind: 'foreign';
      readonly credential: FoundKind;
      readonly email?: string | undefined;
    }
  | { readonly kind: 'unreadable' };

/** What the person is asked before a credential is placed. */
export interface PlaceQuestion {
  readonly label: string;
  readonly binding: PutRequest['binding'];
  readonly expiresAtMs: number | undefined;
  /** The file it is written to. */
  readonly path: string;
  readonly replaced: FoundSignIn;
}

/** Questions to the person in that window. Closing one changes nothing. */
export interface HostQuestions {
  mayPlace(question: PlaceQuestion): Promise<boolean>;
  mayRemove(question: {
    readonly label: string;
    readonly binding: PutRequest['binding'];
    readonly path: string;
  }): Promise<boolean>;
  mayPutBack(question: {
    readonly kept: FoundSignIn;
    readonly replaced: FoundSignIn;
    readonly path: string;
  }): Promise<boolean>;
}

/** What is said after something was done; nobody waits until it is read. */
export interface NewsOnHost {
  placed(news: Pick<PlaceQuestion, 'label' | 'binding' | 'expiresAtMs'> & { readonly canPutBack: boolean }): void;
  removed(news: { readonly label: string; readonly canPutBack: boolean }): void;
}

/** A sign-in that was replaced, as it was in the Home. */
export interface KeptSignIn {
  readonly document: Secret;
  readonly was: FoundSignIn;
  readonly keptAtMs: number;
}

/** Where replaced sign-ins are kept: the companion's own secret storage. */
export interface KeptSignIns {
  /** The last one, if there is any. */
  findLast(): Promise<KeptSignIn | undefined>;
  /** Keeps one and reads it back; true when it really is there. */
  keep(kept: KeptSignIn): Promise<boolean>;
  /** Lets go of one that is no longer needed. */
  drop(kept: KeptSignIn): Promise<void>;
}

/** Every Codex on the Home of this host. */
export interface RunningHere {
  /** @param asksServer false: the background server is as it last said */
  look(asksServer: boolean): Promise<readonly RunningCodex[]>;
  /**
   * Brings a background server along after a change, and says in this window what came of it; nobody waits until it is
   * read. Never rejects: what was written to the Home is there, whatever became of the server.
   */
  follow(manner: ChangeManner): Promise<RestartAnswer['step']>;
}
