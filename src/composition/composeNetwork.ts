import type { ExtensionContext, ExtensionKind } from 'vscode';
import { isFeatureOn } from '../home/codexFeatures.ts';
import { pickVariables } from '../base/variableNames.ts';
import { parseDotenv } from '../home/config/dotenv.ts';
import type { HttpClient } from '../network/http.ts';
import { chooseCaFile, networkVariables, type NetworkObservation } from '../network/route.ts';
import { HomeVariables } from '../platform/home/homeVariables.ts';
import { FetchHttp } from '../platform/network/fetchHttp.ts';
import { RoutedHttp } from '../platform/network/routedHttp.ts';
import { readProxySettings } from '../ui/shell/proxySettings.ts';
import { buildUserAgent } from '../ui/shell/userAgent.ts';
import type { CoreServices } from './coreServices.ts';

/** What sends requests; loaded with the first of them. */
export function composeHttp(
  context: ExtensionContext,
  { home, config, clock }: Pick<CoreServices, 'home' | 'config' | 'clock'>,
): HttpClient {
  const userAgent = buildUserAgent(context);
  const file = new HomeVariables(home.folder);
  return new RoutedHttp({
    userAgent,
    hostFetch: new FetchHttp({ userAgent }),
    clock,
    observe: async () => observeNetwork(await file.read(), config, context.extension.extensionKind),
  });
}

/**
 * @param homeText the Home's `.env`
 * @param kind where we run
 */
export async function observeNetwork(
  homeText: string,
  config: Pick<CoreServices['config'], 'readLayers'>,
  kind: ExtensionKind,
): Promise<NetworkObservation> {
  const environment = pickVariables(process.env, networkVariables);
  const homeVariables = pickVariables(parseDotenv(homeText, process.env), networkVariables);
  const hasCaFile = chooseCaFile(environment, homeVariables) !== undefined;
  return {
    environment,
    homeVariables,
    settings: readProxySettings(kind),
    // It decides only where a CA file would have us go straight.
    respectsSystemProxy: hasCaFile && (await isFeatureOn(await config.readLayers(), 'respect_system_proxy')),
  };
}
