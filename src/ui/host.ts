import { UIKind, env } from 'vscode';
import type { MethodFacts } from '../accounts/methods.ts';

/** Where this window runs, as far as signing in cares. */
export function describeHost(): MethodFacts {
  return { isWeb: env.uiKind === UIKind.Web, remoteName: env.remoteName };
}

/** The remote whose Codex is not reached from here: in a desktop window, main runs beside the person, not there. */
export function findUnreachedRemote({ isWeb, remoteName }: MethodFacts): string | undefined {
  return isWeb ? undefined : remoteName;
}
