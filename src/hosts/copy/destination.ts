import type { CopyDocument } from './copyDocument.ts';

/** What is in a Home elsewhere. Only the kind: no credential ever comes back. */
export const foundCredentialKinds = ['none', 'chatgpt', 'lease', 'apiKey', 'accessToken', 'other', 'unknown'] as const;

/** The kind of what is at the destination. */
export type FoundCredentialKind = (typeof foundCredentialKinds)[number];

/** What was seen at the destination before anything is sent. */
export interface DestinationState {
  /** The user whose Home it is; undefined when it is a folder of this computer. */
  readonly user: string | undefined;
  /** The path of `auth.json` there. */
  readonly path: string;
  readonly holds: FoundCredentialKind;
  /** Names what is there, so that nothing else is replaced. */
  readonly stamp: string;
}

/** What is sent, and what it may replace. */
export interface CopyRequest {
  readonly document: CopyDocument;
  /** What was seen there before; anything else by now is left alone. */
  readonly expectedStamp: string;
  /** The name under which what is there is kept beside; undefined when there is nothing to keep. */
  readonly keepAs: string | undefined;
}

/** What is there now, and where the one before was kept. */
export interface CopyResult {
  readonly path: string;
  /** Where the replaced sign-in is kept there. */
  readonly keptPath: string | undefined;
  /** The word of the Codex CLI there; undefined when none was found or asked. */
  readonly cli: { readonly isSignedIn: boolean; readonly says: string } | undefined;
}

/** A place outside of this window that can be given a sign-in. @throws AuthError with a sentence and its fix */
export interface CopyDestination {
  look(signal: AbortSignal): Promise<DestinationState>;
  /** Puts the document there as a whole, or changes nothing. */
  put(request: CopyRequest, signal: AbortSignal): Promise<CopyResult>;
}
