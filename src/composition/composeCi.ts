import { workspace } from 'vscode';
import { CiSystemService } from '../ci/ciSystemService.ts';
import { CopyDocument } from '../hosts/copy/copyDocument.ts';
import { LedgerGrants } from '../hosts/copy/ledgerGrants.ts';
import { findSystemCodex } from '../platform/codex/codexProgram.ts';
import { readCodexVersion } from '../platform/codex/codexVersion.ts';
import { CiSystemPrograms } from '../platform/programs/ciSystemPrograms.ts';
import type { CiAccess } from '../ui/ci/ciFlow.ts';
import { isThere, openGenerated } from '../ui/shell/generatedFile.ts';
import { listOpenFolders } from '../ui/shell/openFolders.ts';
import type { CoreServices } from './coreServices.ts';

/** Everything about CI, loaded with its command. */
export function composeCi(
  { home, ledger }: Pick<CoreServices, 'home' | 'ledger'>,
  { ended }: { readonly ended: AbortSignal },
): CiAccess {
  const search = { environment: process.env, workspaceFolders: listOpenFolders };
  const service = new CiSystemService(new CiSystemPrograms(search, ended));
  const grants = new LedgerGrants(ledger);
  return {
    look: (system, folder, signal) => service.look(system, folder, signal),
    send: (given, repository, signal) => service.send(given, repository, signal),
    listFolders: () =>
      (workspace.workspaceFolders ?? []).map(({ name, uri }) => ({
        name,
        path: uri.fsPath,
        address: uri.toString(),
        // On another host a program of this one would be started in a folder that is not there.
        isTrusted: workspace.isTrusted && uri.scheme === 'file',
      })),
    exists: ({ address }, path) => isThere(address, path),
    open: ({ address }, path, text) => openGenerated(address, path, text),
    findVersion: async () => {
      const program = await findSystemCodex(search);
      return program === undefined
        ? undefined
        : readCodexVersion(program, { home: home.folder, variables: process.env });
    },
    admit: async (offered) => (await CopyDocument.admit(offered, grants)).content,
  };
}
