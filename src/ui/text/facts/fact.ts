import { l10n } from 'vscode';
import { sources, type Source, type SourceId } from './sources.ts';

/** A statement of the documentation: its words are here once, for every surface, with the documents it rests on. */
export interface Fact {
  readonly sources: readonly [SourceId, ...SourceId[]];
  readonly say: () => string;
}

/** Statements as one paragraph. */
export function sayAll(facts: readonly Fact[]): string {
  return facts.map(({ say }) => say()).join(' ');
}

/** The documents behind statements, each once, in their order. */
export function listSources(facts: readonly Fact[]): readonly Source[] {
  return [...new Set(facts.flatMap((fact) => fact.sources))].map((id) => sources[id]);
}

/** The address as it is read: without its scheme, and without the commit of a file on GitHub. */
export function shortAddress({ address }: Source): string {
  return address.replace(/^https:\/\/(?:www\.)?/u, '').replace(/\/blob\/[\da-f]{40}\//u, '/');
}

export function sayAge({ asOf }: Source): string {
  return l10n.t('as of {0}', asOf);
}

/** A document in one line. */
export function saySource(source: Source): string {
  return `${shortAddress(source)}, ${sayAge(source)}`;
}
