import { l10n } from 'vscode';
import { linkSafeText } from '../../base/displayText.ts';
import type { Prompts } from './prompts.ts';

/** Of VS Code's own memory of an extension. */
interface Memory {
  readonly get: (key: string) => unknown;
  readonly update: (key: string, value: unknown) => PromiseLike<void>;
}

/** Said once for each place: where a file system has no permissions, a sign-in is as open there as Codex leaves it. */
export async function warnUnprotected(path: string, memory: Memory, prompts: Pick<Prompts, 'tell'>): Promise<void> {
  const key = `unprotected.${path}`;
  if (memory.get(key) !== true) {
    await memory.update(key, true);
    await prompts.tell(
      'warning',
      l10n.t(
        'The disk of {0} has no permissions of its own, so other users of this computer may be able to read the sign-in. Codex keeps it there in the same way; a Codex home on another disk would be private.',
        linkSafeText(path),
      ),
    );
  }
}
