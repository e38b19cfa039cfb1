import { l10n } from 'vscode';
import { isElsewhere } from '../../home/running/inventory.ts';
import type { ConnectedHost, RemoteState } from '../../hosts/remote/remoteState.ts';
import type { Placed } from '../../storage/hostRecords.ts';
import { linkSafeName } from '../../base/displayText.ts';
import { describeElsewhere, describeShortly, type RunningNames } from './runningText.ts';
import { dayAndTime } from './dates.ts';
import { sayRuled } from './ruleText.ts';
import { foundWord, nameOfPlaced, needsRestartWord, noAnswerWord, placedWord, sayOfPlaced } from './hostText.ts';

/** What is said about the host of this window, wherever it is said. Plain text. */
export interface HostView {
  /** What it is called. */
  readonly name: string;
  /** One short piece: what Codex uses there. */
  readonly short: string;
  /** The whole truth in a few sentences, those about what runs there included. */
  readonly sentence: string;
  /** One sentence for each Codex there that uses something else than its Home holds. */
  readonly running: readonly string[];
  /** A few words about the first of them. */
  readonly runningShort: string | undefined;
  readonly tone: 'info' | 'warning';
  /** The one click that brings it right. */
  readonly offer: 'install' | 'useAccount' | 'renew' | 'restart' | 'bringAlong' | undefined;
}

export interface HostViewOptions extends Omit<RunningNames, 'host'> {
  /** What VS Code calls the kind of remote, until the host has told its name. */
  readonly remoteName: string;
}

