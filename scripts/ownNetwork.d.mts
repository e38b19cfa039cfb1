export function findOwnNetwork(): { readonly command: readonly [string, ...string[]] } | { readonly obstacle: string };
