import { ProgressLocation, l10n, window } from 'vscode';
import type { CopyService, FoundPlace, Sending } from '../../hosts/copy/copyService.ts';
import type { CopyResult } from '../../hosts/copy/destination.ts';
import type { Account } from '../../storage/account.ts';
import { Cancelled } from '../../errors/authError.ts';
import { linkSafeText } from '../../util/displayText.ts';
import { chooseAccountToCopy, chooseKind, confirmCopy } from './copyQuestions.ts';
import { sayCopied } from './copyResult.ts';
import { pickCopyTarget } from './copyTargetPicker.ts';
import { showOtherHostWays } from './documentedWays.ts';
import { showOwnSignIn } from '../hosts/ownSignInProgress.ts';
import { describeOwn } from '../hosts/hostActions.ts';
import type { Services } from '../shell/services.ts';

/**
 * Copies a sign-in to a host that no window is connected to: which account, where, how, a look at who stands there, the
 * person's word, and only then bytes.
 */
export async function copySignInToHost(services: Services): Promise<void> {
  const account = await chooseAccountToCopy(services);
  if (account === undefined) {
    return;
  }
  const copy = await services.loadCopy();
  const target = await pickCopyTarget(copy);
  if (target === 'ways') {
    await showOtherHostWays(services);
  }
  if (target === undefined || target === 'ways') {
    return;
  }
  const found = await withCancel(l10n.t('Looking at the host'), (signal) => copy.find(target, signal));
  const kind = await chooseKind(account, found, services.clock.nowMs());
  if (kind === undefined || !(await confirmCopy({ account, found, kind, nowMs: services.clock.nowMs() }))) {
    return;
  }
  await (kind === 'own' ? sendOwn({ copy, found, services }) : sendOf(account, { copy, found, services }));
}

interface Flow {
  readonly copy: CopyService;
  readonly found: FoundPlace;
  readonly services: Services;
}

/** A lease of the account, or its key as it is. */
async function sendOf(account: Account, flow: Flow): Promise<void> {
  const { leases } = await flow.services.loadHosts();
  await send(flow, async () => {
    const { id, label, identity } = account;
    return { credential: await leases.make(account), belonging: { accountId: id, label, identity } };
  });
}

/** A sign-in made now for that host; one that does not reach it is ended, since nobody else has it. */
async function sendOwn(flow: Flow): Promise<void> {
  const own = await (await flow.services.loadHosts()).loadOwnSignIn();
  const outcome = await showOwnSignIn(own, flow.found.place);
  if (outcome?.kind !== 'ready') {
    return;
  }
  const { credential, identity, discard } = outcome;
  const belonging = describeOwn(identity);
  try {
    await send(flow, () => Promise.resolve({ credential, belonging }));
  } catch (failure) {
    await discard();
    throw failure;
  }
}

async function send({ copy, found, services }: Flow, make: () => Promise<Sending>): Promise<void> {
  const { sending, result } = await withCancel(
    l10n.t('Copying the sign-in to {0}', linkSafeText(found.place)),
    async (signal): Promise<{ readonly sending: Sending; readonly result: CopyResult }> => {
      const made = await make();
      signal.throwIfAborted();
      return { sending: made, result: await copy.send(found, made, signal) };
    },
  );
  services.log.info('host', `copied ${sending.credential.binding} by ${found.target.kind}`);
  await sayCopied({ sending, found, result });
}

/** Cancelling ends the program that is at work. */
function withCancel<T>(title: string, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  return Promise.resolve(
    window.withProgress({ location: ProgressLocation.Notification, title, cancellable: true }, (_progress, token) => {
      const cancel = new AbortController();
      token.onCancellationRequested(() => {
        cancel.abort(new Cancelled());
      });
      return work(cancel.signal);
    }),
  );
}
