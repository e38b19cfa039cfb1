import type { ExtensionContext } from 'vscode';
import { isFeatureOn } from '../home/codexFeatures.ts';
import { parseDotenv } from '../home/config/dotenv.ts';
import type { HttpClient } from '../network/http.ts';
import { chooseCaFile, type NetworkObservation } from '../network/route.ts';
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
    observe: async () => observeNetwork(await file.read(), config),
  });
}

/** @param homeText the Home's `.env` */
export async function observeNetwork(
  homeText: string,
  config: Pick<CoreServices['config'], 'readLayers'>,
): Promise<NetworkObservation> {
  const environment = process.env;
  const homeVariables = parseDotenv(homeText, environment);
  const hasCaFile = chooseCaFile(environment, homeVariables) !== undefined;
  return {
    environment,
    homeVariables,
    settings: readProxySettings(),
    // It decides only where a CA file would have us go straight.
    respectsSystemProxy: hasCaFile && (await isFeatureOn(await config.readLayers(), 'respect_system_proxy')),
  };
}
