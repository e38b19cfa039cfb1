import { sources } from './facts/sources.ts';
import type { HelpPage } from './serverAnswers.ts';

/** Where each page is: constants, of the documents or of the pages where people change it. None comes from an answer. */
export const helpPages: Readonly<Record<HelpPage, string>> = {
  chatGpt: 'https://chatgpt.com/',
  workspaceSettings: 'https://chatgpt.com/admin/settings',
  workspacePermissions: 'https://chatgpt.com/admin/permissions',
  securitySettings: 'https://chatgpt.com/#settings/Security',
  apiKeys: 'https://platform.openai.com/api-keys',
  apiLimits: sources.apiLimits.address,
  ipAllowlist: sources.ipAllowlist.address,
  countries: sources.countries.address,
  phone: sources.phoneVerification.address,
  status: 'https://status.openai.com/',
  helpCenter: 'https://help.openai.com/',
};
