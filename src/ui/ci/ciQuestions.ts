import { l10n } from 'vscode';
import { accountFileConditions, type AccountFileCondition } from '../../ci/accountFileConditions.ts';
import { canBeFresh, canUseAction, parsePrompt, type CiChoice, type CiCredential } from '../../ci/choice.ts';
import { mayHoldAccountFile, type RepositoryLook } from '../../ci/repository.ts';
import { isCancelled } from '../../errors/authError.ts';
import { askRow, type ChoiceRow, type Question } from '../providers/askInTurn.ts';
import { ciFacts, conditionFacts } from '../text/facts/ciFacts.ts';
import { sayPromptProblem, sayRefusedAccountFile } from '../text/ciText.ts';
import type { CiAccess, ProjectFolder, SetUpCiFlow } from './ciFlow.ts';

/** What is answered so far. */
export interface CiDraft {
  readonly folder: ProjectFolder;
  readonly system: CiChoice['system'];
  readonly task: CiChoice['task']['kind'];
  readonly first: string;
  readonly second: string;
  readonly credential: CiCredential;
  /** What is known of the repository; undefined while nobody had to ask. */
  readonly look: RepositoryLook | undefined;
}

type CiQuestion = Question<CiDraft>;

/** Every question, in its order; those that the answers before make needless are left out. */
export function listCiQuestions(flow: SetUpCiFlow, access: CiAccess): readonly CiQuestion[] {
  return [
    askFolder(flow, access),
    askSystem(flow),
    askTask(flow),
    askPrompt(flow, 'first'),
    askPrompt(flow, 'second'),
    askCredential(flow, access),
    askRunner(flow),
    ...accountFileConditions.map((condition) => askCondition(flow, condition)),
  ];
}

function askFolder(flow: SetUpCiFlow, { listFolders }: CiAccess): CiQuestion {
  return {
    isAsked: () => listFolders().length > 1,
    ask: (draft, place) =>
      askRow<CiDraft>(
        () =>
          listFolders().map((folder) => ({
            label: `$(folder) ${folder.name}`,
            choose: () => ({ ...draft, folder, look: undefined }),
          })),
        { ...place, placeHolder: l10n.t('Which project should Codex run in?') },
        flow,
      ),
  };
}

function askSystem(flow: SetUpCiFlow): CiQuestion {
  return {
    ask: (draft, place) => {
      const choose = (system: CiDraft['system']) => () => ({ ...draft, system, look: undefined });
      return askRow<CiDraft>(
        () => [
          { label: l10n.t('$(github) GitHub Actions'), description: '.github/workflows', choose: choose('github') },
          { label: l10n.t('$(git-merge) GitLab CI'), description: '.gitlab-ci.yml', choose: choose('gitlab') },
          {
            label: l10n.t('$(terminal) A Plain Script'),
            description: 'codex-ci.sh',
            detail: l10n.t('For Jenkins, a scheduler, or a private machine.'),
            choose: choose('script'),
          },
        ],
        { ...place, placeHolder: l10n.t('Where should Codex run? Nothing is written before you save it.') },
        flow,
      );
    },
  };
}

function askTask(flow: SetUpCiFlow): CiQuestion {
  return {
    ask: (draft, place) => {
      const choose = (task: CiDraft['task']) => () => ({ ...draft, task });
      return askRow<CiDraft>(
        () => [
          {
            label: l10n.t('$(git-pull-request) Review the Changes'),
            description: 'codex exec "review the diff between $BASE_SHA and HEAD"',
            choose: choose('reviewDiff'),
          },
          {
            label: l10n.t('$(comment) Run a Prompt'),
            description: 'codex exec --json "triage open bug reports"',
            choose: choose('prompt'),
          },
          {
            label: l10n.t('$(debug-continue) Run Two Stages of One Session'),
            description: 'codex exec resume --last "…"',
            detail: ciFacts.resumeGoesOn.say(),
            facts: [ciFacts.resumeGoesOn],
            choose: choose('resume'),
          },
        ],
        { ...place, placeHolder: l10n.t('What should Codex do there?') },
        flow,
      );
    },
  };
}

function askPrompt({ prompts }: SetUpCiFlow, stage: 'first' | 'second'): CiQuestion {
  return {
    isAsked: ({ task }) => task === 'resume' || (task === 'prompt' && stage === 'first'),
    ask: async (draft, place) => {
      const answered = await prompts.question({
        ...place,
        prompt: sayPromptQuestion(draft.task, stage),
        placeHolder: stage === 'first' ? 'triage open bug reports' : 'fix the most serious of them',
        value: draft[stage],
        validate: (text) => {
          const parsed = parsePrompt(text);
          return parsed.kind === 'refused' ? sayPromptProblem(parsed.problem) : undefined;
        },
      });
      if (answered?.kind !== 'typed') {
        return answered?.kind;
      }
      const parsed = parsePrompt(answered.text);
      return parsed.kind === 'prompt' ? { ...draft, [stage]: parsed.prompt } : undefined;
    },
  };
}

function sayPromptQuestion(task: CiDraft['task'], stage: 'first' | 'second'): string {
  if (task !== 'resume') {
    return l10n.t('What Codex is told, in one line. It stands in the file, for everybody who can read that.');
  }
  return stage === 'first'
    ? l10n.t('What Codex is told in the first stage, in one line.')
    : l10n.t('What it is told then, in the same session.');
}

