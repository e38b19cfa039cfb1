import { join } from 'node:path';
import { Uri, commands, type ExtensionContext } from 'vscode';
import type { Renewal } from '../accounts/refresh/refreshService.ts';
import { LeaseService } from '../accounts/refresh/leaseService.ts';
import { CompanionClient } from '../hosts/remote/companionClient.ts';
import { LeaseSchedule } from '../hosts/remote/leaseSchedule.ts';
import { RemoteHost } from '../hosts/remote/remoteHost.ts';
import { NodeRecordFolder } from '../platform/files/recordFolder.ts';
import { HostRecords } from '../storage/hostRecords.ts';
import { findRemoteAuthority } from '../ui/shell/host.ts';
import { showFailure, type FailureFlow } from '../ui/failure/failure.ts';
import { followHost, type HostAnnouncementsFlow } from '../ui/hosts/hostAnnouncements.ts';
import type { HostServices } from '../ui/shell/hostServices.ts';
import type { Log } from '../ui/shell/log.ts';
import { lazy } from '../ui/shell/lazy.ts';
import { OfferedCompanions } from '../ui/hosts/offeredCompanions.ts';
import { readVersion } from '../ui/shell/userAgent.ts';
import type { Disposables } from '../base/disposables.ts';
import type { CoreServices } from './coreServices.ts';

interface Given {
  readonly context: ExtensionContext;
  readonly scope: Disposables;
  readonly services: HostAnnouncementsFlow &
    FailureFlow & { readonly refresh: Renewal; readonly log: Pick<Log, 'unawaited'> };
  readonly core: Pick<CoreServices, 'clock' | 'stateFolder' | 'directory'>;
  readonly loadOwnSignIn: HostServices['loadOwnSignIn'];
  /** What VS Code calls the remote of this window; undefined where Codex runs beside this extension. */
  readonly remoteName: string | undefined;
}

/** Everything about other hosts: loaded in a window on a remote, or with the first command about them. */
export function composeHosts(given: Given): HostServices {
  const { context, scope, services, core, remoteName, loadOwnSignIn } = given;
  const { clock, stateFolder } = core;
  const records = new HostRecords(scope.add(new NodeRecordFolder(join(stateFolder, 'hosts'), clock)));
  const leases = new LeaseService({ refresh: services.refresh });
  const remote = remoteName === undefined ? undefined : followRemote({ ...given, remoteName }, records, leases);
  const companionPackage = Uri.joinPath(context.extensionUri, 'dist', 'codex-accounts-host.vsix');
  return { records, leases, remote, companionPackage, loadOwnSignIn: lazy(loadOwnSignIn) };
}

/** Asks the host from now on, and keeps its lease fresh while this window is open. */
function followRemote(
  { context, scope, services, core, remoteName }: Given & { readonly remoteName: string },
  records: HostRecords,
  leases: LeaseService,
): RemoteHost {
  const { clock, directory } = core;
  const execute = (command: string, argument: unknown): Promise<unknown> =>
    Promise.resolve(commands.executeCommand(command, argument));
  const remote = scope.add(
    new RemoteHost({
      home: new CompanionClient({ execute }, readVersion(context)),
      records,
      clock,
      authority: findRemoteAuthority(),
      make: (account) => leases.make(account),
      findAccount: async (id) => {
        const entry = await directory.find(id);
        return entry.kind === 'account' ? entry.account : undefined;
      },
    }),
  );
  const schedule = scope.add(new LeaseSchedule({ host: remote, clock, random: Math.random }));
  scope.add(
    followHost(
      {
        remote,
        schedule,
        remoteName,
        showFailure: (failure) => showFailure(failure, services),
        offered: new OfferedCompanions(context.globalState, findRemoteAuthority() ?? remoteName),
      },
      services,
    ),
  );
  services.log.unawaited('host', schedule.run());
  return remote;
}
