import { l10n } from 'vscode';
import type { AccountState, CurrentAccount } from '../../accounts/use/currentAccount.ts';
import type { SignInRules } from '../../accounts/use/signInRules.ts';
import type { Clock } from '../../base/clock.ts';
import { CoalescedTask } from '../../base/coalescedTask.ts';
import type { Disposable } from '../../base/disposables.ts';
import { Emitter, type Event } from '../../base/emitter.ts';
import type { PanelAction, PanelSection } from '../../webview/messages.ts';
import { findSignInThere, judgeSignInThere, nameSignIn, offerAgainst } from '../home/ruledInUse.ts';
import { sayRuled } from '../text/ruleText.ts';

export interface PanelRulesPorts {
  readonly current: Pick<CurrentAccount, 'state'>;
  readonly loadRules: () => Promise<Pick<SignInRules, 'judgeInUse'>>;
  readonly clock: Clock;
}

/** A page that comes back is told of that in several ways at once. */
const settleMs = 50;

/** The rule against what Codex is signed in with, as of the last look. The page looks while it is seen. */
export class PanelRules implements Disposable {
  readonly #ports: PanelRulesPorts;
  readonly #changed = new Emitter<void>();
  readonly onDidChange: Event<void> = this.#changed.event;
  readonly #look: CoalescedTask;
  #seen: { readonly of: string; readonly notice: PanelSection } | undefined;

  constructor(ports: PanelRulesPorts) {
    this.#ports = ports;
    this.#look = new CoalescedTask(ports.clock, settleMs, () => this.#lookNow());
  }

  /** Of another sign-in than was looked at nothing is said. */
  find(state: AccountState): PanelSection | undefined {
    const there = findSignInThere(state);
    return there !== undefined && this.#seen?.of === nameSignIn(there) ? this.#seen.notice : undefined;
  }

  look(): Promise<void> {
    return this.#look.request();
  }

  dispose(): void {
    this.#look.dispose();
    this.#changed.dispose();
  }

  async #lookNow(): Promise<void> {
    const there = findSignInThere(this.#ports.current.state);
    const ruled = there && (await judgeSignInThere(there, this.#ports)).ruled;
    const seen =
      there === undefined || ruled === undefined
        ? undefined
        : { of: nameSignIn(there), notice: buildNotice(sayRuled(there.label, ruled), offerAgainst(there, ruled)) };
    const isChanged = JSON.stringify(seen) !== JSON.stringify(this.#seen);
    this.#seen = seen;
    if (isChanged) {
      this.#changed.fire();
    }
  }
}

/** The sentences of the announcement, and its ways on. */
function buildNotice(text: string, offer: ReturnType<typeof offerAgainst>): PanelSection {
  const offers: Readonly<Record<'takeOut' | 'keep', PanelAction>> = {
    takeOut: { command: 'takeOutOfCodex', label: l10n.t('Take It Out of Codex'), look: 'primary' },
    keep: { command: 'importFromCodex', label: l10n.t('Keep It Here'), look: 'primary' },
  };
  return {
    kind: 'notice',
    id: 'rule',
    tone: 'warning',
    heading: l10n.t('A sign-in rule of Codex is against what is in use'),
    text,
    actions: [
      ...(offer === undefined ? [] : [offers[offer]]),
      { command: 'showSignInRules', label: l10n.t('Show Rules of Codex'), look: 'secondary' },
    ],
  };
}
