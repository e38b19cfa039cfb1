import * as z from 'zod/mini';

/** An account's id where it comes in: out of a file, or made by us. */
export const accountId = z.string().brand<'AccountId'>();

/** Our own random id of an account; says nothing about the person. */
export type AccountId = z.infer<typeof accountId>;

/** A grant's id where it comes in: out of a file, or made of a credential. */
export const grantId = z.string().brand<'GrantId'>();

/** One refresh-token family: the `login_owner_id` of its sign-in, else the hash of its first refresh token. */
export type GrantId = z.infer<typeof grantId>;
