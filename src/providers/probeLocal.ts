import * as z from 'zod/mini';
import { HttpFailure } from '../errors/httpFailure.ts';
import { buildSentence } from '../errors/sentence.ts';
import { successJson } from '../network/http.ts';
import type { LocalServer } from './local.ts';
import { explainFailure, readModels, sendProbe, type ProbeHttp, type ProbeResult } from './probe.ts';
import { isOlder } from '../base/versions.ts';

/** What a local server says, and the models that it has. */
export interface LocalAnswer {
  readonly result: ProbeResult;
  readonly models: readonly string[];
}

/** Codex takes no older one (docs/codex-protocol.md, Providers). */
const oldestOllama = '0.13.4';

const version = z.object({ version: z.string() });
const tags = z.object({ models: z.array(z.object({ name: z.string() })) });

/**
 * Asks a local server what Codex asks it before it uses one.
 * @param baseUrl with `/v1`
 * @param model undefined: any will do
 */
export async function probeLocal(
  {
    server,
    baseUrl,
    model,
  }: { readonly server: LocalServer; readonly baseUrl: string; readonly model: string | undefined },
  ports: ProbeHttp,
): Promise<LocalAnswer> {
  try {
    const models = await sendProbe({ method: 'GET', url: `${baseUrl}/models` }, ports);
    const listed = readModels(models);
    if (listed === undefined) {
      return wrong(buildSentence('provider.local.otherProgram', { address: baseUrl }));
    }
    return server === 'ollama'
      ? await probeOllama(baseUrl, model, ports)
      : judgeModel(listed, model, (wanted) => buildSentence('provider.lmstudio.noModel', { model: wanted }));
  } catch (failure) {
    return failure instanceof HttpFailure && failure.delivery === 'notSent'
      ? wrong(buildSentence(`provider.${server}.notRunning`, { address: baseUrl }))
      : { result: explainFailure(failure), models: [] };
  }
}

async function probeOllama(baseUrl: string, model: string | undefined, ports: ProbeHttp): Promise<LocalAnswer> {
  const root = baseUrl.replace(/\/v1$/u, '');
  const told = version.safeParse(successJson(await sendProbe({ method: 'GET', url: `${root}/api/version` }, ports)));
  const listed = tags.safeParse(successJson(await sendProbe({ method: 'GET', url: `${root}/api/tags` }, ports)));
  if (!told.success || !listed.success) {
    return wrong(buildSentence('provider.local.otherProgram', { address: baseUrl }));
  }
  const names = listed.data.models.map(({ name }) => name);
  if (isOlder(told.data.version, oldestOllama)) {
    const sentence = buildSentence('provider.ollama.tooOld', { version: told.data.version, needed: oldestOllama });
    return { result: { kind: 'wrong', sentence }, models: names };
  }
  return judgeModel(names, model, (wanted) => buildSentence('provider.ollama.noModel', { model: wanted }));
}

/** A name without a tag means the latest. */
function judgeModel(
  models: readonly string[],
  model: string | undefined,
  explain: (model: string) => Extract<ProbeResult, { kind: 'wrong' }>['sentence'],
): LocalAnswer {
  const isThere =
    model === undefined ? models.length > 0 : models.includes(model) || models.includes(`${model}:latest`);
  return { result: isThere ? { kind: 'good' } : { kind: 'wrong', sentence: explain(model ?? '') }, models };
}

function wrong(sentence: Extract<ProbeResult, { kind: 'wrong' }>['sentence']): LocalAnswer {
  return { result: { kind: 'wrong', sentence }, models: [] };
}
