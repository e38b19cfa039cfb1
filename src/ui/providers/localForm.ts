import { l10n } from 'vscode';
import { isCancelled } from '../../errors/authError.ts';
import { mapParsed } from '../../providers/input.ts';
import {
  buildLocalSetup,
  findLocalAddress,
  localNames,
  parseLocalAddress,
  parseModel,
  readLocalSetup,
  type LocalServer,
} from '../../providers/local.ts';
import type { LocalAnswer } from '../../providers/probeLocal.ts';
import { iconSafeText } from '../../base/displayText.ts';
import { formatSentence } from '../text/errorText.ts';
import { askRow, askText, type ChoiceRow, type QuestionPlace, type Question } from './askInTurn.ts';
import type { ProviderForm } from './providerForm.ts';
import type { ProviderAccess, UseProviderFlow } from './providerFlow.ts';

interface LocalDraft {
  readonly server: LocalServer;
  /** With `/v1`; undefined before it was asked for. */
  readonly baseUrl: string | undefined;
  readonly model: string;
}

export function buildLocalForm(server: LocalServer): ProviderForm<LocalDraft> {
  return {
    title: () => localNames[server],
    start: (old) => (old === undefined ? { server, baseUrl: undefined, model: '' } : readLocalSetup(old.setup)),
    questions: (flow, access) => [
      askText<LocalDraft>(flow.prompts, {
        prompt: () =>
          l10n.t(
            'The port of the {0} server, or its address. CODEX_OSS_PORT and CODEX_OSS_BASE_URL count for Codex, too.',
            localNames[server],
          ),
        value: ({ baseUrl }) => baseUrl ?? findLocalAddress(server, access.environment),
        take: (typed, draft) => mapParsed(parseLocalAddress(typed), (baseUrl) => ({ ...draft, baseUrl })),
      }),
      { ask: (draft, place) => askModel(draft, place, { flow, access }) },
    ],
    build: ({ baseUrl, model }, { environment }) => ({
      kind: 'local',
      setup: buildLocalSetup({ server, baseUrl, model }, environment),
      key: undefined,
    }),
  };
}

/** The models that are there; where nothing answers, the name is typed. */
async function askModel(
  draft: LocalDraft,
  place: QuestionPlace,
  { flow, access }: { readonly flow: UseProviderFlow; readonly access: ProviderAccess },
): ReturnType<Question<LocalDraft>['ask']> {
  const answer = await look(draft, flow, access);
  if (answer === undefined) {
    return 'back';
  }
  const { models, result } = answer;
  const type = askText<LocalDraft>(flow.prompts, {
    prompt: () =>
      result.kind === 'good'
        ? l10n.t('The name of the model, as the server lists it.')
        : formatSentence(result.sentence),
    placeHolder: 'gpt-oss:20b',
    value: ({ model }) => model,
    take: (typed, now) => mapParsed(parseModel(typed), (model) => ({ ...now, model })),
  });
  if (models.length === 0) {
    return type.ask(draft, place);
  }
  const rows = models.map((model): ChoiceRow<LocalDraft> => ({
    label: `$(server-environment) ${iconSafeText(model)}`,
    choose: () => ({ ...draft, model }),
  }));
  const other: ChoiceRow<LocalDraft> = {
    label: l10n.t('$(edit) Type Another Name'),
    choose: async () => {
      const typed = await type.ask(draft, place);
      return typed === 'back' ? 'again' : typed;
    },
  };
  const asked = l10n.t('Which model should Codex use? These are there.');
  return askRow(() => [...rows, other], { ...place, placeHolder: asked }, flow);
}

/** Undefined when the person ended it. */
async function look(
  { server, baseUrl }: LocalDraft,
  { prompts }: UseProviderFlow,
  { lookLocal, environment }: ProviderAccess,
): Promise<LocalAnswer | undefined> {
  const address = baseUrl ?? findLocalAddress(server, environment);
  try {
    return await prompts.progress(
      { title: l10n.t('Looking for {0} at {1}…', localNames[server], address), isCancellable: true },
      (_report, signal) => lookLocal({ server, baseUrl: address }, signal),
    );
  } catch (failure) {
    if (isCancelled(failure)) {
      return undefined;
    }
    throw failure;
  }
}
