import type { ExtensionContext, StatusBarItem } from 'vscode';
import type { Disposables } from '../base/disposables.ts';
import type { Log } from '../ui/shell/log.ts';

/** What is there from the first moment on, made by the entry point. */
export interface ActivationContext {
  readonly context: ExtensionContext;
  readonly scope: Disposables;
  readonly log: Log;
  readonly statusItem: StatusBarItem;
}
