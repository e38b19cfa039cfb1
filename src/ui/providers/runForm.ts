import type { ProviderAccount } from '../../storage/account.ts';
import { askInTurn } from './askInTurn.ts';
import { confirmProvider } from './confirmProvider.ts';
import type { ProviderForm } from './providerForm.ts';
import type { ModelProviderFlow } from './providerFlow.ts';
import { saveProvider } from './saveProvider.ts';

/**
 * Asks what a provider needs, asks the provider, shows what will be written, and has Codex use it.
 * @param replaced an account of ours that is changed
 * @returns `back` out of the first question
 */
export async function runForm<Draft extends object>(
  form: ProviderForm<Draft>,
  flow: ModelProviderFlow,
  replaced?: ProviderAccount,
): Promise<'back' | 'done'> {
  const access = await flow.loadProviders();
  const questions = form.questions(flow, access);
  let draft = form.start(replaced?.credential);
  for (let from: 'first' | 'last' = 'first'; ; from = 'last') {
    const answered = await askInTurn(questions, draft, { title: form.title(), from });
    if (answered === undefined) {
      return 'done';
    }
    if (answered === 'back') {
      return 'back';
    }
    draft = answered;
    const credential = form.build(draft, access);
    const decision = await confirmProvider(credential, flow, access);
    if (decision === 'save') {
      await saveProvider(credential, replaced, { flow, access });
    }
    if (decision !== 'change') {
      return 'done';
    }
  }
}
