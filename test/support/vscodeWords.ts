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

function neverHappens(): Subscription {
  return { dispose: () => undefined };
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
  showInformationMessage: leaveUnanswered,
  showWarningMessage: leaveUnanswered,
  showErrorMessage: leaveUnanswered,
  withProgress<T>(_options: unknown, work: (progress: unknown, token: unknown) => Promise<T>): Promise<T> {
    return work({ report: () => undefined }, { onCancellationRequested: neverHappens });
  },
};

export const commands = { executeCommand: (_name: string): Promise<void> => Promise.resolve() };

/** Every setting has its default; of another extension's, none is known. */
export const workspace = {
  getConfiguration: (_section?: string) => ({
    get: (_name: string): unknown => undefined,
    inspect: (_name: string): { readonly defaultValue: unknown } | undefined => undefined,
  }),
  onDidChangeConfiguration: (
    _listener: (change: { affectsConfiguration(section: string): boolean }) => void,
  ): Subscription => neverHappens(),
  /** Of the folder that is open. */
  name: undefined as string | undefined,
};

export const QuickPickItemKind = { Separator: -1 };

export const UIKind = { Desktop: 1, Web: 2 };

export const env = { uiKind: UIKind.Desktop, appName: 'VS Code', language: 'en' };

export const ProgressLocation = { Notification: 15 };
