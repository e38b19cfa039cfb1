import { l10n } from 'vscode';
import type { CopyService, FoundPlace, Sending, SentCopy } from '../../hosts/copy/copyService.ts';
import { AuthError } from '../../errors/authError.ts';
import type { Account } from '../../storage/account.ts';
import type { Clock } from '../../base/clock.ts';
import { linkSafeText } from '../../base/displayText.ts';
import { chooseAccountToCopy, chooseKind, confirmCopy, type ChooseAccountFlow } from './copyQuestions.ts';
import { sayCopied } from './copyResult.ts';
import { pickCopyTarget, type TargetChoice } from './copyTargetPicker.ts';
import { showOtherHostWays, type OtherHostWaysFlow } from './showOtherHostWays.ts';
import { showOwnSignIn, type OwnSignInFlow } from '../hosts/ownSignInProgress.ts';
import { describeOwn } from '../hosts/hostActions.ts';
import type { Log } from '../shell/log.ts';
import { explain } from '../text/errorText.ts';

export type CopySignInFlow = ChooseAccountFlow &
  OwnSignInFlow &
  OtherHostWaysFlow & {
    readonly clock: Pick<Clock, 'nowMs'>;
    readonly log: Pick<Log, 'info'>;
    readonly loadCopy: () => Promise<TargetChoice & Pick<CopyService, 'find' | 'send'>>;
  };

/**
 * Copies a sign-in to a host that no window is connected to: which account, where, how, a look at whose sign-in is there, the
 * person's word, and only then bytes.
 */
export async function copySignInToHost(flow: CopySignInFlow): Promise<void> {
  const account = await chooseAccountToCopy(flow);
  if (account === undefined) {
    return;
  }
  const { prompts, clock } = flow;
  const copy = await flow.loadCopy();
  const target = await pickCopyTarget(copy, prompts);
  if (target === 'ways') {
    await showOtherHostWays(flow);
  }
  if (target === undefined || target === 'ways') {
    return;
  }
  const looking = { title: l10n.t('Looking at the host'), isCancellable: true };
  const found = await prompts.progress(looking, (_report, signal) => copy.find(target, signal));
  const kind = await chooseKind({ account, found, nowMs: clock.nowMs() }, prompts);
  if (kind === undefined || !(await confirmCopy({ account, found, kind, nowMs: clock.nowMs() }, prompts))) {
    return;
  }
  await (kind === 'own' ? sendOwn({ copy, found, flow }) : sendOf(account, { copy, found, flow }));
}

interface FoundHost {
  readonly copy: Pick<CopyService, 'send'>;
  readonly found: FoundPlace;
  readonly flow: CopySignInFlow;
}

/** A lease of the account, or its key as it is. */
async function sendOf(account: Account, host: FoundHost): Promise<void> {
  const { leases } = await host.flow.loadHosts();
  await send(host, async () => {
    const { id, label, identity } = account;
    return { credential: await leases.make(account), belonging: { accountId: id, label, identity } };
  });
}

/** A sign-in made now for that host. One that did not reach it is ended, since nobody else has it; one that may have is not. */
async function sendOwn(host: FoundHost): Promise<void> {
  const outcome = await showOwnSignIn(host.found.place, host.flow);
  if (outcome?.kind !== 'ready') {
    return;
  }
  const { credential, identity, discard } = outcome;
  const belonging = describeOwn(identity);
  try {
    await send(host, () => Promise.resolve({ credential, belonging }));
  } catch (failure) {
    if (failure instanceof AuthError && failure.reason === 'copyUncertain') {
      await offerToEnd(failure, host, discard);
      return;
    }
    await discard();
    throw failure;
  }
}

async function offerToEnd(failure: AuthError, { found, flow }: FoundHost, discard: () => Promise<void>): Promise<void> {
  const end = l10n.t('End That Sign-In');
  const kept = l10n.t('The sign-in made for {0} may be in use there, so it goes on.', linkSafeText(found.place));
  if ((await flow.prompts.offer('warning', `${explain(failure)} ${kept}`, end)) === end) {
    await discard();
  }
}

/** Cancelling ends the program that is at work. */
async function send({ copy, found, flow }: FoundHost, make: () => Promise<Sending>): Promise<void> {
  const { sending, result } = await flow.prompts.progress(
    { title: l10n.t('Copying the sign-in to {0}', linkSafeText(found.place)), isCancellable: true },
    async (_report, signal): Promise<{ readonly sending: Sending; readonly result: SentCopy }> => {
      const made = await make();
      signal.throwIfAborted();
      return { sending: made, result: await copy.send(found, made, signal) };
    },
  );
  flow.log.info('host', `copied ${sending.credential.binding} by ${found.target.kind}`);
  await sayCopied({ sending, found, result }, flow.prompts);
}
