import { QuickPickItemKind, l10n } from 'vscode';
import type { CheckId } from '../../diagnosis/check.ts';
import { findingStates, type Finding, type FindingState } from '../../diagnosis/finding.ts';
import type { DiagnosisResult } from '../../diagnosis/run.ts';
import { iconSafeSentence } from '../../base/displayText.ts';
import type { SourcedRow } from '../shell/pickSourced.ts';
import { nameCheck, sayFinding } from '../text/diagnosisText.ts';
import { nameFix } from './fixes.ts';

/** A finding, something that can be done with all of them, or a heading, which leads to the list again. */
export type DiagnosisRow =
  FindingRow | (SourcedRow & { readonly leadsTo: 'page' | 'copy' | 'documents' | 'again' | 'list' });

/** Leads to its words and to what mends it. */
export interface FindingRow extends SourcedRow {
  readonly leadsTo: 'finding';
  readonly check: CheckId;
  readonly finding: Finding;
}

/** The findings by how much they matter, then what can be done with all of them. */
export function buildDiagnosisRows(results: readonly DiagnosisResult[]): readonly DiagnosisRow[] {
  const rows = results.flatMap(({ check, findings }) => findings.map((finding) => ({ check, finding })));
  const groups = findingStates.map((state) => rows.filter(({ finding }) => finding.state === state));
  const [problems = [], ...others] = groups;
  const none: DiagnosisRow = { label: l10n.t('$(pass) No Problem Was Found'), leadsTo: 'list' };
  return [
    separate(l10n.t('Problems')),
    ...(problems.length === 0 ? [none] : problems.map(describe)),
    separate(l10n.t('This Diagnosis')),
    { label: l10n.t('$(book) Read All of This as a Page'), leadsTo: 'page' },
    {
      label: l10n.t('$(copy) Copy for a Bug Report'),
      detail: l10n.t('As Markdown, without a secret, a name, or a path of yours.'),
      leadsTo: 'copy',
    },
    {
      label: l10n.t('$(question) Look Up a Symptom…'),
      detail: l10n.t('What the documents and issues of Codex say about each, and what mends it.'),
      leadsTo: 'documents',
    },
    { label: l10n.t('$(refresh) Check Again'), leadsTo: 'again' },
    ...others.flatMap((group) => {
      const [first] = group;
      return first === undefined ? [] : [separate(nameState(first.finding.state)), ...group.map(describe)];
    }),
  ];
}

function separate(label: string): DiagnosisRow {
  return { label, kind: QuickPickItemKind.Separator, leadsTo: 'list' };
}

function nameState(state: FindingState): string {
  switch (state) {
    case 'problem':
      return l10n.t('Problems');
    case 'note':
      return l10n.t('Worth Knowing');
    case 'notKnown':
      return l10n.t('Not Known');
    case 'good':
      return l10n.t('In Order');
  }
}

const icons: Readonly<Record<FindingState, string>> = {
  problem: 'error',
  note: 'info',
  notKnown: 'circle-outline',
  good: 'pass',
};

function describe({ check, finding }: { readonly check: CheckId; readonly finding: Finding }): FindingRow {
  const [found, ...rest] = sayFinding(finding).map(iconSafeSentence);
  const [fix] = finding.fixes;
  return {
    label: `$(${icons[finding.state]}) ${nameCheck(check)}`,
    description: found ?? '',
    ...(rest.length === 0 && fix === undefined
      ? {}
      : { detail: [...(fix === undefined ? [] : [`→ ${nameFix(fix)}`]), ...rest].join(' · ') }),
    leadsTo: 'finding',
    check,
    finding,
  };
}

/** The rows with their words to the end, as Markdown. */
export function buildDiagnosisPage(results: readonly DiagnosisResult[]): string {
  const rows = results.flatMap(({ check, findings }) => findings.map((finding) => ({ check, finding })));
  return [
    `# ${l10n.t('Diagnosis of Codex Accounts')}`,
    l10n.t('As it was when this page was opened. Nothing was changed.'),
    ...findingStates.flatMap((state) => {
      const group = rows.filter(({ finding }) => finding.state === state);
      return group.length === 0
        ? []
        : [
            `## ${nameState(state)}`,
            ...group.map(
              ({ check, finding }) => `**${nameCheck(check)}.** ${sayFinding(finding).map(escape).join(' ')}`,
            ),
          ];
    }),
    '',
  ].join('\n\n');
}

/** A path or a name may hold what Markdown takes for its own. */
function escape(text: string): string {
  return text.replace(/[\\`*_{}[\]<>#|~!]/gu, '\\$&');
}
