import { l10n } from 'vscode';
import type { VariableEffect } from '../../../home/signInVariables.ts';
import type { Fact } from './fact.ts';

/** What the variables do to each kind of Codex that is started with them, run against the real CLI (test/interop/signInVariables.test.ts). */
export const variableFacts: Readonly<Record<VariableEffect | 'besideWorkload', (names: string) => Fact>> = {
  workload: (names) => ({
    sources: ['cli', 'workloadIdentity'],
    say: () =>
      l10n.t(
        '{0}: this selects workload identity. Then codex exec and codex app-server (which editors start) use no stored sign-in, not the one in the Codex home either, and do not start while anything that workload identity needs is missing.',
        names,
      ),
  }),
  spiffe: (names) => ({
    sources: ['cli'],
    say: () =>
      l10n.t(
        '{0}: from Codex 0.171 on this selects workload identity. Then codex exec and codex app-server (which editors start) use no stored sign-in, not the one in the Codex home either, and do not start while anything that workload identity needs is missing.',
        names,
      ),
  }),
  besideWorkload: (names) => ({
    sources: ['cli', 'workloadIdentity'],
    say: () => l10n.t('Beside workload identity these have no effect on who is signed in: {0}.', names),
  }),
  accessToken: (names) => ({
    sources: ['cli', 'variables'],
    say: () =>
      l10n.t(
        '{0}: codex exec, codex --no-daemon and codex app-server (which editors start) use it instead of the account in the Codex home. A codex in a terminal that joins a running background server does not: there the variables of the server’s start count.',
        names,
      ),
  }),
  execKey: (names) => ({
    sources: ['cli', 'variables', 'nonInteractive'],
    say: () =>
      l10n.t(
        '{0}: codex exec and codex review use it instead of the account in the Codex home. A codex in a terminal and codex app-server (which editors start) do not.',
        names,
      ),
  }),
  plainKey: (names) => ({
    sources: ['cli', 'guide'],
    say: () =>
      l10n.t(
        '{0}: Codex does not sign in with it. Only a model provider in config.toml that names it reads it.',
        names,
      ),
  }),
};
