import type { Rule } from '../../home/rules/evaluateRules.ts';
import type { Check } from '../check.ts';
import { found, plain, type Finding, type Fix } from '../finding.ts';
import type { DiagnosisPorts, HomeSights } from '../ports.ts';
import { namesOf, knownName, pathOf } from '../value.ts';

type RulesSeen = Awaited<ReturnType<HomeSights['readRules']>>;

/** The sign-in rules in force, and whether one is against what Codex is signed in with. */
export const rulesCheck: Check<Pick<DiagnosisPorts, 'home'>, RulesSeen> = {
  id: 'rules',
  observe: ({ home }, signal) => home.readRules(signal),
  judge: ({ observation, ruled, mayTakeOut }) => {
    const { scopes, unknown } = observation;
    const findings: Finding[] = [];
    if (ruled !== undefined && ruled.verdict.kind !== 'broken') {
      const { key, source } = ruled.verdict.rule;
      const fixes: readonly Fix[] = [
        ...(mayTakeOut ? [{ id: 'takeOutOfCodex' as const }] : []),
        { id: 'signIn' },
        { id: 'showRules' },
      ];
      findings.push(
        found('rules.against', 'problem', { args: { key: knownName(key), path: pathOf(source.path) }, fixes }),
      );
    }
    if (unknown !== undefined) {
      findings.push(found('rules.notKnown', 'notKnown', { args: { path: pathOf(unknown.path) } }));
    }
    const { reading } = scopes[0];
    const set: readonly (Rule<unknown> | undefined)[] = reading.kind === 'rules' ? Object.values(reading.rules) : [];
    const rules = set.filter((rule) => rule !== undefined).filter(isPrescribed);
    const [first] = rules;
    if (first !== undefined && findings.length === 0) {
      const keys = namesOf([...new Set(rules.map(({ key }) => key))]);
      findings.push(
        found('rules.inForce', 'note', {
          args: { keys, path: pathOf(first.source.path) },
          fixes: [{ id: 'showRules' }],
        }),
      );
    }
    return findings.length > 0 ? findings : [plain('rules.none', 'good')];
  },
};

/** Where the person's own file says where a credential is kept, that is a choice of theirs. */
function isPrescribed({ key, source }: Rule<unknown>): boolean {
  return source.layer !== 'user' || (key !== 'cli_auth_credentials_store' && key !== 'chatgpt_base_url');
}
