import { l10n } from 'vscode';
import { listChecks } from '../../diagnosis/checks/all.ts';
import type { Fix } from '../../diagnosis/finding.ts';
import { buildReport } from '../../diagnosis/report.ts';
import { runChecks, type DiagnosisResult } from '../../diagnosis/run.ts';
import type { Clock } from '../../base/clock.ts';
import type { ShowPage } from '../shell/markdownPages.ts';
import { pickSourced, type SourcedPickFlow } from '../shell/pickSourced.ts';
import type { Log } from '../shell/log.ts';
import type { Prompts } from '../shell/prompts.ts';
import { nameCheck, sayFinding } from '../text/diagnosisText.ts';
import { showDocumentedTroubles } from './documentedTroubles.ts';
import { buildDiagnosisPage, buildDiagnosisRows, type DiagnosisRow, type FindingRow } from './diagnosisRows.ts';
import type { DiagnosisParts } from './diagnosisParts.ts';
import { applyFix, explainFix, nameFix, type FixFlow } from './fixes.ts';

export type CopyDiagnosisFlow = Pick<FixFlow, 'clipboard'> & {
  readonly log: Pick<Log, 'failure'>;
  readonly prompts: Pick<Prompts, 'progress' | 'flash'>;
  readonly clock: Clock;
  readonly loadDiagnosis: () => Promise<DiagnosisParts>;
};

export type DiagnosisFlow = FixFlow &
  SourcedPickFlow &
  CopyDiagnosisFlow & {
    readonly prompts: Pick<Prompts, 'pick' | 'confirm' | 'tell' | 'offer' | 'progress' | 'flash'>;
    readonly showPage: ShowPage;
  };

/** Looks at everything that a sign-in needs, and shows what is wrong first, each with what mends it. */
export async function diagnose(flow: DiagnosisFlow): Promise<void> {
  const access = await flow.loadDiagnosis();
  let results = await run(access, flow);
  for (;;) {
    const row = await pickSourced<DiagnosisRow>(
      buildDiagnosisRows(results),
      { title: l10n.t('Diagnosis of Codex Accounts'), placeHolder: l10n.t('Choose a row to read it and to mend it') },
      flow,
    );
    const next = await act(row, { access, results, flow });
    if (next === 'end') {
      return;
    }
    if (next !== 'list') {
      results = await run(access, flow, next === 'askShell');
    }
  }
}

/** The same as Markdown on the clipboard. */
export async function copyDiagnosis(flow: CopyDiagnosisFlow): Promise<void> {
  const access = await flow.loadDiagnosis();
  await copy(await run(access, flow), access, flow);
}

async function copy(
  results: readonly DiagnosisResult[],
  access: DiagnosisParts,
  flow: CopyDiagnosisFlow,
): Promise<void> {
  const { facts, redaction } = access;
  await flow.clipboard.writeText(buildReport(results, { facts, redaction, say: sayFinding }));
  flow.prompts.flash(l10n.t('The diagnosis is on the clipboard, without secrets and names.'));
}

function run(
  access: DiagnosisParts,
  { prompts, clock, log }: Pick<CopyDiagnosisFlow, 'prompts' | 'clock' | 'log'>,
  asksShell = false,
): Promise<readonly DiagnosisResult[]> {
  return prompts.progress(
    { title: l10n.t('Looking at what a sign-in needs…'), isCancellable: true },
    (report, signal) =>
      runChecks((running) => listChecks(access.startRun(running), asksShell), {
        clock,
        signal,
        // A login shell with its start files takes its time; the others do not wait for it any longer than they may.
        ...(asksShell ? { limitMs: shellLimitMs } : {}),
        onDefect: (failure) => {
          log.failure('diagnosis', failure);
        },
        onEnd: (ended, all) => {
          report(l10n.t('{0} of {1}', String(ended), String(all)));
        },
      }),
  );
}

const shellLimitMs = 5000;

interface Choice {
  readonly access: DiagnosisParts;
  readonly results: readonly DiagnosisResult[];
  readonly flow: DiagnosisFlow;
}

type Next = 'end' | 'list' | 'again' | 'askShell';

async function act(row: DiagnosisRow | undefined, { access, results, flow }: Choice): Promise<Next> {
  switch (row?.leadsTo) {
    case 'page':
      await flow.showPage(l10n.t('Diagnosis of Codex Accounts'), buildDiagnosisPage(results));
      return 'end';
    case 'copy':
      await copy(results, access, flow);
      return 'end';
    case 'documents':
      await showDocumentedTroubles(flow);
      return 'end';
    case 'again':
      return 'again';
    case 'list':
      return 'list';
    case 'finding':
      return mend(row, access, flow);
    case undefined:
      return 'end';
  }
}

/** Reads a row to its end, and mends it with one button. */
async function mend({ finding, check }: FindingRow, access: DiagnosisParts, flow: DiagnosisFlow): Promise<Next> {
  const [first, ...rest] = sayFinding(finding);
  const explained = finding.fixes.map(explainFix).filter((words) => words !== undefined);
  const choice = await flow.prompts.confirm(severities[finding.state], first, {
    detail: [nameCheck(check), ...rest, ...explained].join('\n\n'),
    buttons: finding.fixes.map((fix) => nameFix(fix)),
    closeButton: l10n.t('Back'),
  });
  const fix = finding.fixes.find((one) => nameFix(one) === choice);
  return fix === undefined ? 'list' : apply(fix, access, flow);
}

const severities = { problem: 'warning', note: 'information', notKnown: 'information', good: 'information' } as const;

/** What only shows or asks on leads away from the list; what has changed something leads back to a new look. */
async function apply(fix: Fix, access: DiagnosisParts, flow: DiagnosisFlow): Promise<Next> {
  if (fix.id === 'checkAgain') {
    return 'again';
  }
  if (fix.id === 'askShell') {
    return 'askShell';
  }
  const work = applyFix(fix, access, flow);
  await work;
  return explainFix(fix) === undefined ? 'end' : 'again';
}
