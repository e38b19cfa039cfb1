import type { HealthVerdict } from '../accounts/use/healthVerdict.ts';
import type { HttpClient } from '../network/http.ts';
import type { ProviderCredential } from '../storage/account.ts';
import type { Clock } from '../util/clock.ts';

export interface ProbePorts {
  readonly http: HttpClient;
  readonly clock: Clock;
}

export function probeProvider(_provider: ProviderCredential, _ports: ProbePorts): Promise<HealthVerdict> {
  return Promise.resolve({ kind: 'good' });
}
