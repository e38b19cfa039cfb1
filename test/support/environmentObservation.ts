import type { EnvironmentObservation } from '../../src/ui/environment/environmentRows.ts';
import { makeProxySettings } from './proxySettings.ts';

/** What the page about variables sees where nothing is set. */
export function makeObservation(changes: Partial<EnvironmentObservation> = {}): EnvironmentObservation {
  return {
    environment: {},
    home: { path: '/home/ada/.codex/.env', text: '' },
    providerKeys: [],
    route: { kind: 'hostFetch', proxy: 'ofSystem' },
    ca: undefined,
    exceptions: [],
    settings: makeProxySettings(),
    homeProxyFault: undefined,
    ...changes,
  };
}
