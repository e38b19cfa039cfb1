import type { AccountDirectory } from '../../accounts/directory/accountDirectory.ts';
import type { HomeLink } from '../../accounts/home/homeLink.ts';
import type { Browser } from '../../accounts/signIn/ports.ts';
import type { CurrentAccount } from '../../accounts/use/currentAccount.ts';
import type { SignOutService } from '../../accounts/use/signOutService.ts';
import type { SwitchService } from '../../accounts/use/switchService.ts';
import type { LocalServer } from '../../providers/local.ts';
import type { AwsFacts } from '../../providers/ports.ts';
import type { ProbeResult } from '../../providers/probe.ts';
import type { LocalAnswer } from '../../providers/probeLocal.ts';
import type { ProviderCredential, ProviderSetup } from '../../storage/account.ts';
import type { SwitchToFlow } from '../accounts/switchAccount.ts';
import type { Clipboard } from '../shell/clipboard.ts';
import type { Log } from '../shell/log.ts';
import type { Prompts } from '../shell/prompts.ts';

/** The person's own configuration, as it is and as a provider would make it. */
export interface ConfigPreview {
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

/** What the flows about providers need of this computer. */
export interface ProviderAccess {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly platform: string;
  readonly readAws: () => Promise<AwsFacts>;
  readonly probe: (asked: ProviderCredential, signal: AbortSignal) => Promise<ProbeResult>;
  /** What a local server has. */
  readonly lookLocal: (
    asked: { readonly server: LocalServer; readonly baseUrl: string },
    signal: AbortSignal,
  ) => Promise<LocalAnswer>;
  /** @throws AuthError when the configuration cannot be changed */
  readonly preview: (setup: ProviderSetup) => Promise<ConfigPreview>;
  /** A terminal with a command that is left to the person. */
  readonly openTerminal: (command: string) => void;
}

export type UseProviderFlow = Omit<SwitchToFlow, 'loadHomeLink' | 'loadSwitch'> & {
  readonly prompts: Prompts;
  readonly browser: Pick<Browser, 'open'>;
  readonly log: Pick<Log, 'unawaited' | 'info'>;
  readonly clipboard: Pick<Clipboard, 'readText' | 'writeText'>;
  readonly current: Pick<CurrentAccount, 'state' | 'update'>;
  readonly directory: Pick<AccountDirectory, 'save' | 'leaveOldGrants'>;
  readonly loadProviders: () => Promise<ProviderAccess>;
  readonly loadHomeLink: () => Promise<Pick<HomeLink, 'look' | 'place' | 'leaveProvider'>>;
  readonly loadSwitch: () => Promise<Pick<SwitchService, 'switchTo' | 'findPrevious'>>;
  readonly loadSignOut: () => Promise<Pick<SignOutService, 'signOut'>>;
  readonly ended: AbortSignal;
};
