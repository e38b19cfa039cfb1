import { QuickPickItemKind, l10n } from 'vscode';
import type { SignInRules } from '../../accounts/use/signInRules.ts';
import type { Rule } from '../../home/rules/evaluateRules.ts';
import type { RuleObservation, RuleScope } from '../../home/rules/ruleReader.ts';
import { iconSafeSentence, iconSafeText } from '../../base/displayText.ts';
import { managedConfigurationUrl } from '../shell/links.ts';
import { pickSourced, type SourcedPickFlow, type SourcedRow } from '../shell/pickSourced.ts';
import { ruleFacts } from '../text/facts/ruleFacts.ts';
import { sayFault, sayKeeper, sayRule } from '../text/ruleText.ts';

export interface RuleListFlow extends SourcedPickFlow {
  readonly openFile: (path: string) => Promise<void>;
  readonly loadRules: () => Promise<Pick<SignInRules, 'observe'>>;
}

export interface RuleRow extends SourcedRow {
  readonly file?: string;
  readonly open?: string;
}

/** Every sign-in rule of this computer, with the file that sets it and who can change it. Nothing is changed here. */
export async function showSignInRules(flow: RuleListFlow): Promise<void> {
  const observation = await (await flow.loadRules()).observe();
  const picked = await pickSourced<RuleRow>(
    listRuleRows(observation),
    { title: l10n.t('Sign-In Rules of Codex'), placeHolder: l10n.t('Choose a rule to open its file') },
    flow,
  );
  if (picked?.file !== undefined) {
    await flow.openFile(picked.file);
  } else if (picked?.open !== undefined) {
    await flow.browser.open(picked.open);
  }
}

export function listRuleRows(
  { scopes, profiles }: RuleObservation,
  system: NodeJS.Platform = process.platform,
): readonly RuleRow[] {
  const [everywhere] = scopes;
  const said = new Set(listRules(everywhere).map(nameRule));
  const rows = [...scopes, ...profiles].flatMap((scope) => describeScope(scope, scope === everywhere ? [] : [...said]));
  const none: RuleRow = { label: l10n.t('$(check) No sign-in rule is set for this computer') };
  return [
    ...(rows.length === 0 ? [none] : rows),
    ...(system === 'linux'
      ? []
      : [
          {
            label: l10n.t('$(info) Never Run on This System'),
            detail: l10n.t(
              'Where its rules are is decided by tested tables alone; Linux is held against the real CLI.',
            ),
          },
        ]),
    { label: '', kind: QuickPickItemKind.Separator },
    {
      label: l10n.t('$(book) About Managed Configuration'),
      detail: ruleFacts.byAdmin.say(),
      facts: [ruleFacts.byAdmin],
      open: managedConfigurationUrl,
    },
  ];
}

/** What one scope adds to what holds everywhere. */
function describeScope(scope: RuleScope, said: readonly string[]): readonly RuleRow[] {
  const where = sayWhere(scope);
  if (scope.reading.kind === 'broken') {
    const { source } = scope.reading;
    return [
      {
        label: l10n.t('$(error) Codex Does Not Start'),
        description: [sayFault(scope.reading), where].filter((part) => part !== '').join(' · '),
        detail: iconSafeSentence(sayKeeper(source)),
        file: source.path,
      },
    ];
  }
  return listRules(scope)
    .filter((rule) => !said.includes(nameRule(rule)))
    .map((rule) => ({
      label: `$(law) ${iconSafeText(sayRule(rule))}`,
      description: [where, sayReach(rule, where !== '')].filter((part) => part !== '').join(' · '),
      detail: iconSafeSentence(sayKeeper(rule.source)),
      file: rule.source.path,
    }));
}

/** What such a setting changes beside who may sign in. */
function sayReach({ key }: Rule<unknown>, isElsewhere: boolean): string {
  switch (key) {
    case 'cli_auth_credentials_store':
      return isElsewhere ? l10n.t('that Codex keeps its own sign-in there') : l10n.t('where the sign-in is kept');
    case 'chatgpt_base_url':
      return l10n.t('Codex sends its ChatGPT requests there, Codex Accounts does not');
    default:
      return '';
  }
}

function sayWhere({ folder, profile }: RuleScope): string {
  if (profile !== undefined) {
    return l10n.t('only with “codex -p {0}”', profile);
  }
  return folder === undefined ? '' : l10n.t('only in {0}', folder);
}

function listRules({ reading }: RuleScope): readonly Rule<unknown>[] {
  if (reading.kind === 'broken') {
    return [];
  }
  const { forcedMethod, forcedWorkspaces, allowedMethods, allowedWorkspaces, store, backend } = reading.rules;
  return [forcedMethod, forcedWorkspaces, allowedMethods, allowedWorkspaces, store, backend].filter(
    (rule) => rule !== undefined,
  );
}

function nameRule(rule: Rule<unknown>): string {
  return `${sayRule(rule)} ${rule.source.path}`;
}
