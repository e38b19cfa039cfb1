import type { MethodFacts } from '../accounts/methods.ts';
import type { PanelLink, PanelModel } from '../webview/messages.ts';

/** Where credentials rest, in words fit for the person who looks. */
export interface PanelPlaces {
  /** A sentence: where the secrets of all accounts are kept. */
  readonly vault: string;
  /** The path of the Home's credential file. */
  readonly home: string;
}

export interface PanelOptions {
  readonly places: PanelPlaces;
  readonly host: MethodFacts;
  readonly hidePersonalInfo: boolean;
  readonly nowMs: number;
}

/** A model before what every state has in common is added. */
export type PanelView = Omit<PanelModel, 'footer'> & { readonly links?: readonly PanelLink[] };
