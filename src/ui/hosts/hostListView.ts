import { l10n } from 'vscode';
import type { AccountState } from '../../accounts/use/currentAccount.ts';
import type { HostRecord } from '../../storage/hostRecords.ts';
import { displayText, iconSafeSentence, iconSafeText, linkSafeName, linkSafeText } from '../../base/displayText.ts';
import { nameFound } from '../text/accountText.ts';
import { dayAndTime } from '../text/dates.ts';
import { nameOfPlaced, placedWord, routeWord } from '../text/hostText.ts';

/** One host as a row of the list: what was put there and when. */
export interface HostRow {
  /** Undefined for this computer, which is none of the hosts in the record. */
  readonly id: string | undefined;
  /** May hold `$(icon)`s of ours; text from outside is escaped. */
  readonly label: string;
  readonly description: string;
  readonly detail: string;
}

export interface HostListOptions {
  /** The host that this window is connected to. */
  readonly connectedId: string | undefined;
  /** What a rule there does to what was put there, and a Codex which uses something else than its Home holds. */
  readonly running: readonly string[];
  readonly nowMs: number;
  readonly hidePersonalInfo: boolean;
}

export interface ThisComputer {
  /** Beside the folder it is the host of the window, and not the person's own computer. */
  readonly side: 'ui' | 'workspace';
  /** As `describeHere` says it. */
  readonly account: string;
  readonly running: readonly string[];
  /** Where Codex keeps its sign-in. */
  readonly place: string;
}

/** Whom Codex beside this extension is signed in as; an account that this editor alone uses says nothing about that. */
export function describeHere(state: AccountState, hidePersonalInfo: boolean): string {
  const home = 'home' in state ? state.home : undefined;
  switch (home?.kind) {
    case 'ours':
      return home.account.label;
    case 'foreign':
      return nameFound(home.found, hidePersonalInfo);
    case 'untold':
      return l10n.t('not known');
    case 'unreadable':
      return l10n.t('cannot be read');
    case 'none':
      return l10n.t('signed out');
    case undefined:
      return 'account' in state ? state.account.label : l10n.t('signed out');
  }
}

/** The Codex beside this extension, as the first row. */
export function viewThisComputer({ side, account, running, place }: ThisComputer): HostRow {
  const name = side === 'ui' ? l10n.t('This computer') : l10n.t('This host');
  return {
    id: undefined,
    label: `${running.length === 0 ? '$(device-desktop)' : '$(warning)'} ${name}`,
    description: iconSafeText(account),
    detail: iconSafeSentence(running.length === 0 ? displayText(place, 300) : running.join(' ')),
  };
}

export function viewHosts(records: readonly HostRecord[], options: HostListOptions): readonly HostRow[] {
  const { connectedId, running } = options;
  return records.map((record) => ({
    id: record.id,
    label: `${record.id === connectedId ? '$(vm-active)' : '$(vm)'} ${nameWord(record)}`,
    description: describePlaced(record, options),
    detail: iconSafeSentence(
      [
        ...(record.id === connectedId ? [...running, l10n.t('this window')] : []),
        ...(record.placed === undefined
          ? [l10n.t('last seen {0}', dayAndTime(record.lastSeenMs))]
          : [l10n.t('put there {0}', dayAndTime(record.placed.placedAtMs)), displayText(record.placed.path, 300)]),
        routeWord(record.via),
      ].join(' · '),
    ),
  }));
}

function nameWord({ name, userName }: HostRecord): string {
  return userName === undefined ? iconSafeText(name) : l10n.t('{0} ({1})', iconSafeText(name), iconSafeText(userName));
}

function describePlaced({ placed, choice }: HostRecord, { nowMs, hidePersonalInfo }: HostListOptions): string {
  if (placed === undefined) {
    return choice === 'none' ? l10n.t('left alone') : l10n.t('nothing of ours');
  }
  if (placed.expiresAtMs === undefined) {
    return placedWord(placed, hidePersonalInfo);
  }
  // What ends by itself is a lease.
  const label = nameOfPlaced(placed, hidePersonalInfo);
  const until = dayAndTime(placed.expiresAtMs);
  return placed.expiresAtMs <= nowMs
    ? l10n.t('lease of {0}, ended {1}', label, until)
    : l10n.t('lease of {0}, good until {1}', label, until);
}

/** What dropping a note means while its host can not be asked. */
export function explainDrop({ name, placed }: HostRecord, nowMs: number): string {
  const host = linkSafeName(name);
  if (placed === undefined) {
    return l10n.t('Nothing of ours is known to stand on {0}; only the note goes.', host);
  }
  switch (placed.binding) {
    case 'lease':
      if (placed.expiresAtMs === undefined) {
        return l10n.t('{0} is not connected, so only the note goes. The lease there ends by itself.', host);
      }
      return placed.expiresAtMs > nowMs
        ? l10n.t(
            '{0} is not connected, so only the note goes. The lease there ends by itself on {1}.',
            host,
            dayAndTime(placed.expiresAtMs),
          )
        : l10n.t('The lease on {0} has ended already; only the note goes.', host);
    case 'own':
      return l10n.t(
        '{0} is not connected, so only the note goes. The sign-in there goes on until it is revoked in your ChatGPT settings.',
        host,
      );
    case 'copy':
      return l10n.t(
        '{0} is not connected, so only the note goes. The copy of {1} stays in {2}: sign Codex out there, or delete the key where you made it.',
        host,
        linkSafeName(placed.label),
        linkSafeText(placed.path),
      );
  }
}
