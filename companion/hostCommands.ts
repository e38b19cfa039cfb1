import { markCredential, type CredentialMark } from '../src/home/credential/credentialMark.ts';
import type { HomeCredential } from '../src/home/credential/credentialDocument.ts';
import type {
  HomeAccessResult,
  HomeStatus,
  PutAnswer,
  PutRequest,
  HomeAccessRefusal,
  RemoveAnswer,
  RestartAnswer,
  StatusRequest,
} from '../src/hosts/remote/companionProtocol.ts';
import type { CredentialFile } from '../src/home/ports.ts';
import type { ChangeManner } from '../src/ui/running/restartPrompts.ts';
import type { Clock } from '../src/base/clock.ts';
import { displayText } from '../src/base/displayText.ts';
import { readHomeStatus, type StatusPorts } from './homeStatus.ts';
import { lookAtHome, nameReplaced, isUnchanged, type HomeLook } from './observeHome.ts';
import { findAcceptable, findSinceMs, isRenewal } from './putDecisions.ts';
import type { NewsOnHost, HostQuestions, KeptSignIn, RunningHere } from './ports.ts';
import type { HostLog } from './hostLog.ts';
import type { LastSeenSignIns } from './lastSeenSignIns.ts';

/** The Home of this host, who is asked and told, and what runs. */
export interface HomeHostPorts extends StatusPorts {
  readonly hostId: string;
  /** Where the Home keeps its credential, for text that goes back as it was. */
  readonly credential: CredentialFile;
  readonly questions: HostQuestions;
  readonly news: NewsOnHost;
  readonly running: RunningHere;
  readonly seen: LastSeenSignIns;
  readonly clock: Clock;
  readonly log: Pick<HostLog, 'unawaited'>;
  /** False in a window whose folder the person does not trust. */
  readonly isTrusted: () => boolean;
}

/** What came of putting back: done, or why not. */
export type PutBackResult = 'done' | 'nothingKept' | 'declined' | 'changedMeanwhile' | 'untrusted' | 'notKept';

/** What a request brings, once it has been found acceptable. */
interface Acceptable {
  readonly request: PutRequest;
  readonly credential: HomeCredential;
  readonly mark: CredentialMark;
}

/**
 * The Home of this host, as main may use it from elsewhere (docs/decisions.md, Two extensions): it places what the
 * person agreed to, renews a lease it wrote, and keeps whatever it replaces so that it can go back.
 */
export class HostCommands {
  readonly #ports: HomeHostPorts;

  constructor(ports: HomeHostPorts) {
    this.#ports = ports;
  }

