import type { TokenSet } from '../../../../src/protocol/tokens/tokenSet.ts';
import { Secret } from '../../../../src/base/secret.ts';
import { mintAccess, mintLife, renew } from './refreshScene.ts';

/** One token of one sign-in. */
export interface Birth {
  /** Which sign-in, counted over all. */
  readonly grant: number;
  /** Which token of that sign-in. */
  readonly index: number;
  readonly tokens: TokenSet;
}

/** Rotates, ends a family whose spent token comes back, and answers for the workspace that a grant was switched to last. */
export class HistoryIssuer {
  readonly #nowMs: () => number;
  readonly #births = new Map<string, Birth>();
  readonly #dead = new Set<number>();
  readonly #workspaces = new Map<number, string>();
  readonly #grantsOfAccess = new Map<string, number>();
  #grants = 0;

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  mint(workspaceId: string): TokenSet {
    this.#grants += 1;
    this.#workspaces.set(this.#grants, workspaceId);
    return this.#bear({ grant: this.#grants, index: 0, tokens: mintLife({ issuedMs: this.#nowMs(), workspaceId }) });
  }

  /** What becomes of a refresh token: the next one, or nothing; a spent one ends the family. */
  rotate(token: string): TokenSet | undefined {
    const birth = this.#births.get(token);
    if (birth === undefined || this.#dead.has(birth.grant)) {
      return undefined;
    }
    const newest = [...this.#births.values()].filter(({ grant }) => grant === birth.grant).length - 1;
    if (birth.index !== newest) {
      this.#dead.add(birth.grant);
      return undefined;
    }
    const { grant, tokens } = birth;
    const workspaceId = this.#workspaces.get(grant) ?? '';
    return this.#bear({ grant, index: newest + 1, tokens: renew(tokens, { issuedMs: this.#nowMs(), workspaceId }) });
  }

  /** An access token for another workspace of the same person; spends nothing. */
  switchWorkspace(accessToken: string, workspaceId: string): string | undefined {
    const grant = this.#grantsOfAccess.get(accessToken);
    if (grant === undefined || this.#dead.has(grant)) {
      return undefined;
    }
    this.#workspaces.set(grant, workspaceId);
    const token = mintAccess({ issuedMs: this.#nowMs(), workspaceId });
    this.#grantsOfAccess.set(token, grant);
    return token;
  }

  /** What the IDE does to its own sign-in: `access_token` and `account_id` change, nothing else. */
  switchTokens(tokens: TokenSet, workspaceId: string): TokenSet | undefined {
    const token = this.switchWorkspace(tokens.accessToken.reveal(), workspaceId);
    return token === undefined ? undefined : { ...tokens, accessToken: new Secret(token), workspaceId };
  }

  find(text: string | undefined): Birth | undefined {
    const token = /"refresh_token": ?"([^"]+)"/u.exec(text ?? '')?.[1];
    return token === undefined ? undefined : this.#births.get(token);
  }

  #bear(birth: Birth): TokenSet {
    this.#births.set(birth.tokens.refreshToken.reveal(), birth);
    this.#grantsOfAccess.set(birth.tokens.accessToken.reveal(), birth.grant);
    return birth.tokens;
  }
}
