import { l10n } from 'vscode';
import { selectsWorkloadIdentity, type SignInVariable, type VariableEffect } from '../../home/signInVariables.ts';
import { sayAll, type Fact } from './facts/fact.ts';
import { variableFacts } from './facts/variableFacts.ts';

/** What the variables that are set do to each kind of Codex: a sentence or two for each that counts. */
export function describeVariables(found: readonly SignInVariable[]): string {
  return sayAll(listVariableFacts(found));
}

/** The statements about them, with their documents. */
export function listVariableFacts(found: readonly SignInVariable[]): readonly Fact[] {
  const selecting = found.filter(({ effect }) => selectsWorkloadIdentity(effect));
  const others = found.filter(({ effect }) => !selectsWorkloadIdentity(effect));
  if (selecting.length === 0) {
    return others.map(({ name, effect }) => variableFacts[effect](name));
  }
  const isSpiffeOnly = selecting.every(({ effect }) => effect === 'spiffe');
  return [
    variableFacts[isSpiffeOnly ? 'spiffe' : 'workload'](nameVariables(selecting)),
    ...(others.length === 0 ? [] : [variableFacts.besideWorkload(nameVariables(others))]),
  ];
}

/** One row of a menu: their names, and what the strongest of them does. */
export function buildVariablesRow(
  found: readonly SignInVariable[],
): readonly { readonly label: string; readonly detail: string }[] {
  const [strongest] = found;
  if (strongest === undefined) {
    return [];
  }
  const names = nameVariables(found);
  const label = comesBeforeHome(found)
    ? l10n.t('$(warning) Set Here: {0}', names)
    : l10n.t('$(info) Set Here: {0}', names);
  return [{ label, detail: summarize(strongest.effect) }];
}

function summarize(effect: VariableEffect): string {
  switch (effect) {
    case 'workload':
      return l10n.t('Workload identity: a Codex that is started with it ignores the account in the Codex home.');
    case 'spiffe':
      return l10n.t(
        'Workload identity: a Codex from 0.171 on that is started with it ignores the account in the Codex home.',
      );
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
