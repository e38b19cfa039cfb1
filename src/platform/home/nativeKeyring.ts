import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { systemClock } from '../systemClock.ts';

/** The operating system's keyring: one text per service and account. */
export interface Keyring {
  get(service: string, account: string): Promise<string | undefined>;
  set(service: string, account: string, value: string): Promise<void>;
  delete(service: string, account: string): Promise<void>;
}

interface NativeEntry {
  getPassword(signal?: AbortSignal): Promise<string | null>;
  setPassword(password: string, signal?: AbortSignal): Promise<void>;
  deleteCredential(signal?: AbortSignal): Promise<boolean>;
}

interface NativeModule {
  readonly AsyncEntry: new (service: string, account: string, options?: object) => NativeEntry;
}

/**
 * The keyring through the binary of `@napi-rs/keyring`, which platform packages carry and the base package does not.
 * On Linux the Secret Service is named: without it the library would fall back to the kernel's keyring, which forgets
 * everything at the next start (docs/threats.md, T-KEY-2).
 * @param ended aborts when this extension ends: nobody waits for an answer any longer
 * @param limitMs how long one request may wait for a person who is asked to unlock the keyring
 * @returns undefined when this package carries no binary
 */
export function findNativeKeyring(
  binaryPath: string,
  ended: AbortSignal,
  limitMs = chooseLimitMs(process.platform),
): Keyring | undefined {
  if (!existsSync(binaryPath)) {
    return undefined;
  }
  const native = createRequire(import.meta.url)(binaryPath) as NativeModule;
  const open = (service: string, account: string): NativeEntry =>
    new native.AsyncEntry(service, account, { linux: { store: 'secret-service' } });
  const limit = { ended, limitMs };
  return {
    get: (service, account) =>
      inTime(limit, async (signal) => (await open(service, account).getPassword(signal)) ?? undefined),
    set: (service, account, value) =>
      inTime(limit, async (signal) => {
        await open(service, account).setPassword(value, signal);
      }),
    delete: (service, account) =>
      inTime(limit, async (signal) => {
        await open(service, account).deleteCredential(signal);
      }),
  };
}

/** A keychain that asks for a password waits for the person who types it, in the course of their own click. */
function chooseLimitMs(platform: string): number {
  return platform === 'darwin' ? 120_000 : 10_000;
}

/** What the library has begun it does not end for a signal, so the wait itself is ended. */
async function inTime<T>(
  { ended, limitMs }: { readonly ended: AbortSignal; readonly limitMs: number },
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const over = new AbortController();
  const late = systemClock.delay(limitMs, AbortSignal.any([ended, over.signal])).then(() => {
    throw new DOMException('The keyring did not answer in time.', 'TimeoutError');
  });
  try {
    return await Promise.race([work(over.signal), late]);
  } finally {
    over.abort();
  }
}
