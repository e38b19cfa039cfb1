import { buildSentence } from '../errors/sentence.ts';
import type { ProviderCredential } from '../storage/account.ts';
import { azureKeyVariable, readAzureSetup } from './azure.ts';
import { readBedrockSetup } from './bedrock.ts';
import { readCustomSetup } from './custom.ts';
import { findLocalAddress, readLocalSetup } from './local.ts';
import type { ProbePorts } from './ports.ts';
import type { ProbeResult } from './probe.ts';
import { probeAzure } from './probeAzure.ts';
import { probeBedrock } from './probeBedrock.ts';
import { probeCustom } from './probeCustom.ts';
import { probeLocal } from './probeLocal.ts';

/** Whether a provider answers and takes its key, by requests that bill nothing. */
export async function probeProvider(
  { kind, setup, key }: ProviderCredential,
  ports: ProbePorts & { readonly signal: AbortSignal },
): Promise<ProbeResult> {
  switch (kind) {
    case 'azure':
      return key === undefined
        ? { kind: 'notCheckable', sentence: buildSentence('provider.keyNotHere', { variable: azureKeyVariable }) }
        : probeAzure(readAzureSetup(setup), key, ports);
    case 'bedrock':
      return probeBedrock({ ...readBedrockSetup(setup), hasKey: key !== undefined }, ports);
    case 'local': {
      const { server, baseUrl = findLocalAddress(server, ports.environment), model } = readLocalSetup(setup);
      return (await probeLocal({ server, baseUrl, model }, ports)).result;
    }
    case 'custom':
      return probeCustom(readCustomSetup(setup), key, ports);
  }
}
