import { l10n } from 'vscode';
import { pickSourced, type SourcedRow } from '../shell/pickSourced.ts';
import { providerFacts } from '../text/facts/providerFacts.ts';
import { azureForm } from './azureForm.ts';
import { bedrockForm } from './bedrockForm.ts';
import { customForm } from './customForm.ts';
import { buildLocalForm } from './localForm.ts';
import type { ModelProviderFlow } from './providerFlow.ts';
import { runForm } from './runForm.ts';

interface ProviderRow extends SourcedRow {
  readonly run: () => Promise<'back' | 'done'>;
}

/** The fourth way to sign in: the models of somebody else than OpenAI, by what `config.toml` says. */
export async function useProvider(flow: ModelProviderFlow): Promise<void> {
  const { azureIsFor, bedrockIsFor, localIsFor, otherIsFor, providersAreFor } = providerFacts;
  const rows: readonly ProviderRow[] = [
    {
      label: l10n.t('$(azure) Azure OpenAI'),
      detail: azureIsFor.say(),
      facts: [azureIsFor, providersAreFor],
      run: () => runForm(azureForm, flow),
    },
    {
      label: l10n.t('$(cloud) Amazon Bedrock'),
      detail: bedrockIsFor.say(),
      facts: [bedrockIsFor, providersAreFor],
      run: () => runForm(bedrockForm, flow),
    },
    {
      label: l10n.t('$(vm) Ollama, on This Computer'),
      description: 'codex --oss --local-provider ollama',
      detail: localIsFor.say(),
      facts: [localIsFor],
      run: () => runForm(buildLocalForm('ollama'), flow),
    },
    {
      label: l10n.t('$(vm) LM Studio, on This Computer'),
      description: 'codex --oss --local-provider lmstudio',
      detail: localIsFor.say(),
      facts: [localIsFor],
      run: () => runForm(buildLocalForm('lmstudio'), flow),
    },
    {
      label: l10n.t('$(server-environment) Another Provider with OpenAI’s API'),
      detail: otherIsFor.say(),
      facts: [otherIsFor],
      run: () => runForm(customForm, flow),
    },
  ];
  for (;;) {
    const picked = await pickSourced(
      rows,
      {
        title: l10n.t('Use Other Models than OpenAI’s'),
        placeHolder: l10n.t('Your sign-in with OpenAI stays as it is, and is used again after a switch back.'),
      },
      flow,
    );
    if (picked === undefined || (await picked.run()) === 'done') {
      return;
    }
  }
}
