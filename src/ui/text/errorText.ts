import { l10n } from 'vscode';
import type { AuthError } from '../../errors/authError.ts';
import type { Sentence, SentenceId, Sentences } from '../../errors/sentence.ts';
import { linkSafeText } from '../../base/displayText.ts';
import { browserWords } from './errors/browser.ts';
import { copyWords } from './errors/copy.ts';
import { credentialWords } from './errors/credential.ts';
import { deviceCodeWords } from './errors/deviceCode.ts';
import { grantWords } from './errors/grant.ts';
import { homeWords } from './errors/home.ts';
import { networkWords } from './errors/network.ts';
import { providerWords } from './errors/provider.ts';
import { ruleWords } from './errors/rule.ts';
import { storeWords } from './errors/store.ts';
import { tokenWords } from './errors/token.ts';
import { vaultWords } from './errors/vault.ts';
import { serverWords } from './serverAnswers.ts';
import type { MessageTexts } from './errors/messageTexts.ts';

/** Every sentence that a pure room can say, in words. The type makes it exhaustive. */
const words: MessageTexts<Sentences> = {
  ...tokenWords,
  ...serverWords,
  ...networkWords,
  ...browserWords,
  ...deviceCodeWords,
  ...credentialWords,
  ...grantWords,
  ...vaultWords,
  ...storeWords,
  ...providerWords,
  ...ruleWords,
  ...homeWords,
  ...copyWords,
};

/** The words of a sentence. Values that came from outside are shown as plain text. */
export function formatSentence<K extends SentenceId>(
  sentence: { readonly messageId: K; readonly args: Sentences[K] },
  machine: string = l10n.t('this computer'),
): string {
  return words[sentence.messageId](cleanArgs(sentence.args), linkSafeText(machine));
}

/** The same where the code of the service stands apart, as in a message to somebody else. */
export function formatWithoutCode<K extends SentenceId>(
  { messageId, args }: { readonly messageId: K; readonly args: Sentences[K] },
  machine: string = l10n.t('this computer'),
): string {
  return formatSentence({ messageId, args: 'code' in args ? { ...args, code: '' } : args }, machine);
}

/** @param machine where our requests leave from, where that is not the person's own computer */
export function explain(failure: AuthError, machine?: string): string {
  const sentence: Sentence = failure.sentence;
  return formatSentence(sentence, machine);
}

function cleanArgs<T extends object>(args: T): T {
  return Object.fromEntries(Object.entries(args).map(([key, value]) => [key, linkSafeText(String(value))])) as T;
}