function askCredential(flow: SetUpCiFlow, access: CiAccess): CiQuestion {
  return {
    ask: (draft, place) =>
      askRow<CiDraft>(
        () => listCredentialRows(draft, flow, access),
        { ...place, placeHolder: `${ciFacts.neverUntrusted.say()} ${ciFacts.outputIsSensitive.say()}` },
        flow,
      ),
  };
}

function listCredentialRows(draft: CiDraft, flow: SetUpCiFlow, access: CiAccess): readonly ChoiceRow<CiDraft>[] {
  const { keyIsDefault, keyByAction, keyInline, keyIsForExec, tokenIsForWorkspaces } = ciFacts;
  const { accountIsAdvanced, accountIsNeverPublic } = ciFacts;
  const choose = (credential: CiCredential) => () => ({ ...draft, credential });
  const hasAction = canUseAction({ system: draft.system, task: { kind: draft.task } });
  const inline: ChoiceRow<CiDraft> = {
    label: hasAction ? l10n.t('$(key) API Key on the One Step') : l10n.t('$(key) API Key (Recommended)'),
    description: 'CODEX_API_KEY',
    detail: hasAction ? keyInline.say() : `${keyIsDefault.say()} ${keyInline.say()}`,
    facts: [keyIsDefault, keyInline, keyIsForExec],
    choose: choose({ kind: 'apiKey', by: 'command' }),
  };
  return [
    ...(hasAction
      ? [
          {
            label: l10n.t('$(key) API Key (Recommended)'),
            description: 'openai/codex-action',
            detail: `${keyIsDefault.say()} ${keyByAction.say()}`,
            facts: [keyIsDefault, keyByAction],
            choose: choose({ kind: 'apiKey', by: 'action' }),
          },
        ]
      : []),
    inline,
    {
      label: l10n.t('$(organization) Access Token'),
      description: 'CODEX_ACCESS_TOKEN',
      detail: tokenIsForWorkspaces.say(),
      facts: [tokenIsForWorkspaces],
      choose: choose({ kind: 'accessToken' }),
    },
    {
      label: l10n.t('$(account) ChatGPT Account'),
      description: 'auth.json',
      detail: `${accountIsAdvanced.say()} ${accountIsNeverPublic.say()}`,
      facts: [accountIsAdvanced, accountIsNeverPublic],
      choose: () => chooseAccount(draft, flow, access),
    },
  ];
}

/** Only where it is known that the repository is closed; that is asked anew each time, since it may have been opened. */
async function chooseAccount(draft: CiDraft, flow: SetUpCiFlow, access: CiAccess): Promise<CiDraft | 'again'> {
  const look = await lookWithProgress(draft, flow, access);
  if (look === undefined) {
    return 'again';
  }
  if (!mayHoldAccountFile(look)) {
    flow.log.info('ci', 'account file refused');
    await flow.prompts.confirm('warning', l10n.t('Not in this repository.'), {
      detail: sayRefusedAccountFile(look),
      buttons: [l10n.t('Choose Another Way')],
    });
    return 'again';
  }
  const runner = draft.credential.kind === 'accountFile' ? draft.credential.runner : 'persistent';
  return { ...draft, look, credential: { kind: 'accountFile', runner } };
}

/** Asks `gh` or `glab`; undefined when the person ended it. */
export async function lookWithProgress(
  { system, folder }: Pick<CiDraft, 'system' | 'folder'>,
  { prompts }: Pick<SetUpCiFlow, 'prompts'>,
  access: Pick<CiAccess, 'look'>,
): Promise<RepositoryLook | undefined> {
  try {
    return await prompts.progress(
      { title: l10n.t('Asking whose repository this is…'), isCancellable: true },
      (_report, signal) => access.look(system, folder, signal),
    );
  } catch (failure) {
    if (isCancelled(failure)) {
      return undefined;
    }
    throw failure;
  }
}

function askRunner(flow: SetUpCiFlow): CiQuestion {
  return {
    isAsked: ({ credential, system }) => credential.kind === 'accountFile' && canBeFresh(system),
    ask: (draft, place) => {
      const choose = (runner: 'persistent' | 'fresh') => () => ({
        ...draft,
        credential: { kind: 'accountFile', runner } as const,
      });
      return askRow<CiDraft>(
        () => [
          {
            label: l10n.t('$(server) A Machine of Your Own That Keeps Its Disk (Recommended)'),
            detail: l10n.t('The sign-in is put there once, and Codex keeps it fresh in its place.'),
            facts: [conditionFacts.fileIsKept],
            choose: choose('persistent'),
          },
          {
            label: l10n.t('$(cloud) A New Machine for Each Job'),
            detail: l10n.t(
              'The renewed sign-in is given back to the secret after each run. That needs a token that may write it.',
            ),
            facts: [conditionFacts.fileIsKept],
            choose: choose('fresh'),
          },
        ],
        { ...place, placeHolder: l10n.t('What does the job run on?') },
        flow,
      );
    },
  };
}

/** Each is confirmed by itself: none of them may be missing. */
function askCondition(flow: SetUpCiFlow, condition: AccountFileCondition): CiQuestion {
  const fact = conditionFacts[condition];
  return {
    isAsked: ({ credential }) => credential.kind === 'accountFile',
    ask: (draft, place) =>
      askRow<CiDraft>(
        () => [
          { label: l10n.t('$(check) Yes, This Is So'), facts: [fact], choose: () => draft },
          {
            label: l10n.t('$(close) No: Use an API Key Instead'),
            choose: () => ({ ...draft, credential: { kind: 'apiKey', by: 'action' } }),
          },
        ],
        { ...place, placeHolder: fact.say() },
        flow,
      ),
  };
}
