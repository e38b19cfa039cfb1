import { Secret } from '../base/secret.ts';

/** A name and password are before an `@`, parameters behind a `?`. */
const mayHoldSecret = /[@?]/u;

/** The address of a provider as it is kept: a secret where it has a name, a password or parameters in it. */
export function hideAddress(address: Secret): string | Secret {
  const text = address.reveal();
  return mayHoldSecret.test(text) ? address : text;
}

/** A kept address without them, to be shown and asked; undefined for what is none. */
export function readAddress(kept: unknown): string | undefined {
  if (!(kept instanceof Secret)) {
    return typeof kept === 'string' ? kept : undefined;
  }
  const url = URL.parse(kept.reveal());
  return url !== null && /^https?:$/u.test(url.protocol)
    ? `${url.origin}${url.pathname}`.replace(/\/+$/u, '')
    : undefined;
}
