import type { Hello } from './companionProtocol.ts';
import type { AccountKind } from '../../storage/account.ts';
import type { HostChoice } from '../../storage/hostRecords.ts';
import { accountKinds } from '../../storage/accountKinds.ts';

/** Why a binding is the one for a host; the UI has a sentence for each. */
export type AdviceReason =
  | 'youChose'
  | 'settingSays'
  | 'keysAreCopied'
  | 'providerIsOfOneHost'
  /**
   * The IDE extension's app-server falls out for good when it is told to renew a lease (docs/codex-protocol.md,
   * Refresh).
   */
  | 'ideExtensionThere'
  | 'cliOnly'
  | 'noCodexYet';

/** The binding that fits, and why. */
export interface BindingAdvice {
  readonly binding: 'lease' | 'own' | 'copy' | 'none';
  readonly reason: AdviceReason;
}

/** What is known of the account and of the host's Codex. */
export interface AdviceFacts {
  /** The person's word about this host. */
  readonly choice: HostChoice;
  /** The setting `defaultRemoteBinding`, for every host without such a word. */
  readonly byDefault: HostChoice;
  readonly codex: Hello['codex'];
  /** Of the account that would be used there. */
  readonly accountKind: AccountKind;
}

/**
 * How an account should be used on a host (docs/decisions.md, Bindings): the person's word, else the setting, else a
 * lease where only the CLI is and an own sign-in where the official IDE extension is.
 */
export function adviseBinding({ choice, byDefault, codex, accountKind }: AdviceFacts): BindingAdvice {
  const wanted = choice === 'auto' ? byDefault : choice;
  const said = choice === 'auto' ? 'settingSays' : 'youChose';
  if (wanted === 'none') {
    return { binding: 'none', reason: said };
  }
  const { lentAs } = accountKinds[accountKind];
  if (lentAs === undefined) {
    return { binding: 'none', reason: 'providerIsOfOneHost' };
  }
  if (lentAs === 'copy') {
    return { binding: 'copy', reason: 'keysAreCopied' };
  }
  if (wanted !== 'auto') {
    return { binding: wanted, reason: said };
  }
  if (codex.hasIdeExtension) {
    return { binding: 'own', reason: 'ideExtensionThere' };
  }
  return { binding: 'lease', reason: codex.hasCli ? 'cliOnly' : 'noCodexYet' };
}
