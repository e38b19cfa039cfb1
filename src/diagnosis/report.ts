import type { DiagnosisResult } from './run.ts';
import { findingStates, type Finding, type FindingState } from './finding.ts';
import { versionOf, type Value } from './value.ts';
import { isLoopback } from '../network/proxyEnvironment.ts';

/** What a report begins with: what was built where, of closed words and numbers alone. */
export interface ReportFacts {
  readonly extensionVersion: string;
  readonly editorVersion: string;
  readonly platform: NodeJS.Platform;
  readonly architecture: string;
  readonly side: 'ui' | 'workspace';
  readonly window: 'desktop' | 'web';
  readonly isRemote: boolean;
}

/** Where the folders are that a path is told from, and which hosts are everybody's. */
export interface Redaction {
  readonly codexHome: string;
  readonly stateFolder: string;
  /** Addresses of the services as OpenAI has them. */
  readonly publicHosts: readonly string[];
}

/** What a finding says, with values that are already fit to be shown. */
export type SayFinding = (finding: Finding, show: (value: Value) => string) => readonly string[];

/**
 * The diagnosis as Markdown for a bug report. Nothing that a person or somebody else named can be in it: a value is shown
 * by its kind, and there is no kind for a plain text.
 */
export function buildReport(
  results: readonly DiagnosisResult[],
  { facts, redaction, say }: { readonly facts: ReportFacts; readonly redaction: Redaction; readonly say: SayFinding },
): string {
  const show = (value: Value): string => redact(value, redaction);
  const rows = results.flatMap(({ check, findings }) => findings.map((finding) => ({ check, finding })));
  return [
    '### Codex Accounts diagnosis',
    '',
    `Codex Accounts ${plainVersion(facts.extensionVersion)}, VS Code ${plainVersion(facts.editorVersion)}, ${facts.platform} ${facts.architecture}, ${facts.window} window, runs on the ${facts.side} side${facts.isRemote ? ' of a remote window' : ''}.`,
    '',
    '| | Check | Found | |',
    '|---|---|---|---|',
    ...findingStates.flatMap((state) =>
      rows
        .filter(({ finding }) => finding.state === state)
        .map(
          ({ check, finding }) =>
            `| ${marks[state]} | ${check} | \`${finding.id}\` | ${say(finding, show).map(escapeCell).join(' ')} |`,
        ),
    ),
    '',
  ].join('\n');
}

const marks: Readonly<Record<FindingState, string>> = {
  problem: '**problem**',
  note: 'note',
  notKnown: 'not known',
  good: 'good',
};

function plainVersion(text: string): string {
  const value = versionOf(text);
  return value.kind === 'version' ? value.version : '';
}

/** A value as a stranger may see it. */
function redact(value: Value, { codexHome, stateFolder, publicHosts }: Redaction): string {
  switch (value.kind) {
    case 'number':
      return String(value.number);
    case 'version':
      return value.version;
    case 'word':
      return value.word;
    case 'path':
      return redactPath(value.path, { codexHome, stateFolder });
    case 'host': {
      const host = value.host.toLowerCase();
      const name = host.replace(/:\d+$/u, '');
      return publicHosts.includes(name) || isLoopback(name) ? host : '[host]';
    }
    case 'foreign':
      return '[name]';
    case 'sentence':
      return `[${value.sentence.messageId}]`;
  }
}

/** Names of files that every Codex home, or every system, has. */
const wellKnown = /^(?:auth\.json|config\.toml|\.env|managed_config\.toml|requirements\.toml)$/u;
const systemFolders = /^(?:\/etc\/codex|\/etc)$/u;

function redactPath(path: string, { codexHome, stateFolder }: Omit<Redaction, 'publicHosts'>): string {
  const file = path.split(/[\\/]/u).at(-1) ?? '';
  const folder = path.slice(0, Math.max(0, path.length - file.length - 1));
  if (path === codexHome || path === stateFolder) {
    return path === codexHome ? '[Codex home]' : '[state folder]';
  }
  const name = wellKnown.test(file) ? file : '[file]';
  if (folder === codexHome) {
    return `[Codex home]/${name}`;
  }
  return systemFolders.test(folder) && wellKnown.test(file) ? path : `[path]/${name}`;
}

function escapeCell(text: string): string {
  return text.replace(/\s+/gu, ' ').replace(/[\\`*_{}[\]<>#|~!]/gu, '\\$&');
}
