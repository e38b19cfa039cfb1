import type { PanelSource } from '../../webview/messages.ts';
import { listSources, sayAge, shortAddress, type Fact } from '../text/facts/fact.ts';

/** The documents behind statements, as the page draws them. */
export function listPanelSources(facts: readonly Fact[]): PanelSource[] {
  return listSources(facts).map((source) => ({
    link: { text: shortAddress(source), href: source.address },
    asOf: sayAge(source),
  }));
}
