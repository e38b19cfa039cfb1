import { l10n } from 'vscode';
import { methodFacts } from '../text/facts/methodFacts.ts';
import type { SourcedRow } from '../shell/pickSourced.ts';
import { chatGptUrl } from '../shell/links.ts';

/** What to do before a ChatGPT sign-in with several accounts, for every picker that leads to one. */
export function buildOpenChatGptRow(): SourcedRow & { readonly open: string } {
  const { severalAccountsInShort } = methodFacts;
  return {
    label: l10n.t('$(link-external) Open chatgpt.com'),
    description: l10n.t('first, with several ChatGPT accounts'),
    detail: severalAccountsInShort.say(),
    facts: [severalAccountsInShort],
    open: chatGptUrl,
  };
}
