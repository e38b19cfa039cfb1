import { l10n } from 'vscode';
import { readTokenLife } from '../../protocol/tokens/tokenLife.ts';
import type { Account } from '../../storage/account.ts';
import { dayAndTime } from '../text/dates.ts';

/** What goes to the host: a lease or a sign-in of its own for ChatGPT; a key or an access token as it is. */
export type CopyKind = 'lease' | 'own' | 'copy';

/** A fresh one lives as long as the one in hand did. */
export function leaseEnd({ credential }: Account, nowMs: number): string {
  const life = credential.kind === 'chatgpt' ? readTokenLife(credential.tokens) : undefined;
  return life === undefined
    ? l10n.t('its end, which the server sets')
    : dayAndTime(nowMs + life.endsAtMs - life.startedAtMs);
}

/** What the copy is, and how long it is good. */
export function explainKind({
  account,
  kind,
  nowMs,
}: {
  readonly account: Account;
  readonly kind: CopyKind;
  readonly nowMs: number;
}): string {
  switch (kind) {
    case 'lease':
      return l10n.t(
        'It gets a lease: an access token that nobody there can renew, good until about {0}. Your own sign-in stays on this computer, and a sign-out there does not reach it.',
        leaseEnd(account, nowMs),
      );
    case 'own':
      return l10n.t(
        'You sign in now on this computer; that sign-in is handed over and kept nowhere else. Whoever administers the host can read it.',
      );
    case 'copy':
      return account.credential.kind === 'accessToken'
        ? l10n.t(
            'It gets the same access token as this computer, good until its own end or until you revoke it. Treat that file like a password.',
          )
        : l10n.t(
            'It gets the same API key as this computer, good until you delete it where you made it. Treat that file like a password.',
          );
  }
}
