import { l10n, type Memento } from 'vscode';
import type { Prompts } from '../src/ui/shell/prompts.ts';
import { linkSafeText } from '../src/base/displayText.ts';

/** Said once for each place: what is where a file system has no permissions is as open there as Codex leaves it. */
export async function warnUnprotectedHost({
  path,
  host,
  memory,
  prompts,
}: {
  readonly path: string;
  readonly host: string;
  readonly memory: Pick<Memento, 'get' | 'update'>;
  readonly prompts: Pick<Prompts, 'tell'>;
}): Promise<void> {
  const key = `unprotected.${path}`;
  if (memory.get(key) !== true) {
    await memory.update(key, true);
    await prompts.tell(
      'warning',
      l10n.t(
        'The disk of {0} on {1} has no permissions of its own, so other users there may be able to read the sign-in. Codex keeps it there in the same way; a Codex home on another disk would be private.',
        linkSafeText(path),
        host,
      ),
    );
  }
}
