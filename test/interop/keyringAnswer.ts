import * as z from 'zod/mini';

/** What our side says: what became of a command, and the hash of the secret that it was about. */
export const keyringAnswer = z.object({
  kind: z.string(),
  hash: z.optional(z.string()),
  problem: z.optional(z.string()),
  code: z.optional(z.string()),
  sentence: z.optional(z.string()),
});

export type KeyringAnswer = z.infer<typeof keyringAnswer>;
