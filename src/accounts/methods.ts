/** The ways to sign in that exist so far, as the picker shows them. */
export type SignInMethod = 'browser' | 'deviceCode' | 'apiKey' | 'accessToken';

/** What matters of the place where this window runs. */
export interface MethodFacts {
  /** The window lives in a browser: its loopback is another computer's than ours. */
  readonly isWeb: boolean;
  /** Name of the remote this window is connected to, if any. */
  readonly remoteName: string | undefined;
}

export type MethodReason =
  | 'browserReachesThisComputer'
  | 'browserMayBeElsewhere'
  | 'worksFromAnyDevice'
  | 'forAutomation'
  | 'forWorkspaceAutomation';

export interface MethodChoice {
  readonly method: SignInMethod;
  readonly reason: MethodReason;
  readonly isBest: boolean;
}

/**
 * The methods for a host, the best first, each with why. A browser on another computer can not reach our listener, so
 * in web windows the device code comes first; the browser still works there when both are one machine.
 */
export function orderMethods(facts: MethodFacts): readonly MethodChoice[] {
  const browser = { method: 'browser', reason: facts.isWeb ? 'browserMayBeElsewhere' : 'browserReachesThisComputer' } as const;
  const deviceCode = { method: 'deviceCode', reason: 'worksFromAnyDevice' } as const;
  const first = facts.isWeb ? [deviceCode, browser] : [browser, deviceCode];
  const all = [
    ...first,
    { method: 'apiKey', reason: 'forAutomation' } as const,
    { method: 'accessToken', reason: 'forWorkspaceAutomation' } as const,
  ];
  return all.map((choice, index) => ({ ...choice, isBest: index === 0 }));
}

/** What to offer when a method can not work here. */
export function nextMethod(failed: SignInMethod, facts: MethodFacts): SignInMethod {
  return orderMethods(facts).find(({ method }) => method !== failed)?.method ?? 'apiKey';
}
