import type { SecretPort } from '../storage/ports.ts';

/** Where the last change of `config.toml` is kept for undoing. */
export const configUndoKey = 'configUndo';

export async function canUndoConfigChange(secrets: SecretPort): Promise<boolean> {
  return (await secrets.get(configUndoKey)) !== undefined;
}
