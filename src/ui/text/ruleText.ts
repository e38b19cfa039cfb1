import { l10n } from 'vscode';
import type { RuledSignIn } from '../../accounts/use/signInRules.ts';
import type { Rule, RuleProblem } from '../../home/rules/evaluateRules.ts';
import type { RuleSource } from '../../home/rules/ports.ts';
import { isAdminLayer } from '../../home/rules/ruleReader.ts';
import { linkSafeText } from '../../base/displayText.ts';

/** A rule as its file has it. */
export function sayRule({ key, value }: Rule<unknown>): string {
  return `${key} = ${JSON.stringify(value).replaceAll('","', '", "')}`;
}

/** Who can change it, and the file: in this order, as a narrow row cuts its end off. */
export function sayKeeper(source: RuleSource): string {
  const path = linkSafeText(source.path);
  return isAdminLayer(source)
    ? l10n.t('Only an administrator can change it, in {0}', path)
    : l10n.t('Whoever keeps this file can change it: {0}', path);
}

function sayChanger(source: RuleSource): string {
  return isAdminLayer(source)
    ? l10n.t('Only an administrator can change it.')
    : l10n.t('Whoever keeps that file can change it.');
}

/** What is wrong with a file that its row names. */
export function sayFault({ problem, key }: Omit<RuleProblem, 'kind' | 'source'>): string {
  switch (problem) {
    case 'unreadable':
      return l10n.t('cannot be read as text');
    case 'notToml':
      return l10n.t('not valid TOML');
    case 'unknownValue':
      return l10n.t('{0} has an unknown value', key ?? '');
  }
}

/** Why Codex does not start. */
function sayProblem({ problem, source, key }: Omit<RuleProblem, 'kind'>): string {
  const path = linkSafeText(source.path);
  switch (problem) {
    case 'unreadable':
      return l10n.t('Codex does not start: {0} is there and cannot be read as text.', path);
    case 'notToml':
      return l10n.t('Codex does not start: {0} is not valid TOML.', path);
    case 'unknownValue':
      return l10n.t('Codex does not start: {1} in {0} has a value that it does not know.', path, key ?? '');
  }
}

/** What a rule does to a sign-in that is there, or about to be. */
export function sayRuled(label: string, { verdict, folder, unknown }: RuledSignIn): string {
  const parts = [
    sayVerdict(linkSafeText(label), verdict),
    sayChanger(verdict.kind === 'broken' ? verdict.source : verdict.rule.source),
    ...(folder === undefined ? [] : [l10n.t('That is so for a Codex that is started in {0}.', linkSafeText(folder))]),
    ...(unknown === undefined
      ? []
      : [
          l10n.t(
            'What your company’s cloud says about it is not known now, and may differ: Codex asks for it when it starts.',
          ),
        ]),
  ];
  return parts.join(' ');
}

function sayVerdict(label: string, verdict: RuledSignIn['verdict']): string {
  if (verdict.kind === 'broken') {
    return sayProblem(verdict);
  }
  const rule = linkSafeText(sayRule(verdict.rule));
  const path = linkSafeText(verdict.rule.source.path);
  if (verdict.kind === 'noWayIn') {
    return l10n.t(
      'The sign-in rules leave no way to sign in, and Codex does not start. One of them: {0} in {1}.',
      rule,
      path,
    );
  }
  return verdict.consequence === 'signsOut'
    ? l10n.t(
        '{0} is against a sign-in rule of Codex: {1} in {2}. With it “codex” and “codex exec” delete the sign-in and exit; others act as if nobody was signed in.',
        label,
        rule,
        path,
      )
    : l10n.t(
        '{0} is against a sign-in rule of Codex: {1} in {2}. With it every Codex acts as if nobody was signed in; the sign-in stays where it is.',
        label,
        rule,
        path,
      );
}
