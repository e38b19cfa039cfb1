/** Every layer that can hold a sign-in rule, the weakest first; the last three are requirements. */
export const ruleLayers = [
  'system',
  'cloud',
  'user',
  'profile',
  'project',
  'managed',
  'mdm',
  'requirements',
  'cloudRequirements',
  'mdmRequirements',
] as const;

/** One of these layers. */
export type RuleLayer = (typeof ruleLayers)[number];

/** How Codex sorts what a person signs in with: access tokens are of ChatGPT, keys of any service are `api`. */
export const codexMethods = ['chatgpt', 'api'] as const;

/** One of the two. */
export type CodexMethod = (typeof codexMethods)[number];

/** The keys of the configuration that are sign-in rules. */
export const ruleKeys = [
  'forced_login_method',
  'forced_chatgpt_workspace_id',
  'allowed_login_methods',
  'allowed_chatgpt_workspaces',
  'cli_auth_credentials_store',
  'chatgpt_base_url',
] as const;

/** One of these keys. */
export type RuleKey = (typeof ruleKeys)[number];

/** What is wrong with a layer. */
export const ruleProblems = ['unreadable', 'notToml', 'unknownValue'] as const;

/** One of these problems. */
export type RuleProblemKind = (typeof ruleProblems)[number];

/** Where a rule is written. */
export interface RuleSource {
  readonly layer: RuleLayer;
  readonly path: string;
}

/** A layer that is there; null where it cannot be read as UTF-8 text. */
export interface RuleText {
  readonly source: RuleSource;
  readonly text: string | null;
}

/** What a Codex that starts in a folder finds there. */
export interface ProjectFiles {
  /** The folder itself, its links followed. */
  readonly folder: string;
  /** Where its project begins; the folder itself where nothing marks one. */
  readonly root: string;
  /** The checkout that a linked worktree belongs to; the root where it is none. */
  readonly repository: string;
  /** The configuration of the project from its root down to the folder, with the folder that each stands for. */
  readonly configs: readonly { readonly folder: string; readonly config: RuleText }[];
}

/** The files that sign-in rules are read from. Nothing is written. */
export interface RuleFiles {
  /** The layers that count wherever Codex is started. */
  readBase(): Promise<readonly RuleText[]>;
  /** What the company's cloud said last, as the CLI keeps it. */
  readCloudCache(): Promise<RuleText | undefined>;
  /** What `-p` can choose. */
  readProfiles(): Promise<readonly RuleText[]>;
  /** @param markers names that mark where a project begins */
  readProject(folder: string, markers: readonly string[]): Promise<ProjectFiles>;
}
