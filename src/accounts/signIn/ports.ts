import type { CallbackRequest } from '../../protocol/oauth/callbackRequest.ts';
import type { HomeQuestions } from '../home/ports.ts';
import type { Identity } from '../../storage/account.ts';
import type { ServerAnswerKind } from '../../errors/messageIds/server.ts';
import type { Sentence } from '../../errors/sentence.ts';
import type { CallbackReach } from '../../window/callbackReach.ts';

/** The person's browser. */
export interface Browser {
  /** Opens it. False when there is none to open. */
  open(url: string): Promise<boolean>;
  /** Whether it ends at a listener of ours on this port; asked once the listener is open. */
  findReach(port: number): Promise<CallbackReach>;
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
  'success' | 'confirm' | 'failed' | 'notSaved' | 'stateMismatch' | 'notFound' | 'refused' | ServerAnswerKind;

/** What the listener answers to a request. */
export type CallbackReply =
  | { readonly kind: 'page'; readonly status: number; readonly page: CallbackPage }
  /** Always to a path of our own out of a fixed list. */
  | { readonly kind: 'seeOther'; readonly path: string };

/** A listener on the loopback addresses. */
export interface OpenListener {
  readonly port: number;
  /** Ends it and every connection. */
  close(): Promise<void>;
}

/** `taken`: no port of the list is free, and who has them. */
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

/** The only sign-in by browser on this computer. */
export interface HeldAttempt {
  /** Aborts when another window took the attempt over. */
  readonly takenOver: AbortSignal;
  release(): Promise<void>;
}

/** One browser sign-in per machine: two listeners can not share the issuer's ports. */
export interface AttemptLock {
  acquire(): Promise<
    { readonly kind: 'held'; readonly attempt: HeldAttempt } | { readonly kind: 'busy'; readonly other: OtherAttempt }
  >;
  /**
   * Takes the attempt from the other window, which ends its own.
   * @param signal ends the wait for that: then nobody holds the attempt
   */
  takeOver(signal: AbortSignal): Promise<HeldAttempt>;
}

/** Why the account that came back may not be the one that was meant. */
export type Surprise =
  /** It is here already, and in order: one who adds another gets it when the browser is still signed in with it. */
  | 'sameAccount'
  /** A workspace that nobody asked for, of a person who is here already. */
  | 'otherWorkspace'
  /** The workspace that was asked for, and another person than the one who was. */
  | 'otherPerson';

/** Questions only the person can answer. Every one has an answer that changes nothing. */
export interface SignInQuestions extends HomeQuestions {
  /** Another window is signing in: end that one? */
  takeOverAttempt(other: OtherAttempt): Promise<'takeOver' | 'useDeviceCode' | 'leave'>;
  /** Not what one would expect came back: is it the right one? Asked before anything is saved. */
  confirmIdentity(who: { readonly identity: Identity; readonly surprise: Surprise }): Promise<'save' | 'discard'>;
  /** It is not known whether a key is good, for this reason where one is known: keep it as it is? */
  keepUnchecked(reason: Sentence | undefined): Promise<'keep' | 'leave'>;
  /** A sign-in came back and could not be saved, for this reason: try it again with what came back? */
  saveAgain(reason: Sentence): Promise<'saveAgain' | 'giveUp'>;
}
