import { stat } from 'node:fs/promises';
import { abortable } from '../base/abortable.ts';
import { randomBase64Url } from '../base/bytes.ts';
import type { DiagnosisPorts } from '../diagnosis/ports.ts';
import type { Sandbox } from '../diagnosis/value.ts';
import { whileAnswering } from '../platform/files/fileSystemTimeout.ts';
import type { CoreServices } from './coreServices.ts';
import { findAuthError } from './diagnosisLooks.ts';

/** What checks look at of where this extension keeps what it knows. */
export function lookAtStorage({ secrets, directory, ledger, stateFolder }: CoreServices): DiagnosisPorts['storage'] {
  return {
    // What was stored is deleted in any case, also when nobody waits any more.
    trySecrets: (signal) => abortable(signal, () => tryToStore(secrets)),
    countLost: (signal) =>
      abortable(signal, async () => {
        let lost = 0;
        // Where our own records cannot be read, another check says so.
        await findAuthError(async () => {
          lost = (await directory.list()).filter(({ kind }) => kind === 'secretsLost').length;
        });
        return lost;
      }),
    tryStateFolder: (signal) =>
      abortable(signal, async () => {
        const about = await whileAnswering(stateFolder, () => stat(stateFolder)).catch(() => undefined);
        signal.throwIfAborted();
        return {
          path: stateFolder,
          problem: await findAuthError(() => ledger.ensureWritable()),
          mode: about === undefined || process.platform === 'win32' ? undefined : about.mode & 0o7777,
          isOwn: about !== undefined && about.uid === process.getuid?.(),
        };
      }),
    sandbox: () => findSandbox(stateFolder),
  };
}

async function tryToStore(secrets: CoreServices['secrets']): Promise<boolean> {
  const word = randomBase64Url(16);
  // Under a name that no account has, and no other window that looks at the same time.
  const probeKey = `diagnosis.probe.${randomBase64Url(9)}`;
  try {
    await secrets.store(probeKey, word);
    return (await secrets.get(probeKey)) === word;
  } catch {
    return false;
  } finally {
    await secrets.delete(probeKey).catch(() => undefined);
  }
}

/** By the folder that it gives a program, not by its variables: one that sees the real home has the real state folder. */
function findSandbox(stateFolder: string): Sandbox | undefined {
  return /[\\/]\.var[\\/]app[\\/]/u.test(stateFolder)
    ? 'Flatpak'
    : /[\\/]snap[\\/]/u.test(stateFolder)
      ? 'Snap'
      : undefined;
}
