import AxeBuilder from '@axe-core/playwright';
import type { Page } from 'playwright-core';

/** What axe finds wrong by WCAG 2.2 A and AA, one line per element; `include` narrows it, across frames. */
export async function findAccessibilityProblems(
  page: Page,
  include?: readonly [string, string, ...string[]],
): Promise<string[]> {
  const axe = new AxeBuilder({ page }).withTags([
    'wcag2a',
    'wcag2aa',
    'wcag21a',
    'wcag21aa',
    'wcag22aa',
    'best-practice',
  ]);
  const { violations, passes } = await (
    include === undefined ? axe : axe.include({ fromFrames: [include[0], include[1], ...include.slice(2)] })
  ).analyze();
  if (passes.length === 0) throw new Error('Nothing was checked.');
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary ?? ''}`),
  );
}
