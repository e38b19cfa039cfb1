import type { ProviderCredential } from '../../storage/account.ts';
import type { Question } from './askInTurn.ts';
import type { ProviderAccess, ModelProviderFlow } from './providerFlow.ts';

/** What is asked for one kind of provider, and what it makes of the answers. */
export interface ProviderForm<Draft extends object> {
  readonly title: () => string;
  /** Nothing answered yet, or what is there already. */
  readonly start: (old: ProviderCredential | undefined) => Draft;
  readonly questions: (flow: ModelProviderFlow, access: ProviderAccess) => readonly Question<Draft>[];
  readonly build: (draft: Draft, access: ProviderAccess) => ProviderCredential;
}
