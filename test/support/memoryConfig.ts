import { ProviderConfigWriter } from '../../src/accounts/home/providerConfigWriter.ts';
import { ProviderReader } from '../../src/accounts/home/providerReader.ts';
import type { ProviderConfig } from '../../src/accounts/home/ports.ts';
import type { AccountDirectory } from '../../src/accounts/directory/accountDirectory.ts';
import { AuthError } from '../../src/errors/authError.ts';
import { buildSentence } from '../../src/errors/sentence.ts';
import type { ConfigTexts, ChangeableConfig } from '../../src/home/ports.ts';
import type { Bindings } from '../../src/storage/bindings.ts';
import { ProviderBindings } from '../../src/storage/providerBindings.ts';
import type { Clock } from '../../src/base/clock.ts';
import type { RecordFolder } from '../../src/storage/ports.ts';
import { Secret } from '../../src/base/secret.ts';

/** A `config.toml` in memory, with whatever other layers. */
export interface MemoryConfig extends ChangeableConfig {
  layers: ConfigTexts;
}

export function createMemoryConfig(user?: string): MemoryConfig {
  const config: MemoryConfig = {
    userPath: '/home/ada/.codex/config.toml',
    layers: { user },
    readLayers: () => Promise.resolve(config.layers),
    writeUser: (text, expected) => {
      if ((config.layers.user ?? '') !== expected) {
        return Promise.reject(
          new AuthError('tryAgain', buildSentence('store.configChanged', { path: config.userPath })),
        );
      }
      config.layers = { ...config.layers, user: text === '' ? undefined : text };
      return Promise.resolve();
    },
  };
  return config;
}

/** Addresses that count as OpenAI's own. */
export const openAiAddresses: readonly string[] = ['https://service.example/v1'];

export interface ProviderParts {
  readonly home: string;
  readonly config: ChangeableConfig;
  readonly homes: RecordFolder;
  readonly bindings: Bindings;
  readonly directory: AccountDirectory;
  readonly clock: Pick<Clock, 'nowMs'>;
  /** Addresses that count as OpenAI's own, in the place of those of unit tests. */
  readonly ownAddresses?: readonly string[];
}

/** Reading and writing of providers for real, what takes a change back kept in memory. */
export function composeProviders({
  home,
  config,
  homes,
  bindings,
  directory,
  clock,
  ownAddresses = openAiAddresses,
}: ProviderParts) {
  const providers = new ProviderBindings(homes);
  const shelf = { text: undefined as string | undefined };
  return {
    shelf,
    providerReader: new ProviderReader({
      home,
      config,
      openAiAddresses: () => ownAddresses,
      bindings: providers,
      directory,
    }),
    config: new ProviderConfigWriter({
      home,
      config,
      providerBindings: providers,
      bindings,
      directory,
      clock,
      shelf: {
        get: () => Promise.resolve(shelf.text === undefined ? undefined : new Secret(shelf.text)),
        put: (text) => {
          shelf.text = text.reveal();
          return Promise.resolve();
        },
        clear: () => {
          shelf.text = undefined;
          return Promise.resolve();
        },
      },
    }),
  };
}

/** Where no test is about a provider. */
export const noProvider = {
  look: () => Promise.resolve(undefined),
};

/** For whoever asks a provider in a test that has none. */
export const unasked = (): Promise<never> => Promise.reject(new Error('No provider is in this test.'));

export const noProviderKeys = {
  findOwner: () => Promise.resolve(undefined),
  findProvider: () => Promise.resolve(undefined),
  ensureProvider: () => Promise.resolve(undefined),
};

export const noProviderConfig: ProviderConfig = {
  use: unasked,
  ensureCanUse: unasked,
  adopt: unasked,
  ensureCanLeave: () => Promise.resolve(),
  leave: () => Promise.resolve(undefined),
};
