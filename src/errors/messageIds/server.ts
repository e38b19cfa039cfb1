/** What the service itself answered in place of what was asked for. A new kind gets its row in `ui/text/serverAnswers.ts`. */
export interface ServerMessages {
  /** Codex is switched off for this person in this workspace. */
  'server.codexOff': ServerAnswer;
  /** The workspace that the sign-in names is not open to it. */
  'server.workspaceRefused': ServerAnswer;
  /** The workspace was deactivated. */
  'server.workspaceEnded': ServerAnswer;
  /** No workspace of this person can be used with Codex. */
  'server.noWorkspace': ServerAnswer;
  /** The service does not serve the country that the request came from. */
  'server.regionRefused': ServerAnswer;
  'server.phoneNeeded': ServerAnswer;
  /** The company's own sign-in has to be gone through again. */
  'server.ssoNeeded': ServerAnswer;
  'server.mfaNeeded': ServerAnswer;
  /** The account was deleted or deactivated. */
  'server.accountClosed': ServerAnswer;
  'server.tooManyRequests': ServerAnswer;
  /** The service has trouble of its own, or is being maintained. */
  'server.serviceDown': ServerAnswer;
  /** The API organization has nothing left to spend, or has reached a limit. */
  'server.outOfFunds': ServerAnswer;
  /** The key belongs to another project or organization. */
  'server.projectRefused': ServerAnswer;
  /** The API organization lets only other addresses in. */
  'server.addressRefused': ServerAnswer;
  /** Somebody said no on the sign-in page, or the service did without saying why. */
  'server.declined': ServerAnswer;
  /** The service does not take the request of this program. */
  'server.clientRefused': ServerAnswer;
  /** A code that this release does not know. */
  'server.unknown': ServerAnswer;
}

/** What came with an answer, also where another program wrote it; each is empty where it did not. */
export interface PageDetails {
  /** The HTTP status. */
  readonly status: string;
  /** How long the service wants to be left alone. */
  readonly waitSeconds: string;
  /** By which the service finds the request again. */
  readonly requestId: string;
  /** When it was sent, as RFC 3339. */
  readonly at: string;
}

/** The same with the service's own word for it. */
export interface AnswerDetails extends PageDetails {
  readonly code: string;
}

/** The same, and which answer it is: code decides by that, as it does by the reason of a failure, and never by the id. */
export interface ServerAnswer extends AnswerDetails {
  readonly answer: ServerAnswerKind;
}

/** A closed set of answers: what code decides by, and what words stand for. */
export type ServerAnswerKind = KindIn<keyof ServerMessages>;
type KindIn<Id> = Id extends `server.${infer Kind}` ? Kind : never;
