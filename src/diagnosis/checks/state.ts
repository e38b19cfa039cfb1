import type { Check } from '../check.ts';
import { found, plain, type Fix } from '../finding.ts';
import type { DiagnosisPorts, StorageSights } from '../ports.ts';
import { said, wordOf, type Sandbox } from '../value.ts';

interface StateSeen extends Awaited<ReturnType<StorageSights['tryStateFolder']>> {
  readonly sandbox: Sandbox | undefined;
}

/** Whether the folder that all windows share can be written, and whether they share it. */
export const stateCheck: Check<Pick<DiagnosisPorts, 'storage'>, StateSeen> = {
  id: 'state',
  observe: async ({ storage }, signal) => ({ ...(await storage.tryStateFolder(signal)), sandbox: storage.sandbox() }),
  judge: (seen) => {
    const { problem, sandbox } = seen;
    if (problem !== undefined) {
      return [found('state.problem', 'problem', { args: { reason: said(problem.sentence) }, fixes: mend(seen) })];
    }
    return sandbox === undefined
      ? [plain('state.good', 'good')]
      : [found('state.sandbox', 'note', { args: { sandbox: wordOf(sandbox) } })];
  },
};

function mend({ path, problem, mode, isOwn }: StateSeen): readonly Fix[] {
  return problem?.reason === 'noPermission' && mode !== undefined && isOwn
    ? [{ id: 'changeMode', path, mode: mode | 0o700, before: mode }]
    : [{ id: 'showFolder', path }, { id: 'checkAgain' }];
}
