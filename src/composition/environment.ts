import { findProviderKeys } from '../home/providerKeys.ts';
import { findVariable, otherProxyVariables, parseProxy, type Variables } from '../network/proxyEnvironment.ts';
import { chooseCaFile, decideRoute, listExceptions } from '../network/route.ts';
import { isListening } from '../platform/network/openPort.ts';
import { HomeVariables } from '../platform/home/homeVariables.ts';
import type { HomeProxyFault } from '../ui/environment/environmentRows.ts';
import type { EnvironmentAccess } from '../ui/environment/showEnvironment.ts';
import { settings } from '../ui/shell/settings.ts';
import type { CoreServices } from './coreServices.ts';
import { observeNetwork } from './network.ts';

/** What the page about variables reads and changes, loaded with its first look. */
export function composeEnvironment({ home, config }: Pick<CoreServices, 'home' | 'config'>): EnvironmentAccess {
  const file = new HomeVariables(home.folder);
  return {
    observe: async () => {
      const text = await file.read();
      const seen = await observeNetwork(text, config);
      const ca = chooseCaFile(seen.environment, seen.homeVariables);
      return {
        environment: seen.environment,
        home: { path: file.path, text },
        providerKeys: await findProviderKeys(await config.readLayers()),
        route: decideRoute(new URL(settings.issuer().url), seen, ca),
        ca,
        exceptions: listExceptions(seen),
        homeProxyFault: await judgeHomeProxy(seen.homeVariables),
      };
    },
    writeHome: (text, expected) => file.write(text, expected),
  };
}

/** A proxy of the Home's `.env` is looked at once: nothing is sent to it. */
async function judgeHomeProxy(variables: Variables): Promise<HomeProxyFault | undefined> {
  const choice = findVariable(variables, 'HTTPS_PROXY', 'https_proxy', ...otherProxyVariables);
  if (choice === undefined) {
    return undefined;
  }
  const address = parseProxy(choice.value);
  if (address === undefined || /^socks:/iu.test(choice.value)) {
    return { ...choice, kind: 'ignored' };
  }
  if (address.scheme === 'socks') {
    return { ...choice, kind: 'notSpoken' };
  }
  return (await isListening(address)) ? undefined : { ...choice, kind: 'notListening' };
}
