import * as z from 'zod/mini';
import { foundKinds } from '../../storage/accountKinds.ts';
import { rulesThere } from './rulesThere.ts';

/**
 * What main and the companion say to each other about the Home of a remote host (docs/decisions.md, Two extensions).
 * Commands cross between extension hosts as JSON, and every extension of the window can call them: both ends parse what
 * they get, no result holds a credential, and nothing in a request skips a question that the companion asks the person.
 * The number counts up with a change that the other side would not understand; what is only added is optional.
 */
export const homeAccessProtocol = 3;

/** The five commands of the companion, by what they do. */
export const homeAccessCommands = {
  hello: 'codexAccountsHost.hello',
  status: 'codexAccountsHost.status',
  put: 'codexAccountsHost.put',
  remove: 'codexAccountsHost.remove',
  restartCodex: 'codexAccountsHost.restartCodex',
} as const;

/** What a command does, by its name here. */
export type HomeAccessCommand = keyof typeof homeAccessCommands;

const shortText = z.string().check(z.maxLength(500));
const id = z.string().check(z.regex(/^[\w-]{1,64}$/u));

/**
 * How a Home on another host uses an account; `full` never leaves the machine where the person signed in. A `copy` is a
 * key or an access token, which is not spent by being used in two places.
 */
export const remoteBindings = ['lease', 'own', 'copy'] as const;

/** Who asks, and in which version of the protocol. */
export const helloRequest = z.object({ protocol: z.int().check(z.positive()), version: shortText });

/** What every release answers, whatever else it says: enough to tell an older one from a newer one. */
export const helloOfAnyRelease = z.object({ ok: z.object({ protocol: z.int(), version: shortText }) });

/** Who is there. `hostId` is random, kept on that host, one for each user of it. */
export const helloAnswer = z.object({
  protocol: z.int().check(z.positive()),
  version: shortText,
  hostId: id,
  hostName: shortText,
  userName: shortText,
  platform: shortText,
  home: z.object({ path: z.string(), store: z.enum(['file', 'keyring', 'auto', 'ephemeral', 'invalid']) }),
  codex: z.object({
    /** A `codex` program is on PATH. */
    hasCli: z.boolean(),
    /** The official IDE extension is installed in that window's host: it does not live well on a lease. */
    hasIdeExtension: z.boolean(),
    /** Names of variables that hold a sign-in there, such as a Codespaces secret; never what is in them. */
    environmentKeys: z.optional(z.array(shortText)),
  }),
});

/** What the companion wrote and what is still there. */
const placement = z.object({
  placementId: id,
  binding: z.enum(remoteBindings),
  label: shortText,
  placedAtMs: z.number(),
});

/** Asks what is in the Home there and what runs. */
export const statusRequest = z.object({
  hostId: id,
  /** `false`: a background server there is not asked, and what it said the last time is told again. */
  asksCodex: z.optional(z.boolean()),
});

const signedIn = z.object({
  kind: z.literal('signedIn'),
  credential: z.enum(foundKinds),
  userId: z.optional(shortText),
  workspaceId: z.optional(shortText),
  email: z.optional(shortText),
  /** SHA-256 of the access token, to tell drift; never the token. */
  accessTokenHash: z.optional(z.string()),
  /** False in a lease: then nobody there can renew it. */
  canRenew: z.boolean(),
  expiresAtMs: z.optional(z.number()),
  /** Absent when another program wrote what is there. */
  placement: z.optional(placement),
});

/** Whom a running Codex uses instead, as far as it says: never a credential. */
const usedInstead = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('chatgpt'),
    email: z.optional(shortText),
    userId: z.optional(shortText),
    workspaceId: z.optional(shortText),
  }),
  z.object({ kind: z.enum(['apiKey', 'other', 'none']) }),
]);

