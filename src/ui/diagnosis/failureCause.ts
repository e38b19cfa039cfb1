import { chooseChecks } from '../../diagnosis/checks/all.ts';
import { canBeCause, findChecks } from '../../diagnosis/failureChecks.ts';
import { runChecks } from '../../diagnosis/run.ts';
import type { AuthError } from '../../errors/authError.ts';
import type { Sentence } from '../../errors/sentence.ts';
import type { Clock } from '../../base/clock.ts';
import type { Finding } from '../../diagnosis/finding.ts';
import type { Value } from '../../diagnosis/value.ts';
import type { FoundCause } from '../failure/failure.ts';
import { runGuarded } from '../failure/runGuarded.ts';
import { linkSafeText } from '../../base/displayText.ts';
import { sayFinding } from '../text/diagnosisText.ts';
import type { DiagnosisParts } from './diagnosisParts.ts';
import { applyFix, explainFix, nameFix, type ActingFix, type FixFlow } from './fixes.ts';
import type { Prompts } from '../shell/prompts.ts';

export type FailureCauseFlow = FixFlow & {
  readonly prompts: Pick<Prompts, 'confirm'>;
  readonly clock: Clock;
  readonly ended: AbortSignal;
  readonly loadDiagnosis: () => Promise<DiagnosisParts>;
};

/** The message waits for it, and is worth more than a cause that takes long to find. */
const causeLimitMs = 1000;

/**
 * What the checks for a failure find: the first that has a problem leads the message, with its fix as the first button.
 * Undefined where none has, or where the failure says the very same.
 */
export async function findCause(failure: AuthError, flow: FailureCauseFlow): Promise<FoundCause | undefined> {
  const ids = findChecks(failure.reason);
  if (ids.length === 0) {
    return undefined;
  }
  const access = await flow.loadDiagnosis();
  const { clock, ended: signal } = flow;
  const results = await runChecks((running) => chooseChecks(access.startRun(running), ids), {
    clock,
    signal,
    limitMs: causeLimitMs,
    onDefect: (defect) => {
      flow.log.failure('diagnosis', defect);
    },
  });
  const problems = ids.flatMap((id) =>
    results
      .filter(({ check }) => check === id)
      .flatMap(({ findings }) =>
        findings.filter(({ id, state }) => state === 'problem' && canBeCause(id, failure.reason)),
      ),
  );
  const [finding] = problems;
  return finding === undefined ? undefined : describe(finding, { failure, access, flow });
}

interface Failed {
  readonly failure: AuthError;
  readonly access: DiagnosisParts;
  readonly flow: FailureCauseFlow;
}

function describe(finding: Finding, { failure, access, flow }: Failed): FoundCause {
  const [found] = sayFinding(finding);
  const fix = finding.fixes.find((one): one is ActingFix => one.id !== 'checkAgain' && one.id !== 'askShell');
  return {
    words: says(finding, failure.sentence) ? '' : linkSafeText(found),
    fix: fix && {
      title: nameFix(fix),
      run: () =>
        runGuarded(async () => {
          if (await isConfirmed(fix, found, flow)) {
            await applyFix(fix, access, flow);
          }
        }, flow),
    },
  };
}

/** Whether what was found is in the very words of a sentence. */
function says({ args }: Finding, sentence: Sentence): boolean {
  return Object.values<Value>(args).some((value) => value.kind === 'sentence' && isSame(value.sentence, sentence));
}

function isSame(one: Sentence, other: Sentence): boolean {
  return spell(one) === spell(other);
}

function spell({ messageId, args }: Sentence): string {
  return JSON.stringify([messageId, Object.entries(args).sort()]);
}

/** What only shows something needs no question. */
async function isConfirmed(fix: ActingFix, found: string, { prompts }: FailureCauseFlow): Promise<boolean> {
  const detail = explainFix(fix);
  const title = nameFix(fix);
  return detail === undefined || (await prompts.confirm('warning', found, { detail, buttons: [title] })) === title;
}
