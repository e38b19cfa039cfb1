import { buildSentence } from '../errors/sentence.ts';
import { jsonType, successJson, type HttpAnswer } from '../network/http.ts';
import type { Secret } from '../base/secret.ts';
import type { AzureSetup } from './azure.ts';
import {
  explainAnswer,
  explainFailure,
  hostOf,
  isHostUnknown,
  readError,
  sendProbe,
  type ProbeHttp,
  type ProbeResult,
} from './probe.ts';

/**
 * Asks Azure OpenAI for its models, with the key where Codex sends it (`Authorization: Bearer`), and then whether the
 * deployment is there: a request for a response that has nothing to respond to and allows no token. The deployment is
 * looked for before the rest is judged, so one that exists answers that the request is malformed; nothing is generated.
 */
export async function probeAzure(setup: AzureSetup, key: Secret, ports: ProbeHttp): Promise<ProbeResult> {
  const host = hostOf(setup.baseUrl);
  const headers = { authorization: `Bearer ${key.reveal()}` };
  try {
    const models = await sendProbe({ method: 'GET', url: buildUrl('models', setup), headers }, ports);
    const listed = successJson(models) === undefined ? judgeRefusal(models, setup) : undefined;
    if (listed !== undefined) {
      return listed;
    }
    const body = JSON.stringify({ model: setup.deployment, input: [], max_output_tokens: 0 });
    const probe = await sendProbe(
      { method: 'POST', url: buildUrl('responses', setup), headers: { ...headers, 'content-type': jsonType }, body },
      ports,
    );
    return judgeDeployment(probe, setup);
  } catch (failure) {
    return isHostUnknown(failure)
      ? { kind: 'wrong', sentence: buildSentence('provider.azure.hostUnknown', { host }) }
      : explainFailure(failure);
  }
}

function buildUrl(path: string, { baseUrl, apiVersion }: AzureSetup): string {
  return `${baseUrl}/${path}${apiVersion === undefined ? '' : `?api-version=${encodeURIComponent(apiVersion)}`}`;
}

function judgeRefusal(answer: HttpAnswer, { baseUrl, apiVersion = '' }: AzureSetup): ProbeResult {
  const host = hostOf(baseUrl);
  const { code, message } = readError(answer);
  const isAzures = code !== '' || message !== '';
  if (answer.status === 401 && isAzures) {
    return { kind: 'refused', sentence: buildSentence('provider.azure.keyRefused', { host }) };
  }
  if (answer.status === 403 && isAzures) {
    return { kind: 'wrong', sentence: buildSentence('provider.azure.networkRules', { host }) };
  }
  // A version that the service does not know has no such path; another service has no such version.
  if ((answer.status === 404 && isAzures) || (answer.status === 400 && message.includes('version'))) {
    return { kind: 'wrong', sentence: buildSentence('provider.azure.apiVersion', { host, version: apiVersion }) };
  }
  return explainAnswer(answer, host);
}

function judgeDeployment(answer: HttpAnswer, setup: AzureSetup): ProbeResult {
  const { deployment, baseUrl } = setup;
  const { code, message } = readError(answer);
  if (code === 'deploymentnotfound' || (answer.status === 404 && message.includes('deployment'))) {
    return {
      kind: 'wrong',
      sentence: buildSentence('provider.azure.deploymentMissing', { deployment, host: hostOf(baseUrl) }),
    };
  }
  if (code === 'operationnotsupported' || message.includes('does not work with the specified model')) {
    return { kind: 'wrong', sentence: buildSentence('provider.azure.deploymentUnsupported', { deployment }) };
  }
  if (answer.status === 400 && message.includes('api version')) {
    return judgeRefusal(answer, setup);
  }
  return [400, 422, 429].includes(answer.status) && (code !== '' || message !== '')
    ? { kind: 'good' }
    : judgeRefusal(answer, setup);
}
