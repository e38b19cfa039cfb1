import { homedir } from 'node:os';
import { abortable } from '../base/abortable.ts';
import { findWhoPays } from '../billing/whoPays.ts';
import { sortVariables } from '../base/variableNames.ts';
import type { DiagnosisPorts, FileSight } from '../diagnosis/ports.ts';
import { buildSentence } from '../errors/sentence.ts';
import { parseToml } from '../home/config/configDocument.ts';
import { findBrokenLines } from '../home/config/brokenLines.ts';
import { parseCredentialDocument } from '../home/credential/credentialDocument.ts';
import type { FileProblem } from '../home/ports.ts';
import type { StoreDecision } from '../home/store/credentialStore.ts';
import { lookAtPlace } from '../platform/home/credentialPlace.ts';
import { findSignInThere, judgeSignInThere, mayTakeOut } from '../ui/home/ruledInUse.ts';
import type { CoreServices } from './coreServices.ts';
import { once } from './diagnosisLooks.ts';
import { composePayerReader, findWarning } from './followWhoPays.ts';
import type { Services } from './services.ts';

/** What checks look at of the Codex home: its credential, its configuration, its rules and who pays. */
export function lookAtCodexHome(services: Services, core: CoreServices, run: AbortSignal): DiagnosisPorts['home'] {
  const { file, config, keyring, credential } = core;
  const decide = async () => (await services.loadStore()).decide();
  const observeRules = once(run, async () => (await services.loadRules()).observe());
  return {
    readFile: (signal) => abortable(signal, () => lookAtFile(file, decide, signal)),
    decideStore: (signal) => abortable(signal, decide),
    readKeyring: (signal) =>
      abortable(signal, async () => {
        const [store, reach] = await Promise.all([decide(), credential.reach()]);
        signal.throwIfAborted();
        const isUsed = store.kind === 'store' && (store.store === 'keyring' || store.store === 'auto');
        return { store, reach, problem: isUsed && reach === 'direct' ? await keyring.findObstacle() : undefined };
      }),
    readConfig: (signal) =>
      abortable(signal, async () => {
        const [rules, { user }] = await Promise.all([observeRules(signal), config.readLayers()]);
        const isBroken = typeof user === 'string' && parseToml(user) === undefined;
        return { rules, userPath: config.userPath, brokenLines: isBroken ? findBrokenLines(user) : undefined };
      }),
    readPayers: (signal) =>
      abortable(signal, async () => {
        const terminals = await services.loadTerminals();
        signal.throwIfAborted();
        const sight = await composePayerReader(services, core, () =>
          sortVariables(terminals.apply(process.env)),
        ).read();
        return { who: findWhoPays(sight), warning: findWarning(sight, services.current) };
      }),
    readRules: (signal) =>
      abortable(signal, async () => {
        const there = findSignInThere(services.current.state);
        const [observation, judged] = await Promise.all([
          observeRules(signal),
          there === undefined ? undefined : judgeSignInThere(there, services),
        ]);
        const ruled = judged?.ruled;
        return {
          observation,
          ruled,
          mayTakeOut: ruled !== undefined && there?.account !== undefined && mayTakeOut(ruled),
        };
      }),
  };
}

async function lookAtFile(
  file: CoreServices['file'],
  decide: () => Promise<StoreDecision>,
  signal: AbortSignal,
): Promise<FileSight> {
  const [state, place, store] = await Promise.all([file.read(), lookAtPlace(file.path), decide()]);
  signal.throwIfAborted();
  const parsed = state.kind === 'file' ? parseCredentialDocument(state.document) : undefined;
  const { path } = file;
  const isGone = state.kind === 'absent' && !state.folderExists;
  const problem: FileProblem | undefined =
    state.kind === 'problem' ? state.problem : isGone ? undefined : await file.findObstacle();
  return {
    ...place,
    path,
    isUsed: store.kind === 'invalid' || store.store === 'file' || store.store === 'auto',
    isThere: state.kind !== 'absent',
    problem,
    refusal:
      parsed?.kind === 'unreadable'
        ? buildSentence(`home.document.${parsed.problem}`, { path, mode: parsed.mode, field: parsed.field })
        : undefined,
    userFolder: homedir(),
  };
}
