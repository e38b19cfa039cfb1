import type { Ledger } from '../../storage/ledger.ts';
import type { KnownGrants } from './copyDocument.ts';
import { grantId } from '../../storage/ids.ts';

/** Every grant that a product of ours on this computer keeps, whichever it is: the Ledger knows them all. */
export class LedgerGrants implements KnownGrants {
  readonly #ledger: Ledger;

  constructor(ledger: Ledger) {
    this.#ledger = ledger;
  }

  async knowsToken(refreshTokenHash: string): Promise<boolean> {
    const { entries } = await this.#ledger.list();
    return entries.some(({ current, spent }) => current === refreshTokenHash || spent.includes(refreshTokenHash));
  }

  async knowsGrant(loginOwnerId: string): Promise<boolean> {
    return (await this.#ledger.read(grantId.parse(loginOwnerId))) !== undefined;
  }
}
