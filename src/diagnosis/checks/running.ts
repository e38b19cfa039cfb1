import { canFollow, isElsewhere, type RunningCodex } from '../../home/running/inventory.ts';
import type { Check } from '../check.ts';
import { found, plain } from '../finding.ts';
import type { DiagnosisPorts } from '../ports.ts';
import { knownName, numberOf } from '../value.ts';

/** Which Codex runs here, and whether it uses what the Home holds. */
export const runningCheck: Check<Pick<DiagnosisPorts, 'running'>, readonly RunningCodex[]> = {
  id: 'running',
  observe: ({ running }, signal) => running.listRunning(signal),
  judge: (running) => {
    if (running.length === 0) {
      return [plain('running.none', 'good')];
    }
    const behind = running.filter(canFollow);
    const variables = running.flatMap(({ used }) => (used.kind === 'variable' ? [used.name] : []));
    const same = running.filter((codex) => !isElsewhere(codex)).length;
    return [
      ...(behind.length > 0
        ? [
            found('running.elsewhere', 'problem', {
              args: { count: numberOf(behind.length) },
              fixes: [{ id: 'bringAlong' }],
            }),
          ]
        : []),
      ...[...new Set(variables)].map((name) => found('running.variable', 'note', { args: { name: knownName(name) } })),
      ...(same > 0 ? [found('running.same', 'good', { args: { count: numberOf(same) } })] : []),
    ];
  },
};