export function viewHost(state: RemoteState, options: HostViewOptions): HostView {
  const remote = linkSafeName(options.remoteName);
  switch (state.kind) {
    case 'unknown':
      return info(remote, l10n.t('Looking…'), l10n.t('Looking at the Codex on {0}…', remote));
    case 'connected':
      return addRunning(viewSignIn(state, options), state, options);
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

/** What the rules of that host do to what is there; undefined where they allow it, or are not known. */
export function sayRuleThere(
  { ruled, signIn }: Pick<ConnectedHost, 'ruled' | 'signIn'>,
  hidePersonalInfo: boolean,
): string | undefined {
  const label =
    'placed' in signIn
      ? nameOfPlaced(signIn.placed, hidePersonalInfo)
      : signIn.kind === 'foreign'
        ? foundWord(signIn.found, hidePersonalInfo)
        : '';
  return ruled && sayRuled(label === '' ? l10n.t('The sign-in there') : label, ruled);
}

/** What is there is said first; then what runs there on something else, and the click that brings it along. */
function addRunning(view: HostView, { running, signIn }: ConnectedHost, options: HostViewOptions): HostView {
  const names = { ...options, host: view.name };
  const sentences = describeElsewhere(running, names);
  if (sentences.length === 0) {
    return view;
  }
  const isServer = running.some((codex) => codex.kind === 'terminals' && isElsewhere(codex));
  return {
    ...view,
    sentence: [view.sentence, ...sentences].join(' '),
    running: sentences,
    runningShort: describeShortly(running, names),
    tone: 'warning',
    offer: isServer && (view.offer === undefined || signIn.kind === 'empty') ? 'bringAlong' : view.offer,
  };
}

function viewSignIn(state: ConnectedHost, { hidePersonalInfo }: HostViewOptions): HostView {
  const { signIn, record } = state;
  const name = linkSafeName(record.name);
  switch (signIn.kind) {
    case 'empty':
      return {
        ...info(
          name,
          l10n.t('Signed out'),
          l10n.t('Codex on {0} is signed out. It can use an account of this computer.', name),
        ),
        offer: record.choice === 'none' ? undefined : 'useAccount',
      };
    case 'signedOutRemotely':
      return {
        ...warn(name, l10n.t('Signed out'), sayGone(name, signIn.was, hidePersonalInfo)),
        offer: record.choice === 'none' ? undefined : 'useAccount',
      };
    case 'placed':
      return viewPlaced(name, signIn, hidePersonalInfo);
    case 'restartRequired':
      return viewRestartRequired(name, signIn, hidePersonalInfo);
    case 'accountChangedRemotely': {
      const found = foundWord(signIn.found, hidePersonalInfo);
      return warn(
        name,
        l10n.t('Another account: {0}', found),
        `${sayChanged({ name, found, placed: signIn.placed }, hidePersonalInfo)} ${noImportWord()}`,
      );
    }
    case 'foreign': {
      const found = foundWord(signIn.found, hidePersonalInfo);
      return info(
        name,
        found,
        `${l10n.t('Codex on {0} is signed in by other means: {1}.', name, found)} ${noImportWord()}`,
      );
    }
    case 'unreadable':
      return warn(
        name,
        l10n.t('Cannot be read'),
        l10n.t(
          'The sign-in of Codex on {0} cannot be read ({1}). It is left as it is until you replace it.',
          name,
          linkSafeName(signIn.problem),
        ),
      );
  }
}

/** Said where one would look for an import. */
export function noImportWord(): string {
  return l10n.t('A sign-in is never taken over from another host: no credential leaves the place where it stands.');
}

function sayGone(name: string, was: Placed, hidePersonalInfo: boolean): string {
  return sayOfPlaced(was, hidePersonalInfo, {
    lease: (label) =>
      l10n.t(
        'What was put on {0} is gone (lease of {1}): it was signed out there, or the host was built anew.',
        name,
        label,
      ),
    own: (label) =>
      l10n.t(
        'What was put on {0} is gone (sign-in of its own ({1})): it was signed out there, or the host was built anew.',
        name,
        label,
      ),
    namelessOwn: () =>
      l10n.t(
        'What was put on {0} is gone (sign-in of its own): it was signed out there, or the host was built anew.',
        name,
      ),
    copy: (label) =>
      l10n.t(
        'What was put on {0} is gone (copy of {1}): it was signed out there, or the host was built anew.',
        name,
        label,
      ),
  });
}

interface ChangedAccount {
  readonly name: string;
  readonly found: string;
  readonly placed: Placed;
}

function sayChanged({ name, found, placed }: ChangedAccount, hidePersonalInfo: boolean): string {
  return sayOfPlaced(placed, hidePersonalInfo, {
    lease: (label) =>
      l10n.t(
        'Codex on {0} uses another account than the one bound: {1} instead of the lease of {2}.',
        name,
        found,
        label,
      ),
    own: (label) =>
      l10n.t(
        'Codex on {0} uses another account than the one bound: {1} instead of the sign-in of its own ({2}).',
        name,
        found,
        label,
      ),
    namelessOwn: () =>
      l10n.t(
        'Codex on {0} uses another account than the one bound: {1} instead of the sign-in of its own.',
        name,
        found,
      ),
    copy: (label) =>
      l10n.t(
        'Codex on {0} uses another account than the one bound: {1} instead of the copy of {2}.',
        name,
        found,
        label,
      ),
  });
}

/** What ends by itself is a lease: an own sign-in, a key and an access token have no end that is known here. */
function viewPlaced(
  name: string,
  { placed, ending }: Extract<ConnectedHost['signIn'], { kind: 'placed' }>,
  hidePersonalInfo: boolean,
): HostView {
  const label = nameOfPlaced(placed, hidePersonalInfo);
  const until = placed.expiresAtMs === undefined ? '' : dayAndTime(placed.expiresAtMs);
  switch (ending) {
    case 'never':
      return info(name, placedWord(placed, hidePersonalInfo), sayUsed(name, placed, hidePersonalInfo));
    case 'good':
      return info(
        name,
        l10n.t('lease of {0}, good until {1}', label, until),
        l10n.t(
          'Codex on {0} uses a lease of {1}, good until {2}. It is renewed while a window is open there.',
          name,
          label,
          until,
        ),
      );
    case 'soon':
      return {
        ...warn(
          name,
          l10n.t('lease of {0}, ends {1}', label, until),
          l10n.t('The lease of {0} on {1} ends at {2} and has not been renewed yet.', label, name, until),
        ),
        offer: 'renew',
      };
    case 'ended':
      return {
        ...warn(
          name,
          l10n.t('lease of {0}, has ended', label),
          l10n.t('The lease of {0} on {1} has ended. Renew it, and Codex there works again.', label, name),
        ),
        offer: 'renew',
      };
  }
}

function sayUsed(name: string, placed: Placed, hidePersonalInfo: boolean): string {
  return sayOfPlaced(placed, hidePersonalInfo, {
    lease: (label) => l10n.t('Codex on {0} uses a lease of {1}.', name, label),
    own: (label) =>
      l10n.t('Codex on {0} uses a sign-in of its own ({1}), which it renews itself. Revoke it to end it.', name, label),
    namelessOwn: () =>
      l10n.t('Codex on {0} uses a sign-in of its own, which it renews itself. Revoke it to end it.', name),
    copy: (label) => l10n.t('Codex on {0} uses a copy of {1}.', name, label),
  });
}

/** Only on a lease does a Codex have to start again. */
function viewRestartRequired(
  name: string,
  { placed, isRenewed, what }: Extract<ConnectedHost['signIn'], { kind: 'restartRequired' }>,
  hidePersonalInfo: boolean,
): HostView {
  const label = nameOfPlaced(placed, hidePersonalInfo);
  const shown = isRenewed
    ? warn(
        name,
        l10n.t('Start Codex there again'),
        l10n.t(
          'The lease of {0} on {1} is renewed, but a Codex that was running when it had ended may go on signed out until it starts again.',
          label,
          name,
        ),
      )
    : warn(
        name,
        l10n.t('lease of {0}, has ended', label),
        l10n.t(
          'The lease of {0} on {1} has ended while Codex is running there. Renew it, and Codex in your terminals there is brought along.',
          label,
          name,
        ),
      );
  const more = what.isExtension
    ? [needsRestartWord()]
    : what.isServer
      ? []
      : [l10n.t('What runs there finds it when you start it again.')];
  const offer = what.isExtension ? 'restart' : !isRenewed ? 'renew' : what.isServer ? 'bringAlong' : undefined;
  return { ...shown, sentence: [shown.sentence, ...more].join(' '), offer };
}

function info(name: string, short: string, sentence: string): HostView {
  return { name, short, sentence, running: [], runningShort: undefined, tone: 'info', offer: undefined };
}

function warn(name: string, short: string, sentence: string): HostView {
  return { ...info(name, short, sentence), tone: 'warning' };
}
