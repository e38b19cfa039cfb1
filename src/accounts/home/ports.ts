import type { ReportedAccount } from '../../protocol/appServer.ts';
import type { FoundKind } from '../../storage/accountKinds.ts';
import type { Identity, ProviderAccount } from '../../storage/account.ts';
import type { AccountId } from '../../storage/ids.ts';

/** Questions about what is in the Home. Every one has an answer that changes nothing. */
export interface HomeQuestions {
  /** The Home holds a sign-in that is not in the Vault: keep it there too, and let Codex use the new one? */
  replaceForeign(found: FoundInHome): Promise<'keepAndReplace' | 'leave'>;
  /** The Home holds something that can not be understood: set it aside and replace it? */
  replaceUnreadable(path: string): Promise<'setAsideAndReplace' | 'leave'>;
}

/** Has Codex on this Home use other models than OpenAI's, by its `config.toml`. The credential stays as it is. */
export interface ProviderConfig {
  /**
   * @param signedInId the account whose sign-in the provider's key has taken the place of in the Home
   * @returns `before`: the account that was in use until then; `left`: the provider among these
   * @throws AuthError `fixFile` when the configuration cannot be changed, `tryAgain` when it keeps changing
   */
  use(
    account: ProviderAccount,
    signedInId?: AccountId,
  ): Promise<{
    readonly kind: 'placed';
    readonly before: AccountId | undefined;
    readonly left: LeftProvider | undefined;
  }>;
  /** Before the Home is changed for it. @throws AuthError as `use` does */
  ensureCanUse(account: ProviderAccount): Promise<void>;
  /** Takes note of a provider that the configuration has already. @throws AuthError as `use` does */
  adopt(account: ProviderAccount): Promise<void>;
  /** Before anything else is changed. @throws AuthError `fixFile` where the configuration could not be put back */
  ensureCanLeave(): Promise<void>;
  /**
   * Puts the configuration back.
   * @param forgotten the account that goes: another one in use stays, and nothing leads back to this one
   * @returns what was in use by it; undefined when none of ours was
   */
  leave(forgotten?: AccountId): Promise<LeftProvider | undefined>;
}

/** A provider that is not used any more. */
export interface LeftProvider {
  readonly accountId: AccountId;
  /** Whose sign-in was in the Home before the provider's key. */
  readonly signedInId?: AccountId | undefined;
}

/** A sign-in made by somebody else, seen in the Home. */
export interface FoundInHome {
  readonly kind: FoundKind;
  readonly identity: Identity;
  /** What the configuration calls the provider that a key there is for; undefined where it is OpenAI's. */
  readonly provider?: FoundProvider | undefined;
}

/** Whom a key in a Home is for, as it may be shown. */
export interface FoundProvider {
  readonly name: string;
  /** Undefined where the CLI has the address. */
  readonly host: string | undefined;
}

/** What the CLI says about who is signed in, or why it says nothing. */
export type CodexAccountResult = ReportedAccount | { readonly kind: 'codexMissing' | 'noAnswer' };

/** The Codex CLI itself, for what it keeps in a store that only it opens. */
export interface CodexAppServer {
  readAccount(): Promise<CodexAccountResult>;
  /**
   * Has the CLI sign in with ChatGPT, in its own store; nothing is revoked.
   * @throws AuthError `fixFile` where there is no CLI, `tryAgain` when it did not come to an end
   */
  signIn(open: (url: string) => Promise<boolean>, signal: AbortSignal): Promise<void>;
}