  async status(request: StatusRequest): Promise<HomeAccessResult<HomeStatus>> {
    if (!this.#isHere(request)) {
      return { code: 'otherHost' };
    }
    return { ok: await this.#readStatus(request.asksCodex ?? true) };
  }

  /** @throws AuthError when the Home can not be written; nothing is lost then */
  async put(request: PutRequest): Promise<HomeAccessResult<PutAnswer>> {
    if (!this.#isHere(request)) {
      return { code: 'otherHost' };
    }
    const credential = findAcceptable(request);
    if (credential === undefined || displayText(request.label) === '') {
      return { code: 'badRequest' };
    }
    if (!this.#ports.isTrusted()) {
      return { code: 'untrusted' };
    }
    const acceptable = { request, credential, mark: await markCredential(credential) };
    const look = await lookAtHome(this.#ports);
    if ('code' in look) {
      return look;
    }
    const isSilent =
      look.mark !== undefined &&
      isRenewal({ request, next: acceptable.mark, placement: look.placement, inHome: look.mark });
    if (!isSilent && !(await this.#mayPlace(acceptable, look))) {
      return { code: 'declined' };
    }
    const result = await this.#place(acceptable, look, isSilent);
    if (!('ok' in result)) {
      return result;
    }
    await this.#follow(request.restartsCodex === true ? 'clicked' : isSilent ? 'renewed' : 'changed');
    return { ok: { ...result.ok, status: await this.#findStatus() } };
  }

  /** @throws AuthError when the Home can not be written; nothing is lost then */
  async remove(request: { readonly hostId: string }): Promise<HomeAccessResult<RemoveAnswer>> {
    if (!this.#isHere(request)) {
      return { code: 'otherHost' };
    }
    const { home, placements, questions, news, kept, credential } = this.#ports;
    const look = await lookAtHome(this.#ports);
    if ('code' in look) {
      return look;
    }
    if (look.found.kind === 'none') {
      return { ok: { removed: false, status: await this.#findStatus() } };
    }
    const { placement } = look;
    if (look.found.kind !== 'placed' || placement === undefined) {
      return { code: 'notOurs' };
    }
    if (!(await questions.mayRemove({ label: placement.label, binding: placement.binding, path: credential.path }))) {
      return { code: 'declined' };
    }
    const result = await placements.withLock<HomeAccessResult<RemoveAnswer>>(home.folder, async () => {
      if ((await home.clear(look.seen)) === 'conflict') {
        return { code: 'changedMeanwhile' };
      }
      await placements.remove(home.folder);
      news.removed({ label: placement.label, canPutBack: (await kept.findLast()) !== undefined });
      return { ok: { removed: true } };
    });
    if (!('ok' in result)) {
      return result;
    }
    await this.#follow('changed');
    return { ok: { ...result.ok, status: await this.#findStatus() } };
  }

  /** Main says that the person has clicked: what is idle and uses something else than the Home holds is started again. */
  async restartCodex(request: { readonly hostId: string }): Promise<HomeAccessResult<RestartAnswer>> {
    if (!this.#isHere(request)) {
      return { code: 'otherHost' };
    }
    if (!this.#ports.isTrusted()) {
      return { code: 'untrusted' };
    }
    const step = await this.#ports.running.follow('clicked');
    return { ok: { step, status: await this.#findStatus() } };
  }

  /**
   * Puts what was replaced last into the Home again.
   * @param manner `asking` unless the person has just pressed a button that says so
   * @throws AuthError when the Home can not be written; what is kept stays kept then
   */
  async putBack(manner: 'asking' | 'told'): Promise<PutBackResult | HomeAccessRefusal> {
    const { kept, questions, credential, isTrusted } = this.#ports;
    const last = await kept.findLast();
    if (last === undefined) {
      return 'nothingKept';
    }
    if (!isTrusted()) {
      return 'untrusted';
    }
    const look = await lookAtHome(this.#ports);
    if ('code' in look) {
      return look;
    }
    // A button pressed on old news says nothing about a sign-in that somebody made since.
    const mustAsk = manner === 'asking' || look.found.kind === 'foreign' || look.found.kind === 'unreadable';
    if (mustAsk && !(await questions.mayPutBack({ kept: last.was, replaced: look.found, path: credential.path }))) {
      return 'declined';
    }
    const result = await this.#swapBack(last, look);
    if (result === 'done') {
      await this.#follow('changed');
    }
    return result;
  }

  async #readStatus(asksCodex: boolean): Promise<HomeStatus> {
    const { home, seen, running, log, isTrusted } = this.#ports;
    const status = await readHomeStatus(this.#ports, asksCodex);
    if (isTrusted() && seen.note(home.folder, status.home)) {
      log.unawaited('running', running.follow('changed'));
    }
    return status;
  }

  /** For the answer to a change, which was made whether or not it can be looked at: main asks for what is missing. */
  async #findStatus(): Promise<HomeStatus | undefined> {
    return this.#readStatus(true).catch(() => undefined);
  }

  /** After a change that was made here. */
  async #follow(manner: ChangeManner): Promise<void> {
    const { home, seen, running } = this.#ports;
    seen.forget(home.folder);
    await running.follow(manner);
  }

  async #swapBack(last: KeptSignIn, look: HomeLook): Promise<PutBackResult> {
    const { home, placements, kept, credential } = this.#ports;
    return placements.withLock(home.folder, async () => {
      if (!(await isUnchanged(look, home))) {
        return 'changedMeanwhile';
      }
      const replaced = await this.#keep(look);
      if (replaced === 'failed') {
        return 'notKept';
      }
      if ((await credential.replace(last.document, look.seen.fingerprint)) === 'conflict') {
        await this.#dropIf(replaced);
        return 'changedMeanwhile';
      }
      await placements.remove(home.folder);
      await kept.drop(last);
      return 'done';
    });
  }

  async #place(
    { request, credential, mark }: Acceptable,
    look: HomeLook,
    isSilent: boolean,
  ): Promise<HomeAccessResult<PutAnswer>> {
    const { home, placements, kept, clock, news } = this.#ports;
    return placements.withLock(home.folder, async () => {
      if (!(await isUnchanged(look, home))) {
        return { code: 'changedMeanwhile' } as const;
      }
      const replaced = isSilent ? undefined : await this.#keep(look);
      if (replaced === 'failed') {
        return { code: 'problem', problem: 'notKept', path: home.credentialPath } as const;
      }
      if ((await home.put(credential, look.seen)) === 'conflict') {
        await this.#dropIf(replaced);
        return { code: 'changedMeanwhile' } as const;
      }
      const placedAtMs = clock.nowMs();
      const { placementId, binding, label } = request;
      const { userId, workspaceId, loginOwnerId, secretHash = '' } = mark;
      const sinceMs = findSinceMs(mark, { inHome: look.mark, placement: look.placement }, placedAtMs);
      await placements.write({
        home: home.folder,
        placementId,
        binding,
        label,
        placedAtMs,
        sinceMs,
        secretHash,
        loginOwnerId,
        userId,
        workspaceId,
      });
      if (!isSilent) {
        news.placed({
          label,
          binding,
          expiresAtMs: mark.expiresAtMs,
          canPutBack: (await kept.findLast()) !== undefined,
        });
      }
      return { ok: { placedAtMs, replaced: nameReplaced(look) } };
    });
  }

  async #mayPlace({ request, mark }: Acceptable, { found }: HomeLook): Promise<boolean> {
    const { questions, credential } = this.#ports;
    const { label, binding } = request;
    return questions.mayPlace({
      label,
      binding,
      expiresAtMs: mark.expiresAtMs,
      path: credential.path,
      replaced: found,
    });
  }

  /**
   * Keeps what is about to be replaced. A lease or a copy of ours needs no keeping: main has the account. An own sign-in
   * is nowhere but here.
   */
  async #keep({ found, seen, placement }: HomeLook): Promise<KeptSignIn | undefined | 'failed'> {
    const isMains = found.kind === 'placed' && placement?.binding !== 'own';
    if (found.kind === 'none' || isMains || seen.document === undefined) {
      return undefined;
    }
    const entry: KeptSignIn = { document: seen.document, was: found, keptAtMs: this.#ports.clock.nowMs() };
    return (await this.#ports.kept.keep(entry)) ? entry : 'failed';
  }

  async #dropIf(entry: KeptSignIn | undefined): Promise<void> {
    if (entry !== undefined) {
      await this.#ports.kept.drop(entry);
    }
  }

  #isHere({ hostId }: { readonly hostId: string }): boolean {
    return hostId === this.#ports.hostId;
  }
}
