/** Which rule it is, and the file that sets it. */
interface RulePlace {
  readonly rule: string;
  readonly path: string;
}

/** A sign-in rule against something: set by an admin, or in a file that the person can change. */
export interface RuleMessages {
  'rule.keys.admin': RulePlace;
  'rule.keys.file': RulePlace;
  'rule.chatgpt.admin': RulePlace;
  'rule.chatgpt.file': RulePlace;
  'rule.workspace.admin': RulePlace & { readonly workspaces: string };
  'rule.workspace.file': RulePlace & { readonly workspaces: string };
  'rule.noWayIn.admin': RulePlace;
  'rule.noWayIn.file': RulePlace;
}
