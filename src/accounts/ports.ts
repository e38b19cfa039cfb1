import type { ToldAccount } from '../protocol/appServer.ts';
import type { CallbackRequest } from '../protocol/callbackRequest.ts';
import type { HomeCredential } from '../home/credentialDocument.ts';
import type { Identity } from '../storage/account.ts';
import type { Sentence } from '../util/sentence.ts';
import type { BrowserReach } from './methods.ts';

/** The person's browser. */
export interface Browser {
  /** Opens it. False when there is none to open. */
  open(url: string): Promise<boolean>;
  /** Whether it ends at a listener of ours on this port; asked once the listener is open. */
  findReach(port: number): Promise<BrowserReach>;
}

/** Who listens on a port that we need, as far as the operating system tells. */
export interface PortHolder {
  readonly port: number;
  readonly process: string | undefined;
  /** The system keeps the port from every program, as Windows does with ranges of them. */
  readonly isReserved?: boolean;
}

/** The pages a browser can be shown. None of them contains anything from a request. */
export type CallbackPage =
  | 'success'
  | 'confirm'
  | 'failed'
  | 'declined'
  | 'codexOff'
  | 'notSaved'
  | 'stateMismatch'
  | 'notFound'
  | 'refused';

export type CallbackReply =
  | { readonly kind: 'page'; readonly status: number; readonly page: CallbackPage }
  /** Always to a path of our own out of a fixed list. */
  | { readonly kind: 'seeOther'; readonly path: string };

export interface OpenListener {
  readonly port: number;
  /** Ends it and every connection. */
  close(): Promise<void>;
}

export type ListenerResult =
  | { readonly kind: 'open'; readonly listener: OpenListener }
  | { readonly kind: 'taken'; readonly holders: readonly PortHolder[] };

/** Listens on this machine's loopback, both families, on the first free port of a list. */
export interface CallbackListener {
  open(
    ports: readonly number[],
    answer: (request: CallbackRequest, port: number) => Promise<CallbackReply>,
  ): Promise<ListenerResult>;
}

/** Another window that signs in at this moment. */
export interface OtherAttempt {
  readonly product: string;
}

export interface HeldAttempt {
  /** Aborts when another window took the attempt over. */
  readonly takenOver: AbortSignal;
  release(): Promise<void>;
}

/** One browser sign-in per machine: two listeners can not share the issuer's ports. */
export interface AttemptLock {
  acquire(): Promise<{ readonly kind: 'held'; readonly attempt: HeldAttempt } | { readonly kind: 'busy'; readonly other: OtherAttempt }>;
  /** Takes the attempt from the other window, which ends its own. */
  takeOver(): Promise<HeldAttempt>;
}

/** What a suggested label is made of. */
export interface LabelFacts {
  readonly kind: 'chatgpt' | 'apiKey' | 'accessToken';
  readonly identity: Identity;
  /** The last four characters of a key, as every key page shows them. */
  readonly keyTail: string | undefined;
}

/**
 * What an account may be called, the best first.
 * @param hidesPersonalInfo whether it may not say who the person is; left out, as the person wants it now
 */
export type SuggestLabels = (facts: LabelFacts, hidesPersonalInfo?: boolean) => readonly [string, ...string[]];

/** Why the account that came back may not be the one that was meant. */
export type Surprise =
  /** It is here already, and in order: one who adds another gets it when the browser is still signed in with it. */
  | 'sameAccount'
  /** A workspace that nobody asked for, of a person who is here already. */
  | 'otherWorkspace'
  /** The workspace that was asked for, and another person than the one who was. */
  | 'otherPerson';

/** Questions only the person can answer. Every one has an answer that changes nothing. */
export interface Questions {
  /** Another window is signing in: end that one? */
  takeOverAttempt(other: OtherAttempt): Promise<'takeOver' | 'useDeviceCode' | 'leave'>;
  /** Not what one would expect came back: is it the right one? Asked before anything is saved. */
  confirmIdentity(who: { readonly identity: Identity; readonly surprise: Surprise }): Promise<'save' | 'discard'>;
  /** The Home holds a sign-in that is not in the Vault: keep it there too, and let Codex use the new one? */
  replaceForeign(found: FoundInHome): Promise<'keepAndReplace' | 'leave'>;
  /** The Home holds something that can not be understood: set it aside and replace it? */
  replaceUnreadable(path: string): Promise<'setAsideAndReplace' | 'leave'>;
  /** A sign-in came back and could not be saved, for this reason: try it again with what came back? */
  saveAgain(reason: Sentence): Promise<'saveAgain' | 'giveUp'>;
}

/** A sign-in made by somebody else, seen in the Home. */
export interface FoundInHome {
  readonly kind: HomeCredential['kind'];
  readonly identity: Identity;
}

/** What the CLI says about who is signed in, or why it says nothing. */
export type CodexTold = ToldAccount | { readonly kind: 'codexMissing' | 'noAnswer' };

/** The Codex CLI itself, for what it keeps in a store that only it opens. */
export interface CodexSpokesman {
  tell(): Promise<CodexTold>;
  /**
   * Has the CLI sign in with ChatGPT, in its own store; nothing is revoked.
   * @throws AuthError `fixFile` where there is no CLI, `tryAgain` when it did not come to an end
   */
  signIn(open: (url: string) => Promise<boolean>, signal: AbortSignal): Promise<void>;
}
