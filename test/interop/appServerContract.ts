/**
 * The types of the 0.171.0 app-server that this project relies on, as `codex app-server generate-ts --experimental`
 * writes them: file name (without `.ts`) to shape. Line breaks and the order of a union make no difference.
 */
export const appServerShapes: Readonly<Record<string, string>> = {
  AuthMode: `"apikey" | "chatgpt" | "chatgptAuthTokens" | "headers" | "agentIdentity" | "personalAccessToken"
    | "bedrockApiKey" | "bedrockAccessKeys"`,
  PlanType: `"free" | "go" | "plus" | "pro" | "prolite" | "promax" | "team"
    | "self_serve_business_prolite" | "self_serve_business_usage_based" | "business"
    | "ent26" | "enterprise_cbp_automation" | "enterprise_cbp_usage_based" | "enterprise"
    | "edu" | "edu_plus" | "edu_pro" | "sci" | "sci_plus" | "unknown"`,
  GetAuthStatusResponse: `{
    authMethod: AuthMode | null, authToken: string | null, requiresOpenaiAuth: boolean | null, }`,
  'v2/Account': `{ "type": "apiKey", }
    | { "type": "chatgpt", email: string | null, planType: PlanType, workspaceName: string | null, }
    | { "type": "amazonBedrock", usesCodexManagedCredentials: boolean, }
    | { "type": "gcp", }`,
  'v2/GetAccountParams': '{ refreshToken?: boolean, }',
  'v2/GetAccountResponse': `{ account: Account | null, userId: string | null, requiresOpenaiAuth: boolean,
    workspaceRouting: WorkspaceRouting | null, }`,
  'v2/WorkspaceRouting': `{ chatgptAccountId: string, backendOrigin: string,
    accountRoutingOverride: AccountRoutingOverride, }`,
  'v2/LoginAccountParams': `{ "type": "apiKey", apiKey: string, }
    | { "type": "chatgpt", codexStreamlinedLogin?: boolean, useHostedLoginSuccessPage?: boolean,
        appBrand?: LoginAppBrand | null, }
    | { "type": "chatgptDeviceCode" }
    | { "type": "chatgptAuthTokens", accessToken: string, chatgptAccountId: string, chatgptPlanType?: string | null, }
    | { "type": "amazonBedrock", apiKey: string, region: string, }
    | { "type": "amazonBedrockAccessKeys", accessKeyId: string, secretAccessKey: string,
        sessionToken?: string | null, region: string, }`,
  'v2/LoginAccountResponse': `{ "type": "apiKey", }
    | { "type": "chatgpt", loginId: string, authUrl: string, }
    | { "type": "chatgptDeviceCode", loginId: string, verificationUrl: string, userCode: string, }
    | { "type": "chatgptAuthTokens", }
    | { "type": "amazonBedrock", }`,
  'v2/CancelLoginAccountStatus': '"canceled" | "notFound"',
  'v2/AccountLoginCompletedNotification': `{ loginId: string | null, success: boolean, error: string | null,
    onboardingEntrypoint: DesktopOnboardingEntrypoint | null, }`,
  'v2/AccountUpdatedNotification': `{ authMode: AuthMode | null, planType: PlanType | null,
    reason: AccountUpdateReason | null, }`,
  'v2/AccountUpdateReason': '"workspaceRoutingReady" | "unknown"',
  'v2/AccountSession': `{ sessionId: string, email: string | null, userId: string | null, displayName: string | null,
    imageUrl: string | null, lastUsedAt: bigint, isActive: boolean, selectedWorkspaceAccountId: string | null,
    workspaces: Array<AccountSessionWorkspace>, }`,
  'v2/AccountSessionWorkspace': `{ accountId: string, name: string | null, imageUrl: string | null,
    kind: AccountSessionWorkspaceKind | null, }`,
  'v2/CliAuthCredentialsStoreMode': '"file" | "keyring" | "auto" | "ephemeral"',
  'v2/RateLimitSnapshot': `{ limitId: string | null, limitName: string | null, normalModelSlug: string | null,
    primary: RateLimitWindow | null, secondary: RateLimitWindow | null, credits: CreditsSnapshot | null,
    individualLimit: SpendControlLimitSnapshot | null, spendControlReached: boolean | null,
    planType: PlanType | null, rateLimitReachedType: RateLimitReachedType | null, }`,
  'v2/RateLimitWindow': '{ usedPercent: number, windowDurationMins: number | null, resetsAt: number | null, }',
  'v2/CreditsSnapshot': '{ hasCredits: boolean, unlimited: boolean, balance: string | null, }',
  InitializeParams: '{ clientInfo: ClientInfo, capabilities: InitializeCapabilities | null, }',
  ClientInfo: '{ name: string, title: string | null, version: string, }',
  InitializeResponse: `{ userAgent: string, codexHome: AbsolutePathBuf, platformFamily: string,
    platformOs: string, }`,
  'v2/ThreadLoadedListParams': '{ cursor?: string | null, limit?: number | null, }',
  'v2/ThreadLoadedListResponse': '{ data: Array<string>, nextCursor: string | null, }',
  'v2/ThreadReadParams': '{ threadId: string, includeTurns?: boolean, }',
  'v2/ThreadReadResponse': '{ thread: Thread, readState: ThreadReadState | null, }',
  'v2/ThreadStatus': `{ "type": "notLoaded" } | { "type": "idle" } | { "type": "systemError" }
    | { "type": "active", activeFlags: Array<ThreadActiveFlag>, }`,
  'v2/ThreadActiveFlag': '"waitingOnApproval" | "waitingOnUserInput"',
  'v2/ThreadBackgroundTerminalsListParams': '{ threadId: string, cursor?: string | null, limit?: number | null, }',
  'v2/ThreadBackgroundTerminalsListResponse': '{ data: Array<ThreadBackgroundTerminal>, nextCursor: string | null, }',
  'v2/ThreadBackgroundTerminal': `{ itemId: string, processId: string, command: string, cwd: LegacyAppPathString,
    osPid: number | null, cpuPercent: number | null, rssKb: bigint | null, }`,
  'v2/ServerDiagnosticsParams': 'Record<string, never>',
  'v2/ServerDiagnosticsResponse': '{ process: ServerDiagnosticsProcess, gauges: Array<ServerDiagnosticsGauge>, }',
  'v2/ServerDiagnosticsProcess': `{ id: number, residentMemoryBytes: number | null,
    physicalFootprintBytes: number | null, }`,
  'v2/ServerDiagnosticsGauge': '{ name: string, value: number, }',
  'v2/RemoteControlStatusReadResponse': `{ status: RemoteControlConnectionStatus, serverName: string,
    installationId: string, environmentId: string | null, }`,
  'v2/RemoteControlConnectionStatus': '"disabled" | "connecting" | "connected" | "errored"',
};

