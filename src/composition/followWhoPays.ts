import { basename, join } from 'node:path';
import { window } from 'vscode';
import { findKeyWarning, type KeyWarning } from '../billing/keyWarning.ts';
import { PayerReader } from '../billing/payerReader.ts';
import { compareShell } from '../billing/compareShell.ts';
import { findProfilePayment, findWhoPays, type CredentialSight } from '../billing/whoPays.ts';
import { parseDotenv } from '../home/config/dotenv.ts';
import { NodeRecordFolder } from '../platform/files/recordFolder.ts';
import { findServerVariables } from '../platform/codex/serverVariables.ts';
import type { Variables } from '../network/proxyEnvironment.ts';
import { NodeRuleFiles } from '../platform/home/ruleFiles.ts';
import {
  hashVariables,
  readLoginShell,
  type ShellAnswer,
  type ShellVariables,
} from '../platform/programs/shellVariables.ts';
import { HomeVariables } from '../platform/home/homeVariables.ts';
import { KeyWarningNotes } from '../ui/home/keyWarningNotes.ts';
import { onDidChangeSettings, foreignSettings, settings } from '../ui/shell/settings.ts';
import { sayPayers, type ShellSight } from '../ui/text/payerText.ts';
import { sortVariables, type VariableNames } from '../base/variableNames.ts';
import { CoalescedTask } from '../base/coalescedTask.ts';
import type { CoreServices } from './coreServices.ts';
import type { ActivationContext } from './activationContext.ts';
import type { Services } from './services.ts';

/** A switch, a write and a focus often come together: one look serves them all. */
const settleMs = 300;

/** Looks who pays when something of it may have changed, and when the person comes back; never on a timer. */
export async function followWhoPays(
  { context, scope, log }: Pick<ActivationContext, 'context' | 'scope' | 'log'>,
  services: Services,
  core: CoreServices,
): Promise<void> {
  const { current, running, payer, clock } = services;
  const terminals = await services.loadTerminals();
  const notes = scope.add(new NodeRecordFolder(join(core.stateFolder, 'notes'), clock));
  const keyNotes = new KeyWarningNotes(notes, context.workspaceState);
  const shell: { seen: ShellAnswer | undefined } = { seen: undefined };
  const reader = composePayerReader(services, core, () =>
    sortVariables(applyShell(terminals.apply(process.env), shell.seen)),
  );
  const warn = async (sight: CredentialSight): Promise<void> => {
    const warning = findWarning(sight, current);
    if (warning !== undefined && settings.warnBeforeApiBilling()) {
      const { warnOfKey } = await import('../ui/home/keyWarningPrompts.ts');
      await warnOfKey(warning, sight.provider, { ...services, terminals, keyNotes });
    }
  };
  const looks = scope.add(
    new CoalescedTask(clock, settleMs, async () => {
      const sight = await reader.read();
      const { profiles = [], provider } = sight;
      payer.show(
        sayPayers(findWhoPays(sight), provider, {
          hasOwnCodex: foreignSettings.runsAgentHostCodex(),
          profiles: profiles.map((profile) => ({ profile, payment: findProfilePayment(sight, profile) })),
          shell: describeShell(shell.seen, hashVariables(terminals.apply(process.env)), sight),
        }),
      );
      log.unawaited('payer', warn(sight));
    }),
  );
  const look = (): void => {
    log.unawaited('payer', looks.request());
  };
  payer.offerShell(async (signal) => {
    shell.seen = await readLoginShell(terminals.apply(process.env), signal);
    await looks.request();
  });
  scope.add(current.onDidChange(look));
  scope.add(running.onDidChange(look));
  scope.add(terminals.onDidChange(look));
  scope.add(onDidChangeSettings(look));
  scope.add(
    window.onDidChangeWindowState(({ focused }) => {
      if (focused) {
        look();
      }
    }),
  );
  look();
}

/** Whether a key is billed beside the plan of who is signed in here. */
export function findWarning(
  sight: CredentialSight,
  { state }: Pick<Services['current'], 'state'>,
): KeyWarning | undefined {
  const kind = state.kind === 'signedIn' ? state.account.credential.kind : undefined;
  const inUse = kind === undefined ? undefined : kind === 'chatgpt' ? 'subscription' : 'key';
  return findKeyWarning({ who: findWhoPays(sight), sight, inUse });
}

/** Names with marks in the place of values: who pays goes by names alone. */
function applyShell(environment: Variables, seen: ShellAnswer | undefined): Variables {
  return seen?.kind === 'read'
    ? Object.fromEntries(Object.entries(seen.variables).map(([name, hash]) => [name, hash === '' ? '' : 'set']))
    : environment;
}

function describeShell(
  seen: ShellAnswer | undefined,
  window: ShellVariables,
  sight: CredentialSight,
): ShellSight | undefined {
  return seen?.kind === 'read' ? { kind: 'seen', ...compareShell(window, seen.variables, sight) } : seen;
}

/** What reads every credential in sight; loaded with the first look at who pays. */
export function composePayerReader(
  { running }: Pick<Services, 'running'>,
  { home, config, openAiAddresses, inspector }: CoreServices,
  terminalEnvironment: () => VariableNames,
): PayerReader {
  const profiles = new NodeRuleFiles(home.folder, config);
  const file = new HomeVariables(home.folder);
  return new PayerReader({
    environment: () => sortVariables(process.env),
    terminalEnvironment,
    readProfiles: async () =>
      (await profiles.readProfiles()).map(({ source, text }) => ({
        name: basename(source.path).replace(/\.config\.toml$/u, ''),
        text,
      })),
    readHomeVariables: async () => sortVariables(parseDotenv(await file.read(), process.env)),
    config,
    look: () => inspector.look(),
    hasBedrockKey: async () => {
      const state = await home.read();
      return (
        state.kind === 'signedIn' &&
        (state.credential.kind === 'bedrockKey' ||
          (state.credential.kind === 'other' && state.credential.mode.startsWith('bedrock')))
      );
    },
    findServer: async () => {
      const found = await findServerVariables(home.folder);
      return found && { variables: found.variables, usesHome: !running.pids.includes(found.pid) };
    },
    openAiAddresses,
  });
}
