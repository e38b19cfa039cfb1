import { l10n } from 'vscode';
import { judgeAwsSignIn } from '../../providers/awsProfiles.ts';
import {
  bedrockModels,
  buildBedrockSetup,
  parseBedrockModel,
  parseProfile,
  parseRegion,
  readBedrockSetup,
  type BedrockSetup,
} from '../../providers/bedrock.ts';
import { mapParsed } from '../../providers/input.ts';
import type { AwsProfile } from '../../providers/ports.ts';
import type { Secret } from '../../base/secret.ts';
import { iconSafeText } from '../../base/displayText.ts';
import { askRow, askText, type ChoiceRow, type QuestionPlace, type Question } from './askInTurn.ts';
import { typeKey } from './askKey.ts';
import type { ProviderForm } from './providerForm.ts';
import type { ProviderAccess, UseProviderFlow } from './providerFlow.ts';

interface BedrockDraft extends BedrockSetup {
  /** A Bedrock API key, in the place of a profile. */
  readonly key: Secret | undefined;
}

export const bedrockForm: ProviderForm<BedrockDraft> = {
  title: () => l10n.t('Amazon Bedrock'),
  start: (old) =>
    old === undefined
      ? { profile: undefined, region: '', model: undefined, key: undefined }
      : { ...readBedrockSetup(old.setup), key: old.key },
  questions: (flow, access) => [
    { ask: (draft, place) => askProfile(draft, place, { flow, access }) },
    askText<BedrockDraft>(flow.prompts, {
      prompt: () => l10n.t('The AWS region where Bedrock is used.'),
      placeHolder: 'eu-central-1',
      value: ({ region }) => region,
      take: (typed, draft) => mapParsed(parseRegion(typed), (region) => ({ ...draft, region })),
    }),
    askText<BedrockDraft>(flow.prompts, {
      prompt: () => l10n.t('The id of the model, as in {0}. Empty leaves it to Codex.', bedrockModels[0]),
      value: ({ model }) => model ?? '',
      take: (typed, draft) => mapParsed(parseBedrockModel(typed), (model) => ({ ...draft, model })),
    }),
  ],
  build: (draft) => ({ kind: 'bedrock', setup: buildBedrockSetup(draft), key: draft.key }),
};

async function askProfile(
  draft: BedrockDraft,
  place: QuestionPlace,
  { flow, access: { readAws, environment } }: { readonly flow: UseProviderFlow; readonly access: ProviderAccess },
): ReturnType<Question<BedrockDraft>['ask']> {
  const { profiles, configPath } = await readAws();
  const region = draft.region || (environment['AWS_REGION'] ?? '');
  const kept: ChoiceRow<BedrockDraft> = {
    label: l10n.t('$(check) The Bedrock API Key That Is Kept Here'),
    choose: () => ({ ...draft, profile: undefined }),
  };
  const key: ChoiceRow<BedrockDraft> = {
    label: l10n.t('$(key) A Bedrock API Key'),
    detail: l10n.t('Kept as a secret, and put into the Codex home while Bedrock is used, where Codex itself puts it.'),
    choose: async () => {
      const typed = await typeKey(place, flow);
      return typed === undefined || typed === 'again'
        ? typed
        : { ...draft, profile: undefined, region, key: typed.key };
    },
  };
  const chain: ChoiceRow<BedrockDraft> = {
    label: l10n.t('$(list-ordered) No Profile'),
    detail: l10n.t('What AWS finds by itself: its variables, the profile “default”, the machine’s own role.'),
    choose: () => ({ ...draft, profile: undefined, region, key: undefined }),
  };
  const other: ChoiceRow<BedrockDraft> = {
    label: l10n.t('$(edit) Type the Name of a Profile'),
    choose: () => typeProfile(draft, place, flow),
  };
  const rows = profiles.map((profile): ChoiceRow<BedrockDraft> => {
    const { name, region: its } = profile;
    return {
      label: `$(account) ${iconSafeText(name)}`,
      description: [its, sayState(profile, flow.clock.nowMs())].filter((part) => part !== undefined).join(' · '),
      choose: () => ({ ...draft, profile: name, region: its ?? draft.region, key: undefined }),
    };
  });
  const asked =
    profiles.length === 0
      ? l10n.t('{0} has no profile yet.', configPath)
      : l10n.t('Which AWS profile should Codex use?');
  const keys = draft.key === undefined ? [key] : [kept, key];
  return askRow(() => [...rows, ...keys, chain, other], { ...place, placeHolder: asked }, flow);
}

async function typeProfile(
  draft: BedrockDraft,
  place: QuestionPlace,
  { prompts }: UseProviderFlow,
): Promise<BedrockDraft | 'again' | undefined> {
  const question = askText<BedrockDraft>(prompts, {
    prompt: () => l10n.t('The name of the profile, as it stands in the AWS configuration.'),
    value: ({ profile }) => profile ?? '',
    take: (typed) => mapParsed(parseProfile(typed), (profile) => ({ ...draft, profile, key: undefined })),
  });
  const outcome = await question.ask(draft, place);
  return outcome === 'back' ? 'again' : outcome;
}

function sayState(profile: AwsProfile, nowMs: number): string | undefined {
  switch (judgeAwsSignIn(profile, nowMs)) {
    case 'good':
      return l10n.t('signed in');
    case 'expired':
      return l10n.t('sign-in expired');
    case 'missing':
      return l10n.t('not signed in');
    case 'notKept':
      return undefined;
  }
}