const runningCodex = z.object({
  kind: z.enum(['terminals', 'terminal', 'exec', 'extension', 'program', 'vscode']),
  pid: z.int(),
  used: z.discriminatedUnion('kind', [
    z.object({ kind: z.enum(['home', 'none', 'unknown']) }),
    z.object({ kind: z.literal('other'), who: z.optional(usedInstead) }),
    z.object({ kind: z.literal('variable'), name: shortText }),
  ]),
  activity: z.enum(['idle', 'atWork', 'unknown']),
  /** Programs that are open on a background server. */
  clients: z.optional(z.number()),
  ageMs: z.optional(z.number()),
});

/** What is there and runs; no credential is in it. */
export const statusAnswer = z.object({
  home: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('signedOut') }),
    signedIn,
    z.object({ kind: z.literal('unreadable'), problem: shortText }),
  ]),
  /** Every Codex of that user that uses, or may use, this Home. */
  running: z.array(runningCodex),
  /** The companion keeps what it replaced. */
  canPutBack: z.boolean(),
  /** What the files there prescribe for signing in. Absent from a companion that does not tell it yet, or cannot look. */
  rules: z.catch(z.optional(rulesThere), undefined),
});

/**
 * What is signed in and runs there after a change. Absent from a companion that does not tell it yet, or could not look: main
 * asks for it then.
 */
const statusAfter = z.catch(z.optional(statusAnswer), undefined);

/** Has a credential placed there. */
export const putRequest = z.object({
  hostId: id,
  placementId: id,
  binding: z.enum(remoteBindings),
  /** The account's name, for the question and the news in that window. */
  label: shortText,
  /** The text of the `auth.json` that is about to be there: the one secret that crosses. */
  document: z.string().check(z.maxLength(1024 * 1024)),
  /**
   * The person has clicked to have a background server there started again that uses something else. One that is not known
   * to be idle is offered to them in that window, with what a restart loses.
   */
  restartsCodex: z.optional(z.boolean()),
});

/** What was replaced, and what is there since. */
export const putAnswer = z.object({
  placedAtMs: z.number(),
  replaced: z.enum(['nothing', 'ours', 'foreign']),
  status: statusAfter,
});

/** Has what was placed there taken away. */
export const removeRequest = z.object({ hostId: id });

/** Whether something was there to take away, and what is there since. */
export const removeAnswer = z.object({ removed: z.boolean(), status: statusAfter });

/** Has what runs there follow its Home, after the person's click. */
export const restartRequest = z.object({ hostId: id });

/** What became of the background server there; the person is told in that window. */
export const restartAnswer = z.object({
  step: z.enum(['stop', 'restart', 'failed', 'nothing', 'ask', 'tell']),
  status: statusAfter,
});

/** Why nothing was done. `problem` carries the name of a `FileProblem` and the path it is about. */
export const refusal = z.object({
  code: z.enum(['declined', 'otherHost', 'badRequest', 'notOurs', 'changedMeanwhile', 'problem', 'untrusted']),
  problem: z.optional(shortText),
  path: z.optional(z.string()),
});

/** The answer to a greeting, parsed. */
export type Hello = z.infer<typeof helloAnswer>;
/** The same, parsed. */
export type StatusRequest = z.infer<typeof statusRequest>;
/** The answer to a status request, parsed. */
export type HomeStatus = z.infer<typeof statusAnswer>;
/** A request to place a credential, parsed. */
export type PutRequest = z.infer<typeof putRequest>;
/** Its answer, parsed. */
export type PutAnswer = z.infer<typeof putAnswer>;
/** The answer to a removal, parsed. */
export type RemoveAnswer = z.infer<typeof removeAnswer>;
/** The answer to a restart, parsed. */
export type RestartAnswer = z.infer<typeof restartAnswer>;
/** One Codex that runs there, parsed. */
export type RunningThere = z.infer<typeof runningCodex>;
/** Why a request was not done. */
export type HomeAccessRefusal = z.infer<typeof refusal>;

/** What crosses back: an answer, or why there is none. */
export type HomeAccessResult<T> = { readonly ok: T } | HomeAccessRefusal;
