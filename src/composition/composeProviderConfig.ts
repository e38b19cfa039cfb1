import { ProviderConfigWriter, type ProviderConfigPorts } from '../accounts/home/providerConfigWriter.ts';
import type { HomeConfig } from '../home/ports.ts';
import { openUserConfig } from '../platform/home/homeTextFile.ts';
import { sha256Hex } from '../base/bytes.ts';
import type { SecretPort } from '../storage/ports.ts';

/** Where the configuration of a Home is kept that a provider of ours has changed. */
async function findShelfKey(home: string): Promise<string> {
  return `providerConfig.${(await sha256Hex(home)).slice(0, 16)}`;
}

/** Writing a provider into `config.toml`, loaded with the first change of a Home. */
export function composeProviderConfig(
  ports: Omit<ProviderConfigPorts, 'shelf' | 'config'> & { readonly config: HomeConfig },
  { secrets, ended }: { readonly secrets: SecretPort; readonly ended: AbortSignal },
): ProviderConfigWriter {
  return new ProviderConfigWriter({
    ...ports,
    config: openUserConfig(ports.config, ended),
    shelf: {
      get: async () => secrets.get(await findShelfKey(ports.home)),
      put: async (text) => secrets.store(await findShelfKey(ports.home), text),
      clear: async () => secrets.delete(await findShelfKey(ports.home)),
    },
  });
}
