import { ThemeIcon, window, type QuickInputButton, type QuickPickItem } from 'vscode';
import { vscodeBrowser } from './vscodeBrowser.ts';
import { listSources, saySource, type Fact } from '../text/facts/fact.ts';

/** A row that shows statements of the documentation. */
export interface SourcedRow extends QuickPickItem {
  readonly facts?: readonly Fact[];
}

/** A quick pick whose rows have a button for each document behind them; to look at one leaves the pick open. */
export async function pickSourced<R extends SourcedRow>(
  rows: readonly R[],
  { title, placeHolder }: { readonly title: string; readonly placeHolder: string },
): Promise<R | undefined> {
  const picker = window.createQuickPick();
  const shown = rows.map((row): readonly [QuickPickItem, R] => [{ ...row, buttons: buttonsOf(row) }, row]);
  try {
    picker.title = title;
    picker.placeholder = placeHolder;
    picker.matchOnDetail = true;
    picker.ignoreFocusOut = true;
    picker.items = shown.map(([item]) => item);
    const chosen = new Promise<QuickPickItem | undefined>((resolve) => {
      picker.onDidAccept(() => {
        // Not the active one: of a row that was clicked the editor may not have told us yet that it is that.
        resolve(picker.selectedItems[0]);
      });
      picker.onDidTriggerItemButton(({ item, button }) => {
        const facts = shown.find(([one]) => one === item)?.[1].facts ?? [];
        const source = listSources(facts).find((one) => saySource(one) === button.tooltip);
        if (source !== undefined) {
          void vscodeBrowser.open(source.address);
        }
      });
      picker.onDidHide(() => {
        resolve(undefined);
      });
    });
    picker.show();
    const accepted = await chosen;
    return shown.find(([item]) => item === accepted)?.[1];
  } finally {
    picker.dispose();
  }
}

function buttonsOf({ facts = [] }: SourcedRow): readonly QuickInputButton[] {
  return listSources(facts).map((source) => ({ iconPath: new ThemeIcon('book'), tooltip: saySource(source) }));
}
