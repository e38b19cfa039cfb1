import type { SecretPort } from '../storage/ports.ts';

/** Where the last change of `config.toml` is kept for undoing. */
export const configUndoKey = 'configUndo';

/** Whether a change of `config.toml` is kept that can be undone. */
export async function canUndoConfigChange(secrets: SecretPort): Promise<boolean> {
  return (await secrets.get(configUndoKey)) !== undefined;
}
