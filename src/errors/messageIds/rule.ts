/** Which rule it is, and the file that sets it. */
interface RulePlace {
  readonly rule: string;
  readonly path: string;
}

/** The same, with the workspaces that it leaves. */
interface WorkspaceRulePlace {
  readonly rule: string;
  readonly path: string;
  readonly workspaces: string;
}

/** A sign-in rule against something: set by an admin, or in a file that the person can change. */
export interface RuleMessages {
  'rule.keys.admin': RulePlace;
  'rule.keys.file': RulePlace;
  'rule.chatgpt.admin': RulePlace;
  'rule.chatgpt.file': RulePlace;
  'rule.workspace.admin': WorkspaceRulePlace;
  'rule.workspace.file': WorkspaceRulePlace;
  'rule.noWayIn.admin': RulePlace;
  'rule.noWayIn.file': RulePlace;
}
