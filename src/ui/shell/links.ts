import { helpPages } from '../text/helpPages.ts';

/** The addresses we point people to. All of them are constants: none comes from an answer or a setting. */
/** Where a person switches to the account that the sign-in page will take. */
export const chatGptUrl = helpPages.chatGpt;
export const securitySettingsUrl = helpPages.securitySettings;
export const permissionsUrl = helpPages.workspacePermissions;
export const apiKeysUrl = helpPages.apiKeys;
export const apiPricingUrl = 'https://openai.com/api/pricing/';
export const accessTokensUrl = 'https://chatgpt.com/admin/access-tokens';
export const accessTokensHelpUrl = 'https://learn.chatgpt.com/docs/enterprise/access-tokens';
/** Where a person sees every place they are signed in. */
export const signInsUrl = 'https://chatgpt.com/#settings/Security';
/** How an administrator prescribes what Codex may do. */
export const managedConfigurationUrl = 'https://learn.chatgpt.com/docs/enterprise/managed-configuration';
/** Model providers and their keys in `config.toml`. */
export const providersHelpUrl = 'https://learn.chatgpt.com/docs/config-file/config-advanced';
export const azurePortalUrl = 'https://ai.azure.com/';
export const awsConsoleUrl = 'https://console.aws.amazon.com/bedrock/';
export const authDocsUrl = 'https://learn.chatgpt.com/docs/auth';
