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
import { iconSafeText } from '../../base/displayText.ts';
import { askRow, askText, type ChoiceRow, type QuestionPlace, type Question } from './askInTurn.ts';
import type { ProviderForm } from './providerForm.ts';
import type { ProviderAccess, UseProviderFlow } from './providerFlow.ts';

export const bedrockForm: ProviderForm<BedrockSetup> = {
  title: () => l10n.t('Amazon Bedrock'),
  start: (old) =>
    old === undefined ? { profile: undefined, region: '', model: undefined } : readBedrockSetup(old.setup),
  questions: (flow, access) => [
    { ask: (draft, place) => askProfile(draft, place, { flow, access }) },
    askText<BedrockSetup>(flow.prompts, {
      prompt: () => l10n.t('The AWS region where Bedrock is used.'),
      placeHolder: 'eu-central-1',
      value: ({ region }) => region,
      take: (typed, draft) => mapParsed(parseRegion(typed), (region) => ({ ...draft, region })),
    }),
    askText<BedrockSetup>(flow.prompts, {
      prompt: () => l10n.t('The id of the model, as in {0}. Empty leaves it to Codex.', bedrockModels[0]),
      value: ({ model }) => model ?? '',
      take: (typed, draft) => mapParsed(parseBedrockModel(typed), (model) => ({ ...draft, model })),
    }),
  ],
  build: (draft) => ({ kind: 'bedrock', setup: buildBedrockSetup(draft), key: undefined }),
};

async function askProfile(
  draft: BedrockSetup,
  place: QuestionPlace,
  { flow, access: { readAws, environment } }: { readonly flow: UseProviderFlow; readonly access: ProviderAccess },
): ReturnType<Question<BedrockSetup>['ask']> {
  const { profiles, configPath } = await readAws();
  const chain: ChoiceRow<BedrockSetup> = {
    label: l10n.t('$(list-ordered) No Profile'),
    detail: l10n.t('What AWS finds by itself: its variables, the profile “default”, the machine’s own role.'),
    choose: () => ({ ...draft, profile: undefined, region: draft.region || (environment['AWS_REGION'] ?? '') }),
  };
  const other: ChoiceRow<BedrockSetup> = {
    label: l10n.t('$(edit) Type the Name of a Profile'),
    choose: () => typeProfile(draft, place, flow),
  };
  const rows = profiles.map((profile): ChoiceRow<BedrockSetup> => {
    const { name, region } = profile;
    return {
      label: `$(account) ${iconSafeText(name)}`,
      description: [region, sayState(profile, flow.clock.nowMs())].filter((part) => part !== undefined).join(' · '),
      choose: () => ({ ...draft, profile: name, region: region ?? draft.region }),
    };
  });
  const asked =
    profiles.length === 0
      ? l10n.t('{0} has no profile yet.', configPath)
      : l10n.t('Which AWS profile should Codex use?');
  return askRow(() => [...rows, chain, other], { ...place, placeHolder: asked }, flow);
}

async function typeProfile(
  draft: BedrockSetup,
  place: QuestionPlace,
  { prompts }: UseProviderFlow,
): Promise<BedrockSetup | 'again' | undefined> {
  const question = askText<BedrockSetup>(prompts, {
    prompt: () => l10n.t('The name of the profile, as it stands in the AWS configuration.'),
    value: ({ profile }) => profile ?? '',
    take: (typed) => mapParsed(parseProfile(typed), (profile) => ({ ...draft, profile })),
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
