import { l10n } from 'vscode';
import { selectsWorkloadIdentity, type SignInVariable, type VariableEffect } from '../../home/signInVariables.ts';

/** What the variables that are set do to each kind of Codex: a sentence or two for each that counts. */
export function describeVariables(found: readonly SignInVariable[]): string {
  const selecting = found.filter(({ effect }) => selectsWorkloadIdentity(effect));
  const others = found.filter(({ effect }) => !selectsWorkloadIdentity(effect));
  if (selecting.length === 0) {
    return others.map(describeOne).join(' ');
  }
  const isSpiffeOnly = selecting.every(({ effect }) => effect === 'spiffe');
  const names = nameVariables(selecting);
  return [
    isSpiffeOnly
      ? l10n.t('{0}: from Codex 0.171 on this selects workload identity. Then codex exec and codex app-server (which editors start) use no stored sign-in, not the one in the Codex home either, and do not start while anything that workload identity needs is missing.', names)
      : l10n.t('{0}: this selects workload identity. Then codex exec and codex app-server (which editors start) use no stored sign-in, not the one in the Codex home either, and do not start while anything that workload identity needs is missing.', names),
    ...(others.length === 0 ? [] : [l10n.t('Beside workload identity these have no effect on who is signed in: {0}.', nameVariables(others))]),
  ].join(' ');
}

function describeOne({ name, effect }: SignInVariable): string {
  switch (effect) {
    case 'accessToken':
      return l10n.t('{0}: codex exec, codex --no-daemon and codex app-server (which editors start) use it instead of the account in the Codex home. A codex in a terminal that joins a running background server does not: there the variables of the server’s start count.', name);
    case 'execKey':
      return l10n.t('{0}: codex exec and codex review use it instead of the account in the Codex home. A codex in a terminal and codex app-server (which editors start) do not.', name);
    default:
      return l10n.t('{0}: Codex does not sign in with it. Only a model provider in config.toml that names it reads it.', name);
  }
}

/** One row of a menu: their names, and what the strongest of them does. */
export function buildVariablesRow(found: readonly SignInVariable[]): readonly { readonly label: string; readonly detail: string }[] {
  const [strongest] = found;
  if (strongest === undefined) {
    return [];
  }
  const names = nameVariables(found);
  const label = comesBeforeHome(found) ? l10n.t('$(warning) Set Here: {0}', names) : l10n.t('$(info) Set Here: {0}', names);
  return [{ label, detail: summarize(strongest.effect) }];
}

function summarize(effect: VariableEffect): string {
  switch (effect) {
    case 'workload':
      return l10n.t('Workload identity: a Codex that is started with it ignores the account in the Codex home.');
    case 'spiffe':
      return l10n.t('Workload identity: a Codex from 0.171 on that is started with it ignores the account in the Codex home.');
    case 'accessToken':
      return l10n.t('Comes before the account in the Codex home for a Codex that is started with it.');
    case 'execKey':
      return l10n.t('Comes before the account in the Codex home for codex exec and codex review alone.');
    case 'plainKey':
      return l10n.t('Codex does not sign in with it: the account in the Codex home counts.');
  }
}

/** Whether one of them comes before the account in the Home for some Codex. */
export function comesBeforeHome(found: readonly SignInVariable[]): boolean {
  return found.some(({ effect }) => effect !== 'plainKey');
}

function nameVariables(found: readonly SignInVariable[]): string {
  return found.map(({ name }) => name).join(', ');
}
