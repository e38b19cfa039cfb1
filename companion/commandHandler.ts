import type * as z from 'zod/mini';
import type { HomeAccessResult, HomeAccessRefusal } from '../src/hosts/remote/companionProtocol.ts';
import { AuthError } from '../src/errors/authError.ts';

/** What one command takes and does. */
export interface CommandHandler<A, T> {
  /** What the argument has to look like; every extension of the window may call it. */
  readonly schema: z.ZodMiniType<A>;
  readonly work: (argument: A) => Promise<HomeAccessResult<T>>;
  readonly onFailure: (failure: unknown) => void;
}

/**
 * The body of a command that main calls from another extension host. It never throws: the text of a failure would cross
 * too, and could quote what nobody should read.
 */
export async function handleCommand<A, T>(
  { schema, work, onFailure }: CommandHandler<A, T>,
  argument: unknown,
): Promise<HomeAccessResult<T>> {
  const parsed = schema.safeParse(argument);
  if (!parsed.success) {
    return { code: 'badRequest' };
  }
  try {
    return await work(parsed.data);
  } catch (failure) {
    onFailure(failure);
    return nameFailure(failure);
  }
}

/** What is wrong with the Home, by the name that main has words for. */
export function nameFailure(failure: unknown): HomeAccessRefusal {
  if (!(failure instanceof AuthError)) {
    return { code: 'problem', problem: 'unexpected' };
  }
  const { args } = failure.sentence;
  const path = 'path' in args && typeof args.path === 'string' ? { path: args.path } : {};
  return { code: 'problem', problem: failure.reason ?? failure.code, ...path };
}
