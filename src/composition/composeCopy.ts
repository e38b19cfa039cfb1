import { homedir } from 'node:os';
import { isAbsolute } from 'node:path';
import { CopyService } from '../hosts/copy/copyService.ts';
import type { CopyTarget } from '../hosts/copy/copyTarget.ts';
import type { CopyDestination } from '../hosts/copy/destination.ts';
import { FolderDestination } from '../hosts/copy/folderDestination.ts';
import { LedgerGrants } from '../hosts/copy/ledgerGrants.ts';
import { ShellDestination } from '../hosts/copy/shellDestination.ts';
import { HomeFolder, findHomeFolder, isSameFolder } from '../platform/home/homeFolder.ts';
import { NodeCredentialFile } from '../platform/home/nodeCredentialFile.ts';
import { SshConfigFolder } from '../platform/programs/sshConfigFolder.ts';
import { SystemPrograms } from '../platform/programs/systemPrograms.ts';
import type { HostRecords } from '../storage/hostRecords.ts';
import { findSshConfigFile } from '../ui/copy/sshSettings.ts';
import type { CoreServices } from './coreServices.ts';

/** Undefined for the file that the client reads by itself. */
function locateSshConfig(): string | undefined {
  const path = findSshConfigFile()?.replace(/^~(?=[\\/])/u, homedir());
  return path !== undefined && isAbsolute(path) ? path : undefined;
}

/** Copying to hosts that no window is connected to, loaded with the first copy. */
export function composeCopy(
  { clock, ledger, home, loadLocks }: Pick<CoreServices, 'clock' | 'ledger' | 'home' | 'loadLocks'>,
  { records, ended }: { readonly records: HostRecords; readonly ended: AbortSignal },
): CopyService {
  const programs = new SystemPrograms(process.env, ended);
  const ssh = () => ({ configFile: locateSshConfig() });
  const reach = (target: CopyTarget, place: string): CopyDestination =>
    target.kind === 'folder'
      ? new FolderDestination(new HomeFolder(new NodeCredentialFile(target.path, { loadLocks })))
      : new ShellDestination(programs, { target, place, ssh: ssh() });
  return new CopyService({
    programs,
    clock,
    records,
    reach,
    ssh,
    findHomeFolder,
    isOwnHome: (path) => isSameFolder(path, home.folder),
    sshConfig: () => new SshConfigFolder(homedir(), locateSshConfig()),
    grants: new LedgerGrants(ledger),
  });
}
