import { l10n } from 'vscode';
import type { ConnectedHost, RemoteState } from '../../hosts/remoteState.ts';
import { linkSafeName } from '../../util/displayText.ts';
import { dayAndTime, foundWord, noAnswerWord, placedWord, terminalWord } from './hostWords.ts';

/** What is said about the host of this window, wherever it is said. Plain text. */
export interface HostView {
  /** What it is called. */
  readonly name: string;
  /** One short piece: what Codex uses there. */
  readonly short: string;
  /** The whole truth in one or two sentences. */
  readonly sentence: string;
  readonly tone: 'info' | 'warning';
  /** The one click that brings it right. */
  readonly offer: 'install' | 'useAccount' | 'renew' | 'restart' | undefined;
}

export interface HostViewOptions {
  /** What VS Code calls the kind of remote, until the host has told its name. */
  readonly remoteName: string;
  readonly hidePersonalInfo: boolean;
}

export function viewHost(state: RemoteState, options: HostViewOptions): HostView {
  const remote = linkSafeName(options.remoteName);
  switch (state.kind) {
    case 'unknown':
      return info(remote, l10n.t('Looking…'), l10n.t('Looking at the Codex on {0}…', remote));
    case 'connected':
      return viewConnected(state, options);
    case 'missing':
      return { ...info(remote, l10n.t('Not reached'), noAnswerWord(state, remote)), offer: 'install' };
    case 'older':
      return { ...warn(remote, l10n.t('Not reached'), noAnswerWord(state, remote)), offer: 'install' };
    case 'newer':
    case 'unintelligible':
    case 'refused':
      return warn(remote, l10n.t('Not reached'), noAnswerWord(state, remote));
  }
}

function viewConnected(state: ConnectedHost, { hidePersonalInfo }: HostViewOptions): HostView {
  const { standing, record } = state;
  const name = linkSafeName(record.name);
  switch (standing.kind) {
    case 'empty':
      return {
        ...info(name, l10n.t('Signed out'), l10n.t('Codex on {0} is signed out. It can use an account of this computer.', name)),
        offer: record.choice === 'none' ? undefined : 'useAccount',
      };
    case 'emptied': {
      const what = placedWord(standing.was);
      return {
        ...warn(name, l10n.t('Signed out'), l10n.t('What was put on {0} is gone ({1}): it was signed out there, or the host was built anew.', name, what)),
        offer: record.choice === 'none' ? undefined : 'useAccount',
      };
    }
    case 'placed':
      return viewPlaced(name, standing);
    case 'fallenOut':
      return viewFallenOut(name, standing);
    case 'drifted': {
      const found = foundWord(standing.found, hidePersonalInfo);
      const drift = l10n.t('Codex on {0} uses another account than the one bound: {1} instead of the {2}.', name, found, placedWord(standing.placed));
      return warn(name, l10n.t('Another account: {0}', found), `${drift} ${noImportWord()}`);
    }
    case 'foreign': {
      const found = foundWord(standing.found, hidePersonalInfo);
      return info(name, found, `${l10n.t('Codex on {0} is signed in by other means: {1}.', name, found)} ${noImportWord()}`);
    }
    case 'unreadable':
      return warn(name, l10n.t('Cannot be read'), l10n.t('The sign-in of Codex on {0} cannot be read ({1}). It is left as it is until you replace it.', name, linkSafeName(standing.problem)));
  }
}

/** Said where one would look for an import. */
export function noImportWord(): string {
  return l10n.t('A sign-in is never taken over from another host: no credential leaves the place where it stands.');
}

function viewPlaced(name: string, { placed, ending }: Extract<ConnectedHost['standing'], { kind: 'placed' }>): HostView {
  const what = placedWord(placed);
  const until = placed.expiresAtMs === undefined ? '' : dayAndTime(placed.expiresAtMs);
  switch (ending) {
    case 'never':
      return placed.binding === 'own'
        ? info(name, what, l10n.t('Codex on {0} uses a {1}, which it renews itself. Revoke it to end it.', name, what))
        : info(name, what, l10n.t('Codex on {0} uses a {1}.', name, what));
    case 'good':
      return info(name, l10n.t('{0}, good until {1}', what, until), l10n.t('Codex on {0} uses a {1}, good until {2}. It is renewed while a window is open there.', name, what, until));
    case 'soon':
      return {
        ...warn(name, l10n.t('{0}, ends {1}', what, until), l10n.t('The {0} on {1} ends at {2} and has not been renewed yet.', what, name, until)),
        offer: 'renew',
      };
    case 'ended':
      return {
        ...warn(name, l10n.t('{0}, has ended', what), l10n.t('The {0} on {1} has ended. Renew it, and Codex there works again.', what, name)),
        offer: 'renew',
      };
  }
}

function viewFallenOut(name: string, { placed, isRenewed }: Extract<ConnectedHost['standing'], { kind: 'fallenOut' }>): HostView {
  const what = placedWord(placed);
  const shown = isRenewed
    ? warn(name, l10n.t('Restart Codex there'), l10n.t('The {0} on {1} had ended while Codex was running, and is renewed. That Codex may go on signed out until it starts again.', what, name))
    : warn(name, l10n.t('{0}, has ended', what), l10n.t('The {0} on {1} has ended while Codex is running there. Renew it and start that Codex again.', what, name));
  return { ...shown, sentence: `${shown.sentence} ${terminalWord()}`, offer: 'restart' };
}

function info(name: string, short: string, sentence: string): HostView {
  return { name, short, sentence, tone: 'info', offer: undefined };
}

function warn(name: string, short: string, sentence: string): HostView {
  return { ...info(name, short, sentence), tone: 'warning' };
}
