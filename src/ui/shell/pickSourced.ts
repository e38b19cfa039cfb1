import { ThemeIcon, type QuickInputButton, type QuickPickItem } from 'vscode';
import type { Browser } from '../../accounts/signIn/ports.ts';
import { listSources, saySource, type Fact } from '../text/facts/fact.ts';
import type { Log } from './log.ts';
import type { Prompts } from './prompts.ts';

/** A row that shows statements of the documentation. */
export interface SourcedRow extends QuickPickItem {
  readonly facts?: readonly Fact[];
}

export interface SourcedPickFlow {
  readonly prompts: Pick<Prompts, 'pick'>;
  readonly browser: Pick<Browser, 'open'>;
  readonly log: Pick<Log, 'unawaited'>;
}

/** A quick pick whose rows have a button for each document behind them; to look at one leaves the pick open. */
export async function pickSourced<Row extends SourcedRow>(
  rows: readonly Row[],
  words: { readonly title: string; readonly placeHolder: string },
  { prompts, browser, log }: SourcedPickFlow,
): Promise<Row | undefined> {
  const shown = rows.map((row) => ({ ...row, buttons: listButtons(row) }));
  return prompts.pick(shown, {
    ...words,
    matchOnDetail: true,
    ignoreFocusOut: true,
    onButton: ({ facts = [] }, { tooltip }) => {
      const source = listSources(facts).find((one) => saySource(one) === tooltip);
      if (source !== undefined) {
        log.unawaited('command', browser.open(source.address));
      }
    },
  });
}

function listButtons({ facts = [] }: SourcedRow): readonly QuickInputButton[] {
  return listSources(facts).map((source) => ({ iconPath: new ThemeIcon('book'), tooltip: saySource(source) }));
}
