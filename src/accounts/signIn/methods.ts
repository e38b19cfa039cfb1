import type { CallbackReach } from '../../window/callbackReach.ts';

/** The ways to sign in that exist so far, as the picker shows them. */
export type SignInMethod = 'browser' | 'deviceCode' | 'pasteUrl' | 'apiKey' | 'accessToken';

/** Why a method is in its place; `ui/text` has the sentence. */
export type MethodReason =
  | 'browserReachesThisComputer'
  | 'browserThroughForwarding'
  | 'browserMayBeElsewhere'
  | 'worksFromAnyDevice'
  | 'worksWithErrorPage'
  | 'forAutomation'
  | 'forWorkspaceAutomation';

/** One row of the picker, the best one first. */
export interface MethodChoice {
  readonly method: SignInMethod;
  readonly reason: MethodReason;
  readonly isBest: boolean;
}

const browserReasons = {
  direct: 'browserReachesThisComputer',
  forwarded: 'browserThroughForwarding',
  elsewhere: 'browserMayBeElsewhere',
} as const satisfies Readonly<Record<CallbackReach, MethodReason>>;

/**
 * The methods for a host, the best first, each with why. A browser on another computer can not reach our listener:
 * there the device code comes first, then the pasted address; the browser alone still works where both are one machine.
 */
export function orderMethods(reach: CallbackReach): readonly MethodChoice[] {
  const browser = { method: 'browser', reason: browserReasons[reach] } as const;
  const deviceCode = { method: 'deviceCode', reason: 'worksFromAnyDevice' } as const;
  const pasteUrl = { method: 'pasteUrl', reason: 'worksWithErrorPage' } as const;
  const chatGpt = {
    direct: [browser, deviceCode],
    forwarded: [browser, deviceCode, pasteUrl],
    elsewhere: [deviceCode, pasteUrl, browser],
  }[reach];
  const all = [
    ...chatGpt,
    { method: 'apiKey', reason: 'forAutomation' } as const,
    { method: 'accessToken', reason: 'forWorkspaceAutomation' } as const,
  ];
  return all.map((choice, index) => ({ ...choice, isBest: index === 0 }));
}

/** What to offer when a method can not work here. */
export function nextMethod(failed: SignInMethod, reach: CallbackReach): SignInMethod {
  // Both open the same listener and the same page: where one can not begin, neither can the other.
  const alike: readonly SignInMethod[] =
    failed === 'browser' || failed === 'pasteUrl' ? ['browser', 'pasteUrl'] : [failed];
  return orderMethods(reach).find(({ method }) => !alike.includes(method))?.method ?? 'apiKey';
}
