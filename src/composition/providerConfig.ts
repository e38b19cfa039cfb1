import { ProviderConfigWriter, type ProviderConfigPorts } from '../accounts/home/providerConfig.ts';
import type { HomeConfig } from '../home/ports.ts';
import { openUserConfig } from '../platform/home/homeTextFile.ts';
import type { SecretPort } from '../storage/ports.ts';

/** Where the configuration is kept that a provider of ours has changed. */
const providerConfigKey = 'providerConfig';

/** Writing a provider into `config.toml`, loaded with the first change of a Home. */
export function composeProviderConfig(
  ports: Omit<ProviderConfigPorts, 'shelf' | 'config'> & { readonly config: HomeConfig },
  secrets: SecretPort,
): ProviderConfigWriter {
  return new ProviderConfigWriter({
    ...ports,
    config: openUserConfig(ports.config),
    shelf: {
      get: () => secrets.get(providerConfigKey),
      put: (text) => secrets.store(providerConfigKey, text),
      clear: () => secrets.delete(providerConfigKey),
    },
  });
}
