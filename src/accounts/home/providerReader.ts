import { findOtherProvider, type ModelProvider } from '../../home/modelProvider.ts';
import type { HomeConfig } from '../../home/ports.ts';
import { isProvider, type Account } from '../../storage/account.ts';
import type { AccountId } from '../../storage/ids.ts';
import type { ProviderBindings } from '../../storage/providerBindings.ts';
import { Secret } from '../../base/secret.ts';
import type { AccountDirectory } from '../directory/accountDirectory.ts';

/** Whose models Codex on a Home uses, where it is not OpenAI. */
export type ProviderInUse =
  | {
      readonly kind: 'ours';
      readonly account: Account;
      readonly previousId: AccountId | undefined;
      /** Since when. */
      readonly sinceMs: number;
      readonly provider: ModelProvider;
    }
  /** Another program wrote it. */
  | { readonly kind: 'foreign'; readonly provider: ModelProvider };

/** What reading the provider in use works with. */
export interface ProviderReaderPorts {
  /** The Home's folder. */
  readonly home: string;
  readonly config: Pick<HomeConfig, 'readLayers'>;
  /** Addresses that count as OpenAI's own. */
  readonly openAiAddresses: () => readonly string[];
  readonly bindings: Pick<ProviderBindings, 'read'>;
  readonly directory: Pick<AccountDirectory, 'find'>;
}

/** Reads which model provider a Home uses. What `config.toml` says counts; our record says which account it is. */
export class ProviderReader {
  readonly #ports: ProviderReaderPorts;

  constructor(ports: ProviderReaderPorts) {
    this.#ports = ports;
  }

  /** Undefined where Codex uses OpenAI. */
  async look(): Promise<ProviderInUse | undefined> {
    const { home, config, openAiAddresses, bindings, directory } = this.#ports;
    const provider = await findOtherProvider(await config.readLayers(), openAiAddresses());
    if (provider === undefined) {
      return undefined;
    }
    const binding = await bindings.read(home);
    const entry = binding === undefined ? undefined : await directory.find(binding.accountId);
    return binding !== undefined && entry?.kind === 'account' && isSelected(entry.account, provider)
      ? {
          kind: 'ours',
          account: entry.account,
          previousId: binding.previousId,
          sinceMs: binding.sinceMs,
          provider,
        }
      : { kind: 'foreign', provider };
  }
}

function isSelected({ credential }: Account, { id, address }: ModelProvider): boolean {
  if (!isProvider(credential) || credential.setup.providerId !== id) {
    return false;
  }
  const wanted = credential.setup.table?.['base_url'];
  const whole = typeof wanted === 'string' ? new Secret(wanted) : wanted;
  return whole instanceof Secret ? address?.equals(whole) === true : address === undefined;
}
