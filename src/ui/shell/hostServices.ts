import type { Uri } from 'vscode';
import type { LeaseService } from '../../accounts/refresh/leaseService.ts';
import type { OwnSignIn } from '../../accounts/signIn/ownSignIn.ts';
import type { RemoteHost } from '../../hosts/remote/remoteHost.ts';
import type { HostRecords } from '../../storage/hostRecords.ts';

/** What the surfaces need for other hosts; loaded in a window on a remote, or by the first command about hosts. */
export interface HostServices {
  readonly records: HostRecords;
  readonly leases: Pick<LeaseService, 'make'>;
  /** The host of this window; undefined where Codex runs beside this extension. */
  readonly remote: RemoteHost | undefined;
  /** The companion's package, as it came with this extension. */
  readonly companionPackage: Pick<Uri, 'fsPath'>;
  readonly loadOwnSignIn: () => Promise<Pick<OwnSignIn, 'run'>>;
}
