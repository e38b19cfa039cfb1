import { l10n } from 'vscode';
import {
  azureKeyVariable,
  buildAzureSetup,
  chooseApiVersion,
  hasVersionInPath,
  parseApiVersion,
  parseAzureEndpoint,
  parseDeployment,
  readAzureSetup,
  type AzureSetup,
} from '../../providers/azure.ts';
import { mapParsed } from '../../providers/input.ts';
import { askText } from './askInTurn.ts';
import { askKey, keptKey, keyOf, type KeyChoice } from './askKey.ts';
import type { ProviderForm } from './providerForm.ts';

interface AzureDraft extends AzureSetup {
  readonly key: KeyChoice | undefined;
}

export const azureForm: ProviderForm<AzureDraft> = {
  title: () => l10n.t('Azure OpenAI'),
  start: (old) => ({
    ...(old === undefined ? { baseUrl: '', deployment: '', apiVersion: undefined } : readAzureSetup(old.setup)),
    key: keptKey(old),
  }),
  questions: (flow, { environment }) => [
    askText<AzureDraft>(flow.prompts, {
      prompt: () =>
        l10n.t('The name of your Azure OpenAI resource, or its endpoint (Azure portal, “Keys and Endpoint”).'),
      placeHolder: 'acme',
      value: ({ baseUrl }) => baseUrl,
      take: (typed, draft) =>
        mapParsed(parseAzureEndpoint(typed), ({ baseUrl, deployment, apiVersion }) => ({
          ...draft,
          baseUrl,
          deployment: deployment ?? draft.deployment,
          apiVersion: hasVersionInPath({ baseUrl }) ? undefined : chooseApiVersion(apiVersion, draft.apiVersion),
        })),
    }),
    askText<AzureDraft>(flow.prompts, {
      prompt: () =>
        l10n.t('The name of the deployment, as it stands under “Deployments”: Codex gives it as the model.'),
      placeHolder: 'gpt-5.5',
      value: ({ deployment }) => deployment,
      take: (typed, draft) => mapParsed(parseDeployment(typed), (deployment) => ({ ...draft, deployment })),
    }),
    askText<AzureDraft>(flow.prompts, {
      isAsked: ({ baseUrl }) => !hasVersionInPath({ baseUrl }),
      prompt: () => l10n.t('The API version. The one that stands here is what the documents of Codex name.'),
      value: ({ apiVersion }) => apiVersion ?? '',
      take: (typed, draft) => mapParsed(parseApiVersion(typed), (apiVersion) => ({ ...draft, apiVersion })),
    }),
    {
      ask: async (draft, place) => {
        const key = await askKey({ variable: azureKeyVariable, old: draft.key, environment }, place, flow);
        return key === undefined || key === 'back' ? key : { ...draft, key };
      },
    },
  ],
  build: (draft) => ({ kind: 'azure', setup: buildAzureSetup(draft), key: keyOf(draft.key) }),
};
