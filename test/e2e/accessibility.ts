import axe, { type AxeResults } from 'axe-core';
import type { Frame, Page } from 'playwright-core';

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** What axe finds wrong in a page, or in the document of one frame, by WCAG 2.2 A and AA: one line per element. */
export async function findAccessibilityProblems(place: Page | Frame): Promise<string[]> {
  await place.evaluate(axe.source);
  const run = `axe.run(document, { runOnly: ${JSON.stringify(rules)} })`;
  const { violations, passes } = await place.evaluate<Pick<AxeResults, 'violations' | 'passes'>>(run);
  if (passes.length === 0) throw new Error('Nothing was checked.');
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary ?? ''}`),
  );
}
