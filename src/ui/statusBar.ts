import { MarkdownString, ThemeColor, workspace, type StatusBarItem } from 'vscode';
import type { CurrentAccount } from '../accounts/currentAccount.ts';
import { Disposables, type Disposable } from '../util/disposables.ts';
import type { Event } from '../util/emitter.ts';
import type { AttemptState } from '../accounts/signInService.ts';
import { settings, settingsSection } from './settings.ts';
import { viewStatus } from './statusView.ts';

export interface StatusBarPorts {
  readonly current: CurrentAccount;
  readonly attempt: { readonly state: AttemptState; readonly onDidChange: Event<AttemptState> };
  readonly unreachedRemote: string | undefined;
}

/** Keeps the status-bar item in step with the account in use and the sign-in that is open. */
export function drawStatusBar(item: StatusBarItem, { current, attempt, unreachedRemote }: StatusBarPorts): Disposable {
  const scope = new Disposables();
  const draw = (): void => {
    const options = { show: settings.statusBarShow(), hidePersonalInfo: settings.hidePersonalInfo(), unreachedRemote };
    const view = viewStatus(current.state, attempt.state, options);
    item.text = view.text;
    item.tooltip = buildTooltip(view.tooltip);
    item.accessibilityInformation = { label: view.accessibleLabel, role: 'button' };
    item.backgroundColor = view.tone === 'warning' ? new ThemeColor('statusBarItem.warningBackground') : undefined;
  };
  scope.add(current.onDidChange(draw));
  scope.add(attempt.onDidChange(draw));
  scope.add(
    workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration(settingsSection)) {
        draw();
      }
    }),
  );
  draw();
  return scope;
}

/** Text stays text: nothing that came from outside can become a link or an icon. */
function buildTooltip(lines: readonly string[]): MarkdownString {
  const tooltip = new MarkdownString();
  lines.forEach((line, index) => {
    tooltip.appendText(line);
    if (index < lines.length - 1) {
      tooltip.appendMarkdown('\n\n');
    }
  });
  return tooltip;
}
