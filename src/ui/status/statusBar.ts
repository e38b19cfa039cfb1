import { MarkdownString, ThemeColor, type StatusBarItem } from 'vscode';
import type { CurrentAccount } from '../../accounts/use/currentAccount.ts';
import { Disposables, type Disposable } from '../../base/disposables.ts';
import type { Event } from '../../base/emitter.ts';
import type { AttemptState } from '../../accounts/signIn/signInService.ts';
import { colourOf } from '../text/accountColours.ts';
import type { PayerState } from '../shell/payerState.ts';
import type { FolderAccount } from '../shell/folderAccount.ts';
import type { RemoteFollower } from '../shell/remoteFollower.ts';
import type { RunningState } from '../shell/runningState.ts';
import type { UsageState } from '../shell/usageState.ts';
import { onDidChangeSettings, settings } from '../shell/settings.ts';
import { viewStatus } from './statusView.ts';

export interface StatusBarPorts {
  readonly current: CurrentAccount;
  readonly attempt: { readonly state: AttemptState; readonly onDidChange: Event<AttemptState> };
  readonly folder: Pick<FolderAccount, 'find' | 'onDidChange'>;
  readonly remote: Pick<RemoteFollower, 'view' | 'onDidChange'>;
  readonly running: Pick<RunningState, 'sentences' | 'short' | 'onDidChange'>;
  readonly payer: Pick<PayerState, 'words' | 'onDidChange'>;
  readonly usage: Pick<UsageState, 'find' | 'onDidChange'>;
}

/** Keeps the status-bar item in step with the account in use and the sign-in that is open. */
export function drawStatusBar(
  item: StatusBarItem,
  { current, attempt, folder, remote, running, payer, usage }: StatusBarPorts,
): Disposable {
  const scope = new Disposables();
  const draw = (): void => {
    const options = {
      show: settings.statusBarShow(),
      hidePersonalInfo: settings.hidePersonalInfo(),
      expected: folder.find(),
      remote: remote.view,
      running: { sentences: running.sentences, short: running.short },
      payer: payer.words,
      usage: current.state.kind === 'signedIn' ? usage.find(current.state.account.id) : undefined,
    };
    const view = viewStatus(current.state, attempt.state, options);
    item.text = view.text;
    item.tooltip = buildTooltip(view.tooltip);
    item.accessibilityInformation = { label: view.accessibleLabel, role: 'button' };
    item.color =
      current.state.kind === 'signedIn' && view.tone === 'plain' ? colourOf(current.state.account) : undefined;
    item.backgroundColor = view.tone === 'warning' ? new ThemeColor('statusBarItem.warningBackground') : undefined;
  };
  scope.add(current.onDidChange(draw));
  scope.add(attempt.onDidChange(draw));
  scope.add(folder.onDidChange(draw));
  scope.add(remote.onDidChange(draw));
  scope.add(running.onDidChange(draw));
  scope.add(payer.onDidChange(draw));
  scope.add(usage.onDidChange(draw));
  scope.add(onDidChangeSettings(draw));
  draw();
  return scope;
}

/** Text stays text: nothing in it can become a link, an icon or a heading, not even an e-mail address. */
function buildTooltip(lines: readonly string[]): MarkdownString {
  return new MarkdownString(lines.map(escapeMarkdown).join('\n\n'));
}

/** Every mark that Markdown could read becomes a character reference. */
function escapeMarkdown(text: string): string {
  return text.replace(/[!-/:-@[-`{-~]/gu, (mark) => `&#${String(mark.codePointAt(0) ?? 0)};`);
}
