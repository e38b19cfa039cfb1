import { version, type ExtensionContext } from 'vscode';
import * as z from 'zod/mini';
import { originator } from '../../protocol/oauth/issuer.ts';

const manifest = z.object({ version: z.string() });

/** Honest about who asks: our name and version, and VS Code's. */
export function buildUserAgent(context: ExtensionContext): string {
  return `${originator}/${readVersion(context)} (VS Code ${version})`;
}

export function readVersion({ extension }: ExtensionContext): string {
  const parsed = manifest.safeParse(extension.packageJSON);
  return parsed.success ? parsed.data.version : '0';
}
