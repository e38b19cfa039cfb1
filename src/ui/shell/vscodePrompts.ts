import {
  CancellationTokenSource,
  ProgressLocation,
  QuickInputButtons,
  l10n,
  window,
  type MessageItem,
  type MessageOptions,
  type QuickPick,
  type QuickPickItem,
} from 'vscode';
import { Cancelled } from '../../errors/authError.ts';
import type { QuestionAnswer, PickOptions, Picked, Prompts, Severity } from './prompts.ts';

/** How many characters VS Code shows of a message on one line; in a narrow font it is more. */
const lineLength = 50;

/** The prompts of the window that this extension runs in. */
export const vscodePrompts: Prompts = {
  /**
   * VS Code draws a message without a button on one line, cuts it there, and takes it away after a few seconds: one
   * that is longer gets a button, which makes VS Code draw all of it.
   */
  tell: async (severity, message) => {
    await showMessage[severity](message, {}, ...(message.length > lineLength ? [{ title: l10n.t('OK') }] : []));
  },
  offer: async (severity, message, ...buttons) =>
    (await showMessage[severity](message, {}, ...itemsOf(buttons)))?.title,
  confirm: async (severity, message, { detail = '', buttons, closeButton }) => {
    const close = closeButton === undefined ? [] : [{ title: closeButton, isCloseAffordance: true }];
    const choice = await showMessage[severity](message, { modal: true, detail }, ...itemsOf(buttons), ...close);
    return choice?.isCloseAffordance === true ? undefined : choice?.title;
  },
  pick: async (rows, { onButton, ...options }) =>
    showPick(rows, options, (picker, choose) => {
      picker.onDidTriggerItemButton(({ item, button }) => onButton?.(item, button));
      picker.onDidAccept(() => {
        choose(selectedRow(picker));
      });
    }),
  pickRowOrButton: async <Row extends QuickPickItem>(rows: Rows<Row>, options: PickOptions) =>
    showPick<Row, Picked<Row>>(rows, options, (picker, choose) => {
      picker.onDidTriggerItemButton(({ item, button }) => {
        choose({ row: item, button });
      });
      picker.onDidAccept(() => {
        const row = selectedRow(picker);
        choose(row === undefined ? undefined : { row });
      });
    }),
  input: async ({ title, prompt = '', placeHolder = '', value = '', isPassword = false, validate, signal }) => {
    const closing = new CancellationTokenSource();
    const close = (): void => {
      closing.cancel();
    };
    if (signal?.aborted === true) {
      return undefined;
    }
    signal?.addEventListener('abort', close);
    try {
      return await window.showInputBox(
        {
          title,
          prompt,
          placeHolder,
          value,
          password: isPassword,
          ignoreFocusOut: true,
          validateInput: (text) => validate?.(text),
        },
        closing.token,
      );
    } finally {
      signal?.removeEventListener('abort', close);
      closing.dispose();
    }
  },
  question: async ({ title, prompt = '', placeHolder = '', value = '', isPassword = false, validate, ...place }) => {
    const box = window.createInputBox();
    try {
      Object.assign(box, { title, prompt, placeholder: placeHolder, value, password: isPassword, ...place });
      box.ignoreFocusOut = true;
      box.buttons = place.step > 1 ? [QuickInputButtons.Back] : [];
      return await new Promise<QuestionAnswer | undefined>((resolve) => {
        box.onDidChangeValue((text) => {
          box.validationMessage = validate?.(text);
        });
        box.onDidAccept(() => {
          box.validationMessage = validate?.(box.value);
          if (box.validationMessage === undefined) {
            resolve({ kind: 'typed', text: box.value });
          }
        });
        box.onDidTriggerButton(() => {
          resolve({ kind: 'back' });
        });
        box.onDidHide(() => {
          resolve(undefined);
        });
        box.show();
      });
    } finally {
      box.dispose();
    }
  },
  progress: async ({ title, isCancellable = false }, work) =>
    window.withProgress(
      { location: ProgressLocation.Notification, title, cancellable: isCancellable },
      async (progress, token) => {
        const ended = new AbortController();
        const listening = token.onCancellationRequested(() => {
          ended.abort(new Cancelled());
        });
        try {
          return await work((message) => {
            progress.report({ message });
          }, ended.signal);
        } finally {
          listening.dispose();
        }
      },
    ),
  flash: (message, seconds = 5) => {
    window.setStatusBarMessage(message, seconds * 1000);
  },
};

type Show = (
  message: string,
  options: MessageOptions,
  ...items: readonly MessageItem[]
) => Thenable<MessageItem | undefined>;

const showMessage: Readonly<Record<Severity, Show>> = {
  information: (...given) => window.showInformationMessage(...given),
  warning: (...given) => window.showWarningMessage(...given),
  error: (...given) => window.showErrorMessage(...given),
};

function itemsOf(buttons: readonly string[]): readonly MessageItem[] {
  return buttons.map((title) => ({ title }));
}

type Rows<Row> = readonly Row[] | Promise<readonly Row[]>;

/** @param listen tells what is chosen; a pick that is dismissed answers `undefined` */
async function showPick<Row extends QuickPickItem, Choice>(
  rows: Rows<Row>,
  { title, placeHolder, matchOnDescription = false, matchOnDetail = false, ignoreFocusOut = false }: PickOptions,
  listen: (picker: QuickPick<Row>, choose: (choice: Choice | undefined) => void) => void,
): Promise<Choice | undefined> {
  const picker = window.createQuickPick<Row>();
  try {
    picker.title = title;
    picker.placeholder = placeHolder;
    picker.matchOnDescription = matchOnDescription;
    picker.matchOnDetail = matchOnDetail;
    picker.ignoreFocusOut = ignoreFocusOut;
    return await new Promise<Choice | undefined>((resolve, reject) => {
      listen(picker, resolve);
      picker.onDidHide(() => {
        resolve(undefined);
      });
      // A pick that is dismissed does not wait for its rows.
      showRows(picker, rows).catch(reject);
    });
  } finally {
    picker.dispose();
  }
}

async function showRows<Row extends QuickPickItem>(picker: QuickPick<Row>, rows: Rows<Row>): Promise<void> {
  if (!(rows instanceof Promise)) {
    picker.items = rows;
    picker.show();
    return;
  }
  picker.busy = true;
  picker.show();
  picker.items = await rows;
  picker.busy = false;
}

/** Not the active one: of a row that was clicked the editor may not have told us yet that it is that. */
function selectedRow<Row extends QuickPickItem>({ selectedItems }: QuickPick<Row>): Row | undefined {
  return selectedItems[0];
}
