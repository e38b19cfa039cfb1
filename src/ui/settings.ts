import { workspace } from 'vscode';
import * as z from 'zod/mini';
import { buildIssuer, type Issuer } from '../protocol/issuer.ts';

const section = 'codexAccounts';

export type StatusBarShow = 'label' | 'plan' | 'icon';

/** The settings, read anew at each use and parsed like everything that comes from outside. */
export const settings = {
  issuer: (): Issuer => buildIssuer({
    issuer: read('issuer', z.string(), ''),
    clientId: read('clientId', z.string(), ''),
    chatgptBaseUrl: read('chatgptBaseUrl', z.string(), ''),
    apiBaseUrl: read('apiBaseUrl', z.string(), ''),
  }),
  codexHome: (): string => read('codexHome', z.string(), ''),
  statusBarShow: (): StatusBarShow => read('statusBar.show', z.enum(['label', 'plan', 'icon']), 'label'),
  hidePersonalInfo: (): boolean => read('hidePersonalInfo', z.boolean(), false),
};

export const settingsSection = section;

function read<T>(name: string, schema: z.ZodMiniType<T>, fallback: T): T {
  const parsed = schema.safeParse(workspace.getConfiguration(section).get<unknown>(name));
  return parsed.success ? parsed.data : fallback;
}
