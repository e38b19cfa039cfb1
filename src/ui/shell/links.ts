/** The addresses we point people to. All of them are constants: none comes from an answer or a setting. */
/** Where a person switches to the account that the sign-in page will take. */
export const chatGptUrl = 'https://chatgpt.com/';
export const securitySettingsUrl = 'https://chatgpt.com/#settings/Security';
export const permissionsUrl = 'https://chatgpt.com/admin/permissions';
export const apiKeysUrl = 'https://platform.openai.com/api-keys';
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
