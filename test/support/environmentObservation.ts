import { findDroppedNames, parseDotenv } from '../../src/home/config/dotenv.ts';
import { observeVariables, type EnvironmentObservation } from '../../src/ui/environment/environmentRows.ts';
import { makeProxySettings } from './proxySettings.ts';

/** The Home's `.env` as the page sees it. */
export function makeHome(text: string): EnvironmentObservation['home'] {
  return {
    path: '/home/ada/.codex/.env',
    variables: observeVariables(parseDotenv(text, {}), []),
    droppedNames: findDroppedNames(text),
  };
}

/** What the page about variables sees where nothing is set. */
export function makeObservation(changes: Partial<EnvironmentObservation> = {}): EnvironmentObservation {
  return {
    environment: {},
    home: makeHome(''),
    providerKeys: [],
    route: { kind: 'hostFetch', proxy: 'ofSystem' },
    ca: undefined,
    exceptions: [],
    settings: makeProxySettings(),
    homeProxyFault: undefined,
    ...changes,
  };
}