/** The fields that this project relies on of types with many more, which change with most releases. */
export const appServerFields: Readonly<Record<string, readonly string[]>> = {
  InitializeCapabilities: ['experimentalApi: boolean', 'requestAttestation: boolean'],
  'v2/Thread': ['id: string', 'status: ThreadStatus'],
};

/** The requests that this project sends, or explains to people. */
export const appServerMethods: readonly string[] = [
  'account/login/cancel',
  'account/login/start',
  'account/logout',
  'account/rateLimits/read',
  'account/read',
  'accountSession/list',
  'accountSession/switch',
  'configRequirements/read',
  'getAuthStatus',
  'initialize',
  'remoteControl/status/read',
  'server/diagnostics',
  'thread/backgroundTerminals/list',
  'thread/loaded/list',
  'thread/read',
];

/** Splits at the `|` that stand outside every bracket. */
function splitUnion(shape: string): readonly string[] {
  const members: string[] = [''];
  let depth = 0;
  for (const character of shape) {
    depth += '{<('.includes(character) ? 1 : 0;
    depth -= '}>)'.includes(character) ? 1 : 0;
    if (character === '|' && depth === 0) {
      members.push('');
    } else {
      members.push(`${members.pop() ?? ''}${character}`);
    }
  }
  return members.map((member) => member.trim()).filter((member) => member !== '');
}

/** A shape with single spaces and the members of its union in order. */
export function normalizeShape(shape: string): string {
  return splitUnion(shape.replace(/\s+/gu, ' ').trim()).toSorted().join(' | ');
}

/** The shape that a generated file exports, so written that order of a union and comments make no difference. */
export function readShape(generatedSource: string): string {
  const withoutComments = generatedSource.replace(/\/\*[\s\S]*?\*\//gu, ' ').replace(/^\s*\/\/.*$/gmu, ' ');
  const exported = /export type \w+\s*=(?<shape>[\s\S]*);\s*$/u.exec(withoutComments)?.groups?.['shape'];
  if (exported === undefined) {
    throw new Error('The generated file exports no type.');
  }
  return normalizeShape(exported);
}
