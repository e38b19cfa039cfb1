/**
 * What must all hold before a CI may run as somebody's account ("Maintain Codex account auth in CI/CD"), in its order;
 * each is confirmed by itself.
 */
export const accountFileConditions = [
  'needsAccount',
  'noSignInThere',
  'trustedRunner',
  'fileIsKept',
  'oneStream',
] as const;

/** One of them; each has a sentence. */
export type AccountFileCondition = (typeof accountFileConditions)[number];
