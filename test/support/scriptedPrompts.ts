import type { QuickPickItem } from 'vscode';
import { Cancelled } from '../../src/errors/authError.ts';
import type { InputOptions, PickOptions, Picked, Prompts } from '../../src/ui/shell/prompts.ts';

/** What a person does with one prompt, where a button of a `pick` leaves it open for the next answer; a prompt that the script has no answer for is dismissed. */
export type Answer =
  | { readonly click: string }
  | { readonly row: string; readonly button?: string }
  | { readonly type: string }
  | 'back'
  | 'dismiss'
  | 'cancel';

/** One prompt as it was shown. */
export interface Shown {
  readonly kind: keyof Prompts;
  readonly text: string;
  readonly severity?: string;
  readonly detail?: string;
  readonly buttons?: readonly string[];
  readonly rows?: readonly string[];
  /** What stood in the line at first. */
  /** It is typed hidden. */
  readonly isPassword?: boolean;
  readonly value?: string;
}

/** Prompts that a script answers in order. `tell` and `flash` take no answer; `progress` only `cancel`, once its work has begun. */
export class ScriptedPrompts implements Prompts {
  readonly shown: Shown[] = [];
  readonly #answers: Answer[];

  constructor(...answers: readonly Answer[]) {
    this.#answers = [...answers];
  }

  /** The answers that no prompt asked for. */
  get unused(): readonly Answer[] {
    return this.#answers;
  }

  /** The texts of what was shown, in order. */
  get texts(): readonly string[] {
    return this.shown.map(({ text }) => text);
  }

  readonly tell: Prompts['tell'] = (severity, text) => {
    this.shown.push({ kind: 'tell', severity, text });
    return Promise.resolve();
  };

  readonly offer: Prompts['offer'] = (severity, text, ...buttons) => {
    this.shown.push({ kind: 'offer', severity, text, buttons });
    return Promise.resolve(this.#click(buttons));
  };

  readonly confirm: Prompts['confirm'] = (severity, text, { detail, buttons: others, closeButton }) => {
    const buttons = closeButton === undefined ? others : [...others, closeButton];
    this.shown.push({ kind: 'confirm', severity, text, buttons, ...(detail === undefined ? {} : { detail }) });
    const choice = this.#click(buttons);
    return Promise.resolve(choice === closeButton ? undefined : choice);
  };

  async pick<Row extends QuickPickItem>(
    rows: readonly Row[] | Promise<readonly Row[]>,
    { onButton, ...options }: Parameters<Prompts['pick']>[1],
  ): Promise<Row | undefined> {
    const all = await Promise.resolve(rows);
    this.#list('pick', all, options);
    let picked = this.#choose(all);
    while (picked?.button !== undefined) {
      onButton?.(picked.row, picked.button);
      picked = this.#choose(all);
    }
    return picked?.row;
  }

  async pickRowOrButton<Row extends QuickPickItem>(
    rows: readonly Row[] | Promise<readonly Row[]>,
    options: PickOptions,
  ): Promise<Picked<Row> | undefined> {
    const all = await Promise.resolve(rows);
    this.#list('pickRowOrButton', all, options);
    return this.#choose(all);
  }

  /** Text that does not pass the check is typed, explained and left: the box is dismissed. */
  readonly input: Prompts['input'] = ({ title, prompt, validate }: InputOptions) => {
    this.shown.push({ kind: 'input', text: title, ...(prompt === undefined ? {} : { detail: prompt }) });
    const answer = this.#answers.shift();
    if (typeof answer !== 'object' || !('type' in answer)) {
      return Promise.resolve(undefined);
    }
    const problem = validate?.(answer.type);
    if (problem === undefined) {
      return Promise.resolve(answer.type);
    }
    this.shown.push({ kind: 'input', severity: 'error', text: problem });
    return Promise.resolve(undefined);
  };

  /** As an input; what does not pass the check is explained, and the next answer is for the same question. */
  readonly question: Prompts['question'] = ({ title, prompt, value, isPassword, validate }) => {
    this.shown.push({
      kind: 'question',
      text: title,
      ...(prompt === undefined ? {} : { detail: prompt }),
      ...(value === undefined ? {} : { value }),
      ...(isPassword === true ? { isPassword } : {}),
    });
    for (;;) {
      const answer = this.#answers.shift();
      if (answer === 'back') {
        return Promise.resolve({ kind: 'back' });
      }
      if (typeof answer !== 'object' || !('type' in answer)) {
        return Promise.resolve(undefined);
      }
      const problem = validate?.(answer.type);
      if (problem === undefined) {
        return Promise.resolve({ kind: 'typed', text: answer.type });
      }
      this.shown.push({ kind: 'question', severity: 'error', text: problem });
    }
  };

  readonly progress: Prompts['progress'] = async ({ title }, work) => {
    this.shown.push({ kind: 'progress', text: title });
    const ended = new AbortController();
    const working = work((text) => {
      this.shown.push({ kind: 'progress', text });
    }, ended.signal);
    if (this.#answers[0] === 'cancel') {
      this.#answers.shift();
      ended.abort(new Cancelled());
    }
    return working;
  };

  readonly flash: Prompts['flash'] = (text) => {
    this.shown.push({ kind: 'flash', text });
  };

  #click(buttons: readonly string[]): string | undefined {
    const answer = this.#answers.shift();
    if (typeof answer !== 'object' || !('click' in answer)) {
      return undefined;
    }
    if (!buttons.includes(answer.click)) {
      throw new Error(`There is no button "${answer.click}" among: ${buttons.join(', ')}.`);
    }
    return answer.click;
  }

  #list(kind: 'pick' | 'pickRowOrButton', rows: readonly QuickPickItem[], { title }: PickOptions): void {
    this.shown.push({ kind, text: title, rows: rows.map(({ label }) => label) });
  }

  #choose<Row extends QuickPickItem>(rows: readonly Row[]): Picked<Row> | undefined {
    const answer = this.#answers.shift();
    if (typeof answer !== 'object' || !('row' in answer)) {
      return undefined;
    }
    const row = rows.find(({ label }) => label.includes(answer.row));
    if (row === undefined) {
      throw new Error(`There is no row "${answer.row}" among: ${rows.map(({ label }) => label).join(', ')}.`);
    }
    if (answer.button === undefined) {
      return { row };
    }
    const button = row.buttons?.find(({ tooltip }) => tooltip === answer.button);
    if (button === undefined) {
      throw new Error(`The row "${row.label}" has no button "${answer.button}".`);
    }
    return { row, button };
  }
}
