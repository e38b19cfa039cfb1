import { l10n } from 'vscode';
import { displayText } from '../../base/displayText.ts';
import { listSources, sayAge, shortAddress, type Fact } from '../text/facts/fact.ts';
import {
  buildDroppedRows,
  buildHomeProxyRows,
  buildRouteRow,
  buildVariableRows,
  type EnvironmentObservation,
  type EnvironmentRow,
} from './environmentRows.ts';

/** The rows with their words to the end, as Markdown. */
export function buildEnvironmentPage(seen: EnvironmentObservation): string {
  return [
    `# ${l10n.t('Environment of Codex')}`,
    l10n.t('As it was when this page was opened. No value of a key, a token or a password is shown.'),
    ...[buildRouteRow(seen), ...buildHomeProxyRows(seen), ...buildDroppedRows(seen), ...buildVariableRows(seen)].map(
      buildSection,
    ),
    '',
  ].join('\n\n');
}

function buildSection({ label, description, detail, facts = [] }: EnvironmentRow): string {
  return [
    `## ${escape(label.replace(/^\$\([\w-]+\) /u, ''))}`,
    ...(description === '' ? [] : [`*${escape(description)}*`]),
    [escape(detail), listLinks(facts)].join(' ').trim(),
  ].join('\n\n');
}

/** A path or an address may hold what Markdown takes for its own. */
function escape(text: string): string {
  return displayText(text, 1000).replace(/[\\`*_{}[\]<>#|~!]/gu, '\\$&');
}

function listLinks(facts: readonly Fact[]): string {
  return facts.length === 0
    ? ''
    : `(${listSources(facts)
        .map((source) => `[${shortAddress(source)}](${source.address}), ${sayAge(source)}`)
        .join('; ')})`;
}
