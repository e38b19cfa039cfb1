import { l10n, type Memento } from 'vscode';
import { notice } from '../src/ui/shell/notices.ts';
import { linkSafeText } from '../src/util/displayText.ts';

/** Said once for each place: what stands where a file system has no permissions is as open there as Codex leaves it. */
export async function warnUnprotected({
  path,
  host,
  memory,
}: {
  readonly path: string;
  readonly host: string;
  readonly memory: Pick<Memento, 'get' | 'update'>;
}): Promise<void> {
  const key = `unprotected.${path}`;
  if (memory.get(key) !== true) {
    await memory.update(key, true);
    await notice.warning(
      l10n.t(
        'The disk of {0} on {1} has no permissions of its own, so other users there may be able to read the sign-in. Codex keeps it there in the same way; a Codex home on another disk would be private.',
        linkSafeText(path),
        host,
      ),
    );
  }
}
