import { homedir } from 'node:os';
import { l10n, window } from 'vscode';
import type { HealthVerdict } from '../accounts/use/healthVerdict.ts';
import type { HttpClient } from '../network/http.ts';
import { findSystemCodex } from '../platform/codex/codexProgram.ts';
import { readCodexVersion } from '../platform/codex/codexVersion.ts';
import { readAwsFiles } from '../platform/programs/awsFiles.ts';
import { readAwsFacts } from '../providers/awsProfiles.ts';
import type { AwsFacts, ProbePorts } from '../providers/ports.ts';
import { toVerdict } from '../providers/probe.ts';
import { probeLocal } from '../providers/probeLocal.ts';
import { probeProvider } from '../providers/probeProvider.ts';
import type { ProviderCredential } from '../storage/account.ts';
import type { ProviderAccess } from '../ui/providers/providerFlow.ts';
import { listOpenFolders } from '../ui/shell/openFolders.ts';
import type { CoreServices } from './coreServices.ts';
import { composeProviderConfig } from './composeProviderConfig.ts';

interface Given {
  readonly http: HttpClient;
  /** Aborts when this extension ends. */
  readonly ended: AbortSignal;
}

/** Everything about providers, loaded with the first of them. */
export interface ComposedProviders extends ProviderAccess {
  /** What is remembered of a provider of ours. */
  readonly check: (asked: ProviderCredential, signal: AbortSignal) => Promise<HealthVerdict>;
}

/** Asking model providers, and what is read for it; loaded with the first look at one. */
export function composeProviders(core: CoreServices, { http, ended }: Given): ComposedProviders {
  const { clock, home, config, providerBindings, bindings, directory, secrets } = core;
  const { env: environment, platform } = process;
  const readAws = async (): Promise<AwsFacts> => readAwsFacts(await readAwsFiles(homedir(), environment));
  const ports: ProbePorts = {
    http,
    clock,
    environment,
    readAws,
    readCodexVersion: async () => {
      const program = await findSystemCodex({ environment, workspaceFolders: listOpenFolders });
      return program === undefined
        ? undefined
        : readCodexVersion(program, { home: home.folder, variables: environment });
    },
  };
  const writer = composeProviderConfig(
    { home: home.folder, config, providerBindings, bindings, directory, clock },
    { secrets, ended },
  );
  return {
    environment,
    platform,
    readAws,
    probe: (asked, signal) => probeProvider(asked, { ...ports, signal }),
    lookLocal: (asked, signal) => probeLocal({ ...asked, model: undefined }, { http, clock, signal }),
    preview: async (setup) => ({ path: config.userPath, ...(await writer.preview(setup)) }),
    openTerminal: (command) => {
      const terminal = window.createTerminal(l10n.t('AWS Sign-In'));
      terminal.show();
      terminal.sendText(command, false);
    },
    check: async (asked, signal) =>
      toVerdict(await probeProvider(asked, { ...ports, signal: AbortSignal.any([ended, signal]) })),
  };
}
