import * as z from 'zod/mini';
import type { HomeCredential } from '../../home/credential/credentialDocument.ts';
import { readModelProvider } from '../../home/modelProvider.ts';
import type { HomeConfig } from '../../home/ports.ts';
import { AuthError } from '../../errors/authError.ts';
import { buildSentence } from '../../errors/sentence.ts';
import {
  isProvider,
  type ProviderAccount,
  type ProviderCredential,
  type ProviderSetup,
} from '../../storage/account.ts';
import { providerSetup } from '../../storage/accountRecord.ts';
import { hideAddress } from '../../storage/providerAddress.ts';
import type { Secret } from '../../base/secret.ts';
import type { AccountDirectory } from '../directory/accountDirectory.ts';
import { toHomeKey } from '../directory/accountIdentity.ts';
import type { FoundProvider } from './ports.ts';

/** What tells whose a key in a Home is. */
export interface HomeKeyReaderPorts {
  readonly config: Pick<HomeConfig, 'userPath' | 'readLayers'>;
  readonly directory: Pick<AccountDirectory, 'list'>;
  /** Addresses that count as OpenAI's own. */
  readonly openAiAddresses: () => readonly string[];
}

/** A key in a Home that is not for OpenAI, as an account that it could be. */
interface ForeignKey {
  readonly provider: FoundProvider;
  readonly credential: ProviderCredential;
}

/**
 * Whose a key in a Home is. Other tools write the key of a relay where an OpenAI key is, and its address into
 * `config.toml`; such a key is never taken for one of OpenAI's, nor shown to OpenAI.
 */
export class HomeKeyReader {
  readonly #ports: HomeKeyReaderPorts;

  constructor(ports: HomeKeyReaderPorts) {
    this.#ports = ports;
  }

  /** The account of ours that has it, whatever the configuration says by now. */
  async findOwner(credential: HomeCredential): Promise<ProviderAccount | undefined> {
    const key = keyOf(credential);
    if (key === undefined) {
      return undefined;
    }
    for (const listed of await this.#ports.directory.list()) {
      const own = listed.kind === 'ready' ? listed.account.credential : undefined;
      if (listed.kind !== 'ready' || own === undefined || !isProvider(own)) {
        continue;
      }
      const written = toHomeKey(own);
      if (written?.kind === credential.kind && keyOf(written)?.equals(key) === true) {
        return { ...listed.account, credential: own };
      }
    }
    return undefined;
  }

  /**
   * The same as `findProvider`, for a credential that is kept by it.
   * @throws AuthError `fixFile` where it cannot be told
   */
  async ensureProvider(credential: HomeCredential): Promise<ForeignKey | undefined> {
    const found = await this.findProvider(credential);
    if (found === 'unknown') {
      const { userPath: path } = this.#ports.config;
      throw new AuthError('fixFile', buildSentence('store.configNotUnderstood', { path }));
    }
    return found;
  }

  /** The provider that it is for, where that is another than OpenAI; `unknown` while Codex does not start with what is written. */
  async findProvider(credential: HomeCredential): Promise<ForeignKey | 'unknown' | undefined> {
    return credential.kind === 'bedrockKey'
      ? this.#describeBedrock(credential)
      : credential.kind === 'apiKey'
        ? this.#findRelay(credential.key)
        : undefined;
  }

  async #findRelay(key: Secret): Promise<ForeignKey | 'unknown' | undefined> {
    const { config, openAiAddresses } = this.#ports;
    const texts = await config.readLayers();
    const found = await readModelProvider(texts, openAiAddresses());
    if (found.kind !== 'provider') {
      return 'unknown';
    }
    const isOpenAi = found.id === 'openai' && found.service === 'openai';
    if (isOpenAi || !found.usesSignIn || found.configured !== undefined || found.envKey !== undefined) {
      return undefined;
    }
    const base = found.address === undefined ? {} : { base_url: hideAddress(found.address) };
    const isOwn = found.id === 'openai';
    const { model, table } = await readSetup(texts.user ?? '', found.id);
    const written = isOwn ? base : (table ?? { name: found.name ?? found.id, ...base, requires_openai_auth: true });
    return {
      provider: { name: found.name ?? found.id, host: found.host },
      credential: { kind: 'custom', setup: { providerId: found.id, model, table: written }, key },
    };
  }

  async #describeBedrock({ key, region }: Extract<HomeCredential, { kind: 'bedrockKey' }>): Promise<ForeignKey> {
    const { user } = await this.#ports.config.readLayers();
    const { model } = await readSetup(user ?? '', 'amazon-bedrock');
    // A model of OpenAI's own has no dot in its name before the vendor's.
    const isBedrocks = model !== undefined && /^\w+\.\D/u.test(model);
    const setup: ProviderSetup<'bedrock'> = {
      providerId: 'amazon-bedrock',
      model: isBedrocks ? model : undefined,
      table: { aws: { region } },
    };
    return { provider: { name: 'Amazon Bedrock', host: undefined }, credential: { kind: 'bedrock', setup, key } };
  }
}

const written = z.object({
  model: z.catch(z.optional(z.string()), undefined),
  model_providers: z.catch(z.optional(z.record(z.string(), z.unknown())), undefined),
});

/** What the person's own configuration says of a provider; nothing of what an account of ours could not keep. */
async function readSetup(text: string, id: string): Promise<Pick<ProviderCredential['setup'], 'model' | 'table'>> {
  const { parseToml } = await import('../../home/config/configDocument.ts');
  const said = written.safeParse(parseToml(text));
  const { model, model_providers: tables = {} } = said.success ? said.data : {};
  const plain = providerSetup.safeParse({ providerId: id, model, table: toPlain(tables[id]) });
  return { model, table: plain.success ? plain.data.table : undefined };
}

/** Whole numbers of TOML have 64 bits; those of a provider are small. */
function toPlain(value: unknown): unknown {
  if (typeof value === 'bigint') {
    return Number(value);
  }
  if (Array.isArray(value)) {
    return value.map(toPlain);
  }
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) !== Date.prototype
    ? Object.fromEntries(Object.entries(value).map(([key, one]) => [key, toPlain(one)]))
    : value;
}

function keyOf(credential: HomeCredential): Secret | undefined {
  return credential.kind === 'apiKey' || credential.kind === 'bedrockKey' ? credential.key : undefined;
}
