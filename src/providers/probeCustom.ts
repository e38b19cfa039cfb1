import { buildSentence } from '../errors/sentence.ts';
import { successJson } from '../network/http.ts';
import type { Secret } from '../base/secret.ts';
import type { CustomSetup } from './custom.ts';
import {
  explainAnswer,
  explainFailure,
  hostOf,
  isHostUnknown,
  readError,
  readModels,
  sendProbe,
  type ProbeHttp,
  type ProbeResult,
} from './probe.ts';

/** Asks a provider for its models, with the key where Codex sends it. Where it has no list, nothing tells without a bill. */
export async function probeCustom(
  { baseUrl, model, key: source, queryParams, httpHeaders, envHttpHeaders }: CustomSetup,
  key: Secret | undefined,
  ports: ProbeHttp,
): Promise<ProbeResult> {
  const host = hostOf(baseUrl);
  if (source.kind === 'variable' && key === undefined) {
    return { kind: 'notCheckable', sentence: buildSentence('provider.keyNotHere', { variable: source.name }) };
  }
  if (source.kind === 'command') {
    const { command } = source.run;
    return { kind: 'notCheckable', sentence: buildSentence('provider.commandNotRun', { command }) };
  }
  if (isPlain(baseUrl) && key !== undefined) {
    return { kind: 'notCheckable', sentence: buildSentence('provider.notEncrypted', { host }) };
  }
  if (source.kind === 'openAi' && key === undefined) {
    return { kind: 'notCheckable', sentence: buildSentence('provider.notCheckable', { host }) };
  }
  const query = new URLSearchParams(queryParams).toString();
  const url = `${baseUrl}/models${query === '' ? '' : `?${query}`}`;
  const headers = { ...httpHeaders, ...(key === undefined ? {} : { authorization: `Bearer ${key.reveal()}` }) };
  try {
    const answer = await sendProbe({ method: 'GET', url, headers }, ports);
    if (successJson(answer) !== undefined) {
      const models = readModels(answer);
      return models !== undefined && models.length > 0 && model !== undefined && !models.includes(model)
        ? { kind: 'wrong', sentence: buildSentence('provider.modelMissing', { host, model }) }
        : { kind: 'good' };
    }
    switch (answer.status) {
      case 401:
        // What a variable of Codex adds may be what is missing here.
        return Object.keys(envHttpHeaders ?? {}).length > 0
          ? { kind: 'notCheckable', sentence: buildSentence('provider.notCheckable', { host }) }
          : { kind: 'refused', sentence: buildSentence('provider.keyRefused', { host }) };
      case 403:
        return readError(answer).message === ''
          ? explainAnswer(answer, host)
          : { kind: 'wrong', sentence: buildSentence('provider.keyForbidden', { host }) };
      case 404:
      case 405:
      case 501:
        return { kind: 'notCheckable', sentence: buildSentence('provider.notCheckable', { host }) };
      default:
        return explainAnswer(answer, host);
    }
  } catch (failure) {
    return isHostUnknown(failure)
      ? { kind: 'wrong', sentence: buildSentence('provider.hostUnknown', { host }) }
      : explainFailure(failure);
  }
}

/** Without encryption, on the way to another computer. */
function isPlain(address: string): boolean {
  const { protocol, hostname } = new URL(address);
  return protocol === 'http:' && !/^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/u.test(hostname);
}
