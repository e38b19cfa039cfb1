import type { CurrentAccount } from '../../accounts/use/currentAccount.ts';
import type { Sentence } from '../../errors/sentence.ts';
import type { Account } from '../../storage/account.ts';
import { copyHelpMessage, openHelpPage, type AnswerFlow } from './answerActions.ts';

/** The account in use and what works with what the service said of it. */
export type CurrentAnswerFlow = AnswerFlow & { readonly current: Pick<CurrentAccount, 'state'> };

/** Copies a message about what keeps the account in use from working. */
export async function copyCurrentMessage(flow: CurrentAnswerFlow): Promise<void> {
  const found = findAnswer(flow);
  if (found !== undefined) {
    await copyHelpMessage(found.sentence, flow, found);
  }
}

/** Opens the page where that is put right. */
export async function openCurrentPage(flow: CurrentAnswerFlow): Promise<void> {
  const found = findAnswer(flow);
  if (found !== undefined) {
    await openHelpPage(found.sentence, flow);
  }
}

function findAnswer({
  current: { state },
}: CurrentAnswerFlow): { readonly sentence: Sentence; readonly account: Account; readonly atMs: number } | undefined {
  return state.kind === 'signedIn' && state.health?.kind === 'offline' && state.health.sentence !== undefined
    ? { sentence: state.health.sentence, account: state.account, atMs: state.health.checkedAtMs }
    : undefined;
}
