import type { Check } from '../check.ts';
import { found, plain } from '../finding.ts';
import type { DiagnosisPorts } from '../ports.ts';
import { namesOf } from '../value.ts';

/** A login shell starts whatever its owner has written into its files: it is asked only when a person says so. */
export const shellNotAsked: Check<unknown, undefined> = {
  id: 'shell',
  observe: () => Promise.resolve(undefined),
  judge: () => [plain('shell.notAsked', 'notKnown', { id: 'askShell' })],
};

/** Whether a terminal's Codex has the same Home and variables as this window. */
export const shellCheck: Check<Pick<DiagnosisPorts, 'codex'>, readonly string[] | undefined> = {
  id: 'shell',
  observe: ({ codex }, signal) => codex.compareShell(signal),
  judge: (names) => {
    if (names === undefined) {
      return [plain('shell.silent', 'notKnown', { id: 'askShell' })];
    }
    const others = names.filter((name) => name !== 'CODEX_HOME');
    const findings = [
      ...(names.includes('CODEX_HOME') ? [plain('shell.home', 'problem', { id: 'showEnvironment' })] : []),
      ...(others.length > 0
        ? [
            found('shell.differs', 'note', {
              args: { names: namesOf(others) },
              fixes: [{ id: 'showEnvironment' }],
            }),
          ]
        : []),
    ];
    return findings.length > 0 ? findings : [plain('shell.same', 'good')];
  },
};
