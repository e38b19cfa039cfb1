import type { WaitingForBrowser } from '../../src/accounts/signIn/browserSignIn.ts';
import type { WaitingForCode } from '../../src/accounts/signIn/deviceCodeSignIn.ts';
import type { SignInMethod } from '../../src/accounts/signIn/methods.ts';
import type { SignInOutcome } from '../../src/accounts/signIn/signInOutcome.ts';
import type { AttemptState, SignInService } from '../../src/accounts/signIn/signInService.ts';
import type { Expected } from '../../src/accounts/signIn/unexpectedAccount.ts';
import type { AccountId } from '../../src/storage/ids.ts';
import { Emitter } from '../../src/base/emitter.ts';
import { Secret } from '../../src/base/secret.ts';

export const waitingForBrowser: WaitingForBrowser = {
  link: new Secret('https://auth.openai.com/oauth/authorize?state=made-up'),
  port: 1455,
  deadlineMs: Date.UTC(2026, 10, 21, 4, 10),
  reach: 'direct',
  isPasteOffered: false,
  paste: { validate: () => undefined, submit: () => undefined },
};

export const waitingForCode: WaitingForCode = {
  userCode: 'ABCD-12345',
  verificationUrl: 'https://auth.openai.com/codex/device',
  expiresAtMs: Date.UTC(2026, 10, 21, 4, 15),
};

interface Asked {
  readonly method: SignInMethod;
  readonly expected?: Expected | undefined;
  readonly replacedId?: AccountId | undefined;
}

/** Sign-ins whose course the test tells: it moves the attempt as the service does, and says what comes of it. */
export function createFakeSignIn(run: (move: (state: AttemptState) => void) => Promise<SignInOutcome>) {
  const changed = new Emitter<AttemptState>();
  const asked: Asked[] = [];
  let cancelled = 0;
  let state: AttemptState = { kind: 'idle' };
  const move = (next: AttemptState): void => {
    state = next;
    changed.fire(next);
  };
  const attempt = (goal: Asked): Promise<SignInOutcome> => {
    asked.push(goal);
    return run(move);
  };
  return {
    asked,
    move,
    get cancelled() {
      return cancelled;
    },
    get state() {
      return state;
    },
    onDidChange: changed.event,
    withBrowser: (expected?: Expected) => attempt({ method: 'browser', expected }),
    withDeviceCode: (expected?: Expected) => attempt({ method: 'deviceCode', expected }),
    withApiKey: (_key: unknown, replacedId?: AccountId) => attempt({ method: 'apiKey', replacedId }),
    withAccessToken: () => attempt({ method: 'accessToken' }),
    cancel: () => {
      cancelled += 1;
    },
  } satisfies Pick<
    SignInService,
    'state' | 'onDidChange' | 'withBrowser' | 'withDeviceCode' | 'withApiKey' | 'withAccessToken' | 'cancel'
  > &
    Readonly<Record<string, unknown>>;
}
