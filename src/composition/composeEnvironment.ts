import type { ExtensionKind } from 'vscode';
import { Secret } from '../base/secret.ts';
import { findDroppedNames, parseDotenv } from '../home/config/dotenv.ts';
import { findProviderKeys } from '../home/providerKeys.ts';
import { judgeHomeProxy } from '../network/homeProxy.ts';
import { chooseCaFile, decideRoute, listExceptions } from '../network/route.ts';
import { isListening } from '../platform/network/openPort.ts';
import { HomeVariables } from '../platform/home/homeVariables.ts';
import type { EnvironmentAccess } from '../ui/environment/showEnvironment.ts';
import { observeVariables } from '../ui/environment/environmentRows.ts';
import { settings } from '../ui/shell/settings.ts';
import type { CoreServices } from './coreServices.ts';
import { observeNetwork } from './composeNetwork.ts';

/** What the page about variables reads and changes, loaded with its first look. */
export function composeEnvironment(
  { home, config, ended }: Pick<CoreServices, 'home' | 'config' | 'ended'>,
  kind: ExtensionKind,
): EnvironmentAccess {
  const file = new HomeVariables(home.folder);
  return {
    observe: async (signal) => {
      const text = await file.read();
      const seen = await observeNetwork(text, config, kind);
      const providerKeys = await findProviderKeys(await config.readLayers());
      const ca = chooseCaFile(seen.environment, seen.homeVariables);
      return {
        environment: observeVariables(process.env, providerKeys),
        home: {
          path: file.path,
          variables: observeVariables(parseDotenv(text, process.env), providerKeys),
          droppedNames: findDroppedNames(text),
        },
        providerKeys,
        route: decideRoute(new URL(settings.issuer().url), seen, ca),
        ca,
        exceptions: listExceptions(seen),
        settings: seen.settings,
        homeProxyFault: await judgeHomeProxy(seen.homeVariables, (address) => isListening(address, signal)),
      };
    },
    readHome: async () => new Secret(await file.read()),
    writeHome: (text, expected) => file.write(text.reveal(), expected.reveal(), ended),
  };
}
