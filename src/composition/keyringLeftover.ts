import type { LeftoverMark } from '../home/store/storeService.ts';
import type { SecretPort } from '../storage/ports.ts';

const key = 'keyringLeftover';

/** The mark of a keyring that Codex left while it was locked, kept where undoing is kept. */
export function markLeftover(secrets: SecretPort): LeftoverMark {
  return { isSet: () => hasLeftover(secrets), set: () => secrets.store(key, 'left'), clear: () => secrets.delete(key) };
}

/** Whether a keyring is marked as one that may still hold a sign-in. */
export async function hasLeftover(secrets: SecretPort): Promise<boolean> {
  return (await secrets.get(key)) !== undefined;
}
