import type { CallbackReach } from '../../src/window/callbackReach.ts';
import type { FoundInHome } from '../../src/accounts/home/ports.ts';
import type {
  AttemptLock,
  Browser,
  CallbackListener,
  CallbackReply,
  HeldAttempt,
  SignInQuestions,
} from '../../src/accounts/signIn/ports.ts';
import type { CallbackRequest } from '../../src/protocol/oauth/callbackRequest.ts';

export interface FakeListener extends CallbackListener {
  readonly isOpen: boolean;
  /** How often it was opened and closed. */
  readonly opened: number;
  readonly closed: number;
  /** Holders to answer instead of opening. */
  taken: readonly { readonly port: number; readonly process: string | undefined }[];
  /** A browser's request: by target, with headers of ours unless said otherwise. */
  get(target: string, headers?: readonly string[]): Promise<CallbackReply>;
  ask(request: CallbackRequest): Promise<CallbackReply>;
}

/** The callback listener without a socket. */
export function createFakeListener(port = 1455): FakeListener {
  let answer: ((request: CallbackRequest, port: number) => Promise<CallbackReply>) | undefined;
  const listener = {
    opened: 0,
    closed: 0,
    taken: [] as FakeListener['taken'],
    get isOpen(): boolean {
      return answer !== undefined;
    },
    open: (_ports: readonly number[], given: NonNullable<typeof answer>) => {
      if (listener.taken.length > 0) {
        return Promise.resolve({ kind: 'taken' as const, holders: listener.taken });
      }
      answer = given;
      listener.opened += 1;
      const close = (): Promise<void> => {
        answer = undefined;
        listener.closed += 1;
        return Promise.resolve();
      };
      return Promise.resolve({ kind: 'open' as const, listener: { port, close } });
    },
    ask: (request: CallbackRequest) =>
      answer === undefined ? Promise.reject(new TypeError('Nobody listens.')) : answer(request, port),
    get: (target: string, headers: readonly string[] = ['Host', `127.0.0.1:${String(port)}`]) =>
      listener.ask({ method: 'GET', target, rawHeaders: headers }),
  };
  return listener;
}

export interface FakeBrowser extends Browser {
  readonly opened: readonly string[];
  /** What is answered when it is asked whether it reaches a listener. */
  reach: CallbackReach | Promise<CallbackReach>;
}

export function createFakeBrowser(canOpen = true): FakeBrowser {
  const opened: string[] = [];
  const browser: FakeBrowser = {
    opened,
    reach: 'direct',
    open: (url) => {
      opened.push(url);
      return Promise.resolve(canOpen);
    },
    findReach: () => Promise.resolve(browser.reach),
  };
  return browser;
}

export interface FakeQuestions extends SignInQuestions {
  answers: {
    takeOverAttempt: 'takeOver' | 'useDeviceCode' | 'leave';
    confirmIdentity: 'save' | 'discard';
    replaceForeign: 'keepAndReplace' | 'leave';
    replaceUnreadable: 'setAsideAndReplace' | 'leave';
    saveAgain: 'saveAgain' | 'giveUp';
    keepUnchecked: 'keep' | 'leave';
  };
  /** What was asked, in order. */
  readonly asked: readonly string[];
  readonly found: readonly FoundInHome[];
}

/** Questions whose answers change nothing unless the test says so. */
export function createFakeQuestions(): FakeQuestions {
  const asked: string[] = [];
  const found: FoundInHome[] = [];
  const questions: FakeQuestions = {
    answers: {
      takeOverAttempt: 'leave',
      confirmIdentity: 'save',
      replaceForeign: 'leave',
      replaceUnreadable: 'leave',
      saveAgain: 'giveUp',
      keepUnchecked: 'leave',
    },
    asked,
    found,
    takeOverAttempt: ({ product }) => {
      asked.push(`takeOverAttempt ${product}`);
      return Promise.resolve(questions.answers.takeOverAttempt);
    },
    confirmIdentity: ({ identity, surprise }) => {
      asked.push(`confirmIdentity ${surprise} ${identity.email ?? ''}`);
      return Promise.resolve(questions.answers.confirmIdentity);
    },
    replaceForeign: (one) => {
      asked.push('replaceForeign');
      found.push(one);
      return Promise.resolve(questions.answers.replaceForeign);
    },
    replaceUnreadable: (path) => {
      asked.push(`replaceUnreadable ${path}`);
      return Promise.resolve(questions.answers.replaceUnreadable);
    },
    saveAgain: ({ messageId }) => {
      asked.push(`saveAgain ${messageId}`);
      return Promise.resolve(questions.answers.saveAgain);
    },
    keepUnchecked: (reason) => {
      asked.push(`keepUnchecked ${reason?.messageId ?? ''}`);
      return Promise.resolve(questions.answers.keepUnchecked);
    },
  };
  return questions;
}

export interface FakeAttemptLock extends AttemptLock {
  /** The product of another window that signs in, if any. */
  other: string | undefined;
  /** What another window does to ours. */
  takeFromUs(reason: Error): void;
  readonly held: number;
}

export function createFakeAttemptLock(): FakeAttemptLock {
  let takenOver = new AbortController();
  const hold = (): HeldAttempt => {
    takenOver = new AbortController();
    lock.held += 1;
    return {
      takenOver: takenOver.signal,
      release: () => {
        lock.held -= 1;
        return Promise.resolve();
      },
    };
  };
  const lock = {
    other: undefined as string | undefined,
    held: 0,
    takeFromUs: (reason: Error) => {
      takenOver.abort(reason);
    },
    acquire: () =>
      Promise.resolve(
        lock.other === undefined
          ? { kind: 'held' as const, attempt: hold() }
          : { kind: 'busy' as const, other: { product: lock.other } },
      ),
    takeOver: () => Promise.resolve(hold()),
  };
  return lock;
}
