import { l10n } from 'vscode';
import type { Browser } from '../../accounts/signIn/ports.ts';
import type { Sentence } from '../../errors/sentence.ts';
import { findAnswerKind } from '../../errors/serverAnswer.ts';
import type { Account } from '../../storage/account.ts';
import type { Clock } from '../../base/clock.ts';
import { describeAccount } from '../text/accountText.ts';
import { buildMessage, findHelp, nameHelpPage, nameMessage } from '../text/answerHelp.ts';
import { formatWithoutCode } from '../text/errorText.ts';
import { helpPages } from '../text/helpPages.ts';
import { serverAnswers, type Help } from '../text/serverAnswers.ts';
import type { Clipboard } from '../shell/clipboard.ts';
import type { Prompts } from '../shell/prompts.ts';
import { settings } from '../shell/settings.ts';

/** What the way to somebody who can help needs. */
export interface AnswerFlow {
  readonly browser: Pick<Browser, 'open'>;
  readonly clipboard: Pick<Clipboard, 'writeText'>;
  readonly clock: Pick<Clock, 'nowMs'>;
  readonly prompts: Pick<Prompts, 'flash'>;
}

/** Whose answer it was and when it came, where that is known. */
interface AnswerAbout {
  readonly account?: Account;
  readonly atMs?: number;
}

/** Buttons for a sentence that another person can put right, and what each does. */
export interface HelpOffer {
  readonly buttons: readonly string[];
  readonly choose: (button: string) => Promise<void>;
}

/** A message to whoever can put it right, and the page where. */
export function offerHelp(sentence: Sentence, flow: AnswerFlow, about: AnswerAbout = {}): HelpOffer {
  const help = findHelp(sentence);
  const page = help?.page === undefined ? undefined : nameHelpPage(help.page);
  const copy = help?.ask === undefined ? undefined : nameMessage(help.contact);
  return {
    buttons: [copy, page].filter((button) => button !== undefined),
    choose: async (button) => {
      if (button === page) {
        await openHelpPage(sentence, flow);
      } else if (button === copy) {
        await copyHelpMessage(sentence, flow, about);
      }
    },
  };
}

/** Opens the page where what a sentence says is put right. */
export async function openHelpPage(sentence: Sentence, { browser }: Pick<AnswerFlow, 'browser'>): Promise<void> {
  const page = findHelp(sentence)?.page;
  if (page !== undefined) {
    await browser.open(helpPages[page]);
  }
}

/** Copies the message to whoever can put it right. An account is named in it only where the person lets it be shown. */
export async function copyHelpMessage(
  sentence: Sentence,
  { clipboard, clock, prompts }: Omit<AnswerFlow, 'browser'>,
  about: AnswerAbout = {},
): Promise<void> {
  const help = findHelp(sentence);
  if (help !== undefined) {
    await clipboard.writeText(compose(help, sentence, { account: about.account, atMs: about.atMs ?? clock.nowMs() }));
    prompts.flash(l10n.t('The message is on the clipboard.'));
  }
}

function compose(
  help: Help,
  sentence: Sentence,
  { account, atMs }: { readonly account: Account | undefined; readonly atMs: number },
): string {
  const isHidden = settings.hidePersonalInfo();
  const kind = findAnswerKind(sentence);
  const happened =
    kind === undefined ? formatWithoutCode(sentence) : serverAnswers[kind].happened(l10n.t('this computer'));
  return buildMessage(help, {
    happened,
    details: 'requestId' in sentence.args ? sentence.args : {},
    atMs,
    account: account === undefined || isHidden ? undefined : describeAccount(account, isHidden),
    address: help.page === undefined ? undefined : helpPages[help.page],
  });
}
