import type { AuthenticationProviderAuthenticationSessionsChangeEvent, AuthenticationSession } from 'vscode';
import { findBearer, type Account } from '../../storage/account.ts';
import { displayText } from '../../base/displayText.ts';
import { kindWord, personWord } from '../text/accountText.ts';

/**
 * What other extensions read as the account's name: its label, unique among ours, since VS Code files the person's
 * consent under it. A label that looks like an e-mail address is replaced when those are hidden.
 */
export function shareableLabel({ id, label, credential }: Account, hidePersonalInfo: boolean): string {
  return hidePersonalInfo && label.includes('@')
    ? `${kindWord(credential.kind)} ${id.slice(0, 6)}`
    : displayText(label);
}

/** The session that an account makes, if its kind has a bearer of its own. */
export function buildSession(account: Account, hidePersonalInfo: boolean): readonly AuthenticationSession[] {
  const accessToken = findBearer(account.credential)?.reveal();
  if (accessToken === undefined) {
    return [];
  }
  const person = hidePersonalInfo ? undefined : personWord(account.identity, false);
  const label = shareableLabel(account, hidePersonalInfo);
  return [
    {
      id: account.id,
      accessToken,
      account: { id: account.id, label: person === undefined ? label : `${label} (${person})` },
      scopes: [],
    },
  ];
}

/** What is new, gone or has another token; undefined when nothing changed. */
export function diffSessions(
  before: readonly AuthenticationSession[],
  after: readonly AuthenticationSession[],
): AuthenticationProviderAuthenticationSessionsChangeEvent | undefined {
  const find = (list: readonly AuthenticationSession[], id: string): AuthenticationSession | undefined =>
    list.find((session) => session.id === id);
  const added = after.filter(({ id }) => find(before, id) === undefined);
  const removed = before.filter(({ id }) => find(after, id) === undefined);
  const changed = after.filter((session) => {
    const old = find(before, session.id);
    return (
      old !== undefined && (old.accessToken !== session.accessToken || old.account.label !== session.account.label)
    );
  });
  return added.length + removed.length + changed.length === 0 ? undefined : { added, removed, changed };
}
