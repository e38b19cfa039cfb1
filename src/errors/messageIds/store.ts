import type { HomePath, Nothing } from './values.ts';

/** Choosing a credential store, and the Codex CLI that is asked about it. */
export interface StoreMessages {
  'store.decidedByAdmin': Nothing;
  'store.configNotUnderstood': HomePath;
  'store.configChanged': HomePath;
  'codex.missing': Nothing;
  'codex.noAnswer': Nothing;
  'codex.signInFailed': Nothing;
}
