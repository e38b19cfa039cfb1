/**
 * Stands in for the module 'vscode' where pure views are tested: words come out in English, with their values filled in
 * as VS Code does it. A notification is never answered; progress is shown to nobody; nothing happens by itself.
 */
export const l10n = {
  t(message: string, ...values: readonly (string | number | boolean)[]): string {
    return message.replace(/\{(\d+)\}/gu, (place, index: string) => String(values[Number(index)] ?? place));
  },
};

interface Subscription {
  dispose(): void;
}

/** What was made or listened to, and has not been disposed of. */
export const undisposed = new Set<Subscription>();

function neverHappens(): Subscription {
  const subscription = { dispose: () => undisposed.delete(subscription) };
  undisposed.add(subscription);
  return subscription;
}

/** A thing of the window that is shown to nobody. */
function showToNobody() {
  const { dispose } = neverHappens();
  const ignore = (_line?: string): void => undefined;
  return { dispose, show: ignore, info: ignore, warn: ignore, error: ignore };
}

type Notify = (message: string, ...buttons: readonly string[]) => Promise<string | undefined>;

const leaveUnanswered: Notify = () => Promise.resolve(undefined);

export class ThemeColor {
  readonly id: string;

  constructor(id: string) {
    this.id = id;
  }
}

export class EventEmitter<T> {
  readonly #listeners = new Set<(value: T) => void>();

  readonly event = (listener: (value: T) => void): Subscription => {
    this.#listeners.add(listener);
    return { dispose: () => this.#listeners.delete(listener) };
  };

  fire(value: T): void {
    for (const listener of this.#listeners) {
      listener(value);
    }
  }

  dispose(): void {
    this.#listeners.clear();
  }
}

export const authentication = { registerAuthenticationProvider: neverHappens };

export class ThemeIcon {
  readonly id: string;

  constructor(id: string) {
    this.id = id;
  }
}

export const window = {
  state: { focused: true },
  onDidChangeWindowState: (_listener: (state: { readonly focused: boolean }) => void): Subscription => neverHappens(),
  createOutputChannel: (_name: string) => showToNobody(),
  createStatusBarItem: (_id: string) => showToNobody(),
  showInformationMessage: leaveUnanswered,
  showWarningMessage: leaveUnanswered,
  showErrorMessage: leaveUnanswered,
  showTextDocument: (_page: unknown, _options: unknown): Promise<void> => Promise.resolve(),
  withProgress<T>(_options: unknown, work: (progress: unknown, token: unknown) => Promise<T>): Promise<T> {
    return work({ report: () => undefined }, { onCancellationRequested: neverHappens });
  },
};

export const Uri = {
  from: (parts: { readonly scheme: string; readonly path: string }) => parts,
};

export const commands = {
  executeCommand: (_name: string): Promise<void> => Promise.resolve(),
  registerCommand: (_name: string, _handler: unknown): Subscription => neverHappens(),
};

export class MarkdownString {
  readonly value: string;

  constructor(value: string) {
    this.value = value;
  }
}

/** Every setting has its default; of another extension's, none is known. */
export const workspace = {
  getConfiguration: (_section?: string) => ({
    get: (_name: string): unknown => undefined,
    inspect: (_name: string): { readonly defaultValue: unknown } | undefined => undefined,
  }),
  onDidChangeConfiguration: (
    _listener: (change: { affectsConfiguration(section: string): boolean }) => void,
  ): Subscription => neverHappens(),
  registerTextDocumentContentProvider: (_scheme: string, _provider: unknown): Subscription => neverHappens(),
  isTrusted: true,
  onDidGrantWorkspaceTrust: neverHappens,
  onDidChangeWorkspaceFolders: neverHappens,
  workspaceFolders: undefined as readonly { readonly name: string }[] | undefined,
  /** Of the folder that is open. */
  name: undefined as string | undefined,
};

/** No other extension is there. */
export const extensions = { getExtension: (_id: string): undefined => undefined };

export const StatusBarAlignment = { Right: 2 };

export const ExtensionKind = { UI: 1, Workspace: 2 };

export const version = '1.101.0';

export const QuickPickItemKind = { Separator: -1 };

export const UIKind = { Desktop: 1, Web: 2 };

export const env = { uiKind: UIKind.Desktop, appName: 'VS Code', language: 'en' };

export const ProgressLocation = { Notification: 15 };
