import type { HomeStatus } from '../src/hosts/remote/companionProtocol.ts';

/** Whose sign-in was in each Home when it was last looked at; what somebody else does to one is noticed with the next look. */
export class LastSeenSignIns {
  readonly #names = new Map<string, string>();

  /** @returns true when somebody else was there before; never at the first look, nor while it can not be read */
  note(folder: string, home: HomeStatus['home']): boolean {
    if (home.kind === 'unreadable') {
      return false;
    }
    const name = nameSignIn(home);
    const before = this.#names.get(folder);
    this.#names.set(folder, name);
    return before !== undefined && before !== name;
  }

  /** What is done from here is no discovery: the next look is a first one. */
  forget(folder: string): void {
    this.#names.delete(folder);
  }
}

/** The same with every token that a renewal brings; a key or an access token is its own name. */
function nameSignIn(home: Exclude<HomeStatus['home'], { kind: 'unreadable' }>): string {
  if (home.kind === 'signedOut') {
    return home.kind;
  }
  const { credential, userId, workspaceId, accessTokenHash } = home;
  return JSON.stringify(credential === 'chatgpt' ? [credential, userId, workspaceId] : [credential, accessTokenHash]);
}
