import { isPage, type HttpClient } from '../../network/http.ts';
import { findIssuerOf, type Issuer } from '../../protocol/oauth/issuer.ts';
import { buildRevokeRequest } from '../../protocol/oauth/tokenEndpoint.ts';
import { isProvider, type Account } from '../../storage/account.ts';
import { AuthError } from '../../errors/authError.ts';
import type { AccountDirectory } from '../directory/accountDirectory.ts';
import type { HomeLink, PlaceResult } from '../home/homeLink.ts';

/** How far a sign-out reaches: this Vault, this host's Codex, or every copy everywhere. */
export type SignOutReach = 'forget' | 'home' | 'everywhere';

/** The Home, the accounts, and the server that ends a grant. */
export interface SignOutPorts {
  readonly http: HttpClient;
  readonly directory: AccountDirectory;
  readonly homeLink: HomeLink;
  readonly issuer: () => Issuer;
}

/** `failed`: Codex on this host could not be signed out. */
export type SignOutResult =
  | { readonly kind: 'done' }
  | { readonly kind: 'failed'; readonly placement: Extract<PlaceResult, { kind: 'failed' }> }
  /** The server did not confirm: the account is kept, so that revoking can be tried again. */
  | { readonly kind: 'notRevoked'; readonly status: number | undefined };

/** Ends sign-ins, each reach exactly as far as it says. */
export class SignOutService {
  readonly #ports: SignOutPorts;

  constructor(ports: SignOutPorts) {
    this.#ports = ports;
  }

  async signOut(account: Account, reach: SignOutReach, signal: AbortSignal): Promise<SignOutResult> {
    switch (reach) {
      case 'home':
        return isProvider(account.credential) ? this.#leaveProvider(account) : this.#clearHome();
      case 'forget':
        return this.#forget(account);
      case 'everywhere':
        return this.#revoke(account, signal);
    }
  }

  /** What can be revoked: only a ChatGPT grant has an end on the server that we may call. */
  static canRevoke(account: Account): boolean {
    return account.credential.kind === 'chatgpt' && !account.credential.tokens.refreshToken.isEmpty;
  }

  async #clearHome(): Promise<SignOutResult> {
    const placement = await this.#ports.homeLink.clear();
    return placement.kind === 'failed' ? { kind: 'failed', placement } : { kind: 'done' };
  }

  /** The configuration goes back; who is signed in there is signed in as before. */
  async #leaveProvider({ id }: Account): Promise<SignOutResult> {
    const left = await this.#ports.homeLink.leaveProvider(id);
    return left.kind === 'failed' ? { kind: 'failed', placement: left } : { kind: 'done' };
  }

  async #forget(account: Account): Promise<SignOutResult> {
    if (isProvider(account.credential)) {
      // While the account is there that says what is ours in the configuration.
      const left = await this.#leaveProvider(account);
      if (left.kind !== 'done') {
        return left;
      }
    }
    const binding = await this.#ports.homeLink.binding();
    await this.#ports.directory.forget(account);
    if (binding?.accountId === account.id) {
      await this.#ports.homeLink.unbind();
    }
    return { kind: 'done' };
  }

  async #revoke(account: Account, signal: AbortSignal): Promise<SignOutResult> {
    const newest = await this.#ports.homeLink.keepNewestOf(account);
    if (newest.credential.kind !== 'chatgpt') {
      return this.#forget(newest);
    }
    const { tokens } = newest.credential;
    const issuer = findIssuerOf(tokens.provenance, this.#ports.issuer());
    if (issuer === undefined) {
      return { kind: 'notRevoked', status: undefined };
    }
    try {
      const answer = await this.#ports.http.send(buildRevokeRequest(issuer, tokens.refreshToken, signal));
      const isSuccess = answer.status >= 200 && answer.status < 300;
      // A page that says "200" may come from in between.
      if (!isSuccess || isPage(answer)) {
        return { kind: 'notRevoked', status: isSuccess ? undefined : answer.status };
      }
    } catch (failure) {
      if (failure instanceof AuthError) {
        return { kind: 'notRevoked', status: undefined };
      }
      throw failure;
    }
    const look = await this.#ports.homeLink.look('onClick');
    if (look.kind === 'ours' && look.account.id === account.id) {
      const cleared = await this.#clearHome();
      if (cleared.kind !== 'done') {
        return cleared;
      }
    }
    return this.#forget(newest);
  }
}
