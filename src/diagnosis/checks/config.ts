import type { RuleProblem } from '../../home/rules/evaluateRules.ts';
import type { Check } from '../check.ts';
import { found, plain, type Finding, type Fix } from '../finding.ts';
import type { DiagnosisPorts, HomeSights } from '../ports.ts';
import { knownName, numberOf, pathOf } from '../value.ts';

interface ConfigSeen extends Awaited<ReturnType<HomeSights['readConfig']>> {
  /** What Codex itself says; undefined where it cannot be asked. */
  readonly isTaken: boolean | undefined;
}

/** Whether Codex takes its configuration: it refuses to start over one line. */
export const configCheck: Check<Pick<DiagnosisPorts, 'home' | 'codex'>, ConfigSeen> = {
  id: 'config',
  observe: async ({ home, codex }, signal) => {
    const [seen, isTaken] = await Promise.all([home.readConfig(signal), codex.takesConfig(signal)]);
    return { ...seen, isTaken };
  },
  judge: ({ rules, userPath, brokenLines, isTaken }) => {
    const broken = rules.scopes[0].reading;
    if (broken.kind === 'broken') {
      return [describe(broken, { userPath, brokenLines })];
    }
    return isTaken === false
      ? [plain('config.refusedByCodex', 'problem', { id: 'openFile', path: userPath })]
      : [plain('config.good', 'good')];
  },
};

function describe(
  { problem, source, key }: RuleProblem,
  { userPath, brokenLines }: Pick<ConfigSeen, 'userPath' | 'brokenLines'>,
): Finding {
  const args = { path: pathOf(source.path) };
  const open: Fix = { id: 'openFile', path: source.path };
  switch (problem) {
    case 'unreadable':
      return found('config.unreadable', 'problem', { args, fixes: [open] });
    case 'unknownValue':
      return found('config.value', 'problem', {
        args: { ...args, key: knownName(key ?? '') },
        fixes:
          key === 'cli_auth_credentials_store' && source.layer === 'user'
            ? [{ id: 'useStore', store: 'file' }, open]
            : [open],
      });
    case 'notToml':
      return source.path === userPath && brokenLines?.[0] !== undefined
        ? found('config.notTomlLine', 'problem', {
            args: { ...args, line: numberOf(brokenLines[0]) },
            fixes: [{ id: 'switchLinesOff', lines: brokenLines }, open],
          })
        : found('config.notToml', 'problem', { args, fixes: [open] });
  }
}
