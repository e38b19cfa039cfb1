import type { QuickInputButton, QuickPickItem } from 'vscode';

export type Severity = 'information' | 'warning' | 'error';

export interface PickOptions {
  readonly title: string;
  readonly placeHolder?: string;
  readonly matchOnDescription?: boolean;
  readonly matchOnDetail?: boolean;
  readonly ignoreFocusOut?: boolean;
}

/** What was chosen: a row, or a button of that row. */
export interface Picked<Row> {
  readonly row: Row;
  readonly button?: QuickInputButton;
}

export interface InputOptions {
  readonly title: string;
  readonly prompt?: string;
  readonly placeHolder?: string;
  readonly value?: string;
  /** What is typed is a secret and is not shown. */
  readonly isPassword?: boolean;
  /** A sentence about what is wrong with the text, if something is. */
  readonly validate?: (text: string) => string | undefined;
  /** Aborted, the box closes as if it was dismissed. */
  readonly signal?: AbortSignal;
}

/** One of several questions in a row. */
interface QuestionOptions extends Omit<InputOptions, 'signal'> {
  /** Its number, beginning with 1, and how many there are. */
  readonly step: number;
  readonly totalSteps: number;
}

/** What was typed, or the way back to the question before. */
export type QuestionAnswer = { readonly kind: 'typed'; readonly text: string } | { readonly kind: 'back' };

interface ProgressOptions {
  readonly title: string;
  readonly isCancellable?: boolean;
}

/**
 * Everything that this extension asks of a person or shows for a moment, so that a flow can be tested without an editor.
 * Whatever is dismissed is `undefined`.
 */
export interface Prompts {
  /** Tells something that needs no answer; resolves when it is gone. */
  tell(severity: Severity, message: string): Promise<void>;
  /** A notification with buttons that may be left alone; answers the title of the one that was clicked. */
  offer(severity: Severity, message: string, ...buttons: readonly string[]): Promise<string | undefined>;
  /**
   * A modal question, which VS Code gives a Cancel button; answers the title of the button that was clicked. A close
   * button takes the place of Cancel, and is as good as dismissing.
   */
  confirm(
    severity: Severity,
    message: string,
    question: { readonly detail?: string; readonly buttons: readonly string[]; readonly closeButton?: string },
  ): Promise<string | undefined>;
  /** A quick pick of one row. Rows that are not there yet are shown as soon as they are. A button leaves it open. */
  pick<Row extends QuickPickItem>(
    rows: readonly Row[] | Promise<readonly Row[]>,
    options: PickOptions & { readonly onButton?: (row: Row, button: QuickInputButton) => void },
  ): Promise<Row | undefined>;
  /** The same, where a button of a row is a choice too and closes the pick. */
  pickRowOrButton<Row extends QuickPickItem>(
    rows: readonly Row[] | Promise<readonly Row[]>,
    options: PickOptions,
  ): Promise<Picked<Row> | undefined>;
  /** A line of text; it stays open when the focus goes elsewhere. */
  input(options: InputOptions): Promise<string | undefined>;
  /** The same as one of several questions: a button, or Alt+Left, leads back to the one before. */
  question(options: QuestionOptions): Promise<QuestionAnswer | undefined>;
  /** Does work behind a notification. Its Cancel button aborts the signal with `Cancelled`. */
  progress<T>(
    options: ProgressOptions,
    work: (report: (message: string) => void, signal: AbortSignal) => Promise<T>,
  ): Promise<T>;
  /** A few words in the status bar, for some seconds: five, or as many as they take to read. */
  flash(message: string, seconds?: number): void;
}
