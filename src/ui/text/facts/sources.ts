/** A document that statements of ours come from, and the month of the copy that was read. */
export interface Source {
  readonly address: string;
  /** `YYYY-MM`; the year alone where no more is known. */
  readonly asOf: string;
}

/**
 * Every document that a statement is taken from. Where its copy has a release of the CLI for a stamp, the
 * month is that of the release. `cli` is no document: the release that our own tests run.
 */
export const sources = {
  auth: { address: 'https://learn.chatgpt.com/docs/auth', asOf: '2026-08' },
  earlierAuth: { address: 'https://developers.openai.com/codex/auth', asOf: '2026-05' },
  ciAuth: { address: 'https://learn.chatgpt.com/docs/auth/ci-cd-auth', asOf: '2026-04' },
  accessTokens: { address: 'https://learn.chatgpt.com/docs/enterprise/access-tokens', asOf: '2026-08' },
  nonInteractive: { address: 'https://learn.chatgpt.com/docs/non-interactive-mode', asOf: '2026-08' },
  githubAction: { address: 'https://learn.chatgpt.com/docs/github-action', asOf: '2026-08' },
  variables: { address: 'https://learn.chatgpt.com/docs/config-file/environment-variables', asOf: '2026-09' },
  configReference: { address: 'https://learn.chatgpt.com/docs/config-file/config-reference', asOf: '2026-09' },
  workloadIdentity: { address: 'https://learn.chatgpt.com/docs/enterprise/workload-identity', asOf: '2026-08' },
  managedConfiguration: {
    address: 'https://learn.chatgpt.com/docs/enterprise/managed-configuration',
    asOf: '2026-08',
  },
  workspaceModels: {
    address: 'https://learn.chatgpt.com/docs/enterprise/workspace-model-availability',
    asOf: '2026-09',
  },
  pricing: { address: 'https://learn.chatgpt.com/docs/pricing', asOf: '2026-08' },
  earlierPricing: { address: 'https://developers.openai.com/codex/pricing', asOf: '2026-05' },
  apiErrors: { address: 'https://developers.openai.com/api/docs/guides/error-codes', asOf: '2026' },
  apiLimits: {
    address: 'https://help.openai.com/en/articles/6614457-troubleshooting-api-usage-and-spend-limits',
    asOf: '2026',
  },
  ipAllowlist: { address: 'https://developers.openai.com/api/docs/guides/ip-allowlist', asOf: '2026' },
  countries: {
    address: 'https://help.openai.com/en/articles/7947663-chatgpt-and-openai-api-supported-countries-and-territories',
    asOf: '2026',
  },
  phoneVerification: { address: 'https://help.openai.com/en/articles/6613520', asOf: '2026' },
  speed: { address: 'https://learn.chatgpt.com/docs/agent-configuration/speed', asOf: '2026-08' },
  earlierRepository: {
    address: 'https://github.com/openai/codex/blob/0e8b8cbc8844e15d689a68a115610daba3ae5e4c/docs/authentication.md',
    asOf: '2025',
  },
  bedrock: { address: 'https://learn.chatgpt.com/docs/amazon-bedrock', asOf: '2026-08' },
  remoteConnections: { address: 'https://learn.chatgpt.com/docs/remote-connections', asOf: '2026-08' },
  slack: { address: 'https://learn.chatgpt.com/docs/third-party/slack', asOf: '2026-08' },
  wsl: { address: 'https://learn.chatgpt.com/docs/windows/wsl', asOf: '2026-08' },
  guide: { address: 'https://claw-planet.pages.dev/openai/codex-cli/auth/', asOf: '2026-05' },
  issues: { address: 'https://github.com/openai/codex/issues', asOf: '2026-09' },
  cli: { address: 'https://www.npmjs.com/package/@openai/codex/v/0.171.0', asOf: '2026-11' },
} as const satisfies Readonly<Record<string, Source>>;

export type SourceId = keyof typeof sources;
