import type { SignInVariable } from '../../home/signInVariables.ts';
import type { HomePlace } from '../../home/store/decidedCredential.ts';
import type { PayerWords } from '../text/payerText.ts';
import type { HostView } from '../text/hostView.ts';
import type { HostSituation } from '../../window/hostSituation.ts';
import type { PanelLink, PanelModel, PanelSection } from '../../webview/messages.ts';

/** Where credentials rest, in words fit for the person who looks. */
export interface PanelPlaces {
  /** A sentence: where the secrets of all accounts are kept. */
  readonly vault: string;
  /** Where Codex keeps its sign-in: a path, or words. */
  readonly home: string;
  readonly homePlace: HomePlace;
}

export interface PanelOptions {
  readonly places: PanelPlaces;
  readonly host: HostSituation;
  readonly hidePersonalInfo: boolean;
  /** What is said about the other host that this window is connected to. */
  readonly remote: HostView | undefined;
  /** One sentence for each Codex of this host that uses another account than its Home. */
  readonly running: readonly string[];
  /** The notice of a rule that is against what Codex is signed in with. */
  readonly rule: PanelSection | undefined;
  /** Variables of this environment that decide who is signed in instead of the Codex home, or beside it. */
  readonly variables: readonly SignInVariable[];
  /** Who pays; undefined until that has been looked at. */
  readonly payer: Pick<PayerWords, 'rows' | 'shell'> | undefined;
  /** What the account in use has used. */
  readonly usage: PanelSection | undefined;
  readonly nowMs: number;
}

/** A model before what every state has in common is added. */
export type PanelView = Omit<PanelModel, 'footer'> & { readonly links?: readonly PanelLink[] };
