/** Where a sign-in can be copied to. A container may be entered as another user than its own. */
export type CopyTarget =
  | { readonly kind: 'ssh'; readonly name: string }
  | { readonly kind: 'docker'; readonly container: string; readonly user: string | undefined }
  | { readonly kind: 'folder'; readonly path: string };

const longestName = 255;

/**
 * A destination for `ssh`: `host`, `user@host` or `ssh://user@host:port`; the last `@` is the one before the host, and in an
 * `ssh://` address the others are `%40`. Refused is what the client could take for an
 * option, and what a `ProxyCommand` of the person's configuration could take for a command: the name goes in there.
 */
export function parseSshName(text: string): string | undefined {
  const name = text.trim();
  const isFine =
    name.length <= longestName &&
    /^(?:ssh:\/\/)?(?:[\p{L}\p{N}_.+](?:[\p{L}\p{N}_.+\\@-]|%[\dA-Fa-f]{2})*@)?[\p{L}\p{N}_.:[][\p{L}\p{N}_.:%[\]/-]*$/u.test(
      name,
    );
  return isFine ? name : undefined;
}

/** `container` or `user@container`, by Docker's own rule for names (and ids, which fit it). */
export function parseContainerName(text: string): Extract<CopyTarget, { kind: 'docker' }> | undefined {
  const match = /^(?:([\w][\w.:-]{0,63})@)?([A-Za-z0-9][\w.-]{0,254})$/u.exec(text.trim());
  const container = match?.[2];
  return container === undefined ? undefined : { kind: 'docker', container, user: match?.[1] };
}

/** A container that runs, as its program names it. */
export interface RunningContainer {
  readonly name: string;
  readonly image: string;
}
