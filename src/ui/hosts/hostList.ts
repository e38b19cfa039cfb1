import { ThemeIcon, l10n, type QuickInputButton, type QuickPickItem } from 'vscode';
import type { HostRecord } from '../../storage/hostRecords.ts';
import { linkSafeText } from '../../base/displayText.ts';
import { findViewOptions, offerSignInList, removeFromHost, requireHost } from './hostActions.ts';
import { describeHere, explainDrop, viewHosts, viewThisComputer, type HostRow } from './hostListView.ts';
import { signInHost, type HostMenuFlow } from './hostMenu.ts';
import { sayRuleThere, viewHost } from '../text/hostView.ts';
import { lookAtRunning } from '../running/restartPrompts.ts';
import type { RunningState } from '../shell/runningState.ts';
import { settings } from '../shell/settings.ts';

type Row = QuickPickItem & HostRow;

export type HostListFlow = HostMenuFlow & {
  readonly running: Pick<RunningState, 'sentences'>;
  /** Where Codex beside this extension keeps its sign-in. */
  readonly places: { readonly home: string };
};

/** This computer, and every host that was given something, or seen: what, when, where, and taking it away again. */
export async function showHosts(flow: HostListFlow): Promise<void> {
  const { records, remote } = await flow.loadHosts();
  const [state] = await Promise.all([remote?.look(), flow.loadRunning().then(lookAtRunning)]);
  const connected = state?.kind === 'connected' ? state : undefined;
  const connectedId = connected?.record.id;
  const all = await records.list();
  const remove: QuickInputButton = { iconPath: new ThemeIcon('trash'), tooltip: l10n.t('Remove…') };
  const running = connected === undefined ? [] : viewHost(connected, await findViewOptions(flow)).running;
  const rule = connected === undefined ? undefined : sayRuleThere(connected, settings.hidePersonalInfo());
  const hosts = viewHosts(all, {
    connectedId,
    running: [...(rule === undefined ? [] : [rule]), ...running],
    nowMs: flow.clock.nowMs(),
    hidePersonalInfo: settings.hidePersonalInfo(),
  }).map((row) => ({ ...row, buttons: [remove] }));
  const picked = await flow.prompts.pickRowOrButton<Row>([await viewHere(flow), ...hosts], {
    title: l10n.t('Hosts'),
    placeHolder:
      hosts.length > 0
        ? l10n.t('What was put where and when. Choose a host to change or remove it.')
        : l10n.t('No other host was seen or given a sign-in yet. Hosts appear here once a window is connected to one.'),
    matchOnDescription: true,
    matchOnDetail: true,
  });
  if (picked === undefined) {
    return;
  }
  const record = all.find(({ id }) => id === picked.row.id);
  if (record === undefined) {
    await flow.run(flow.running.sentences.length === 0 ? 'switchAccount' : 'restartCodex');
  } else if (record.id === connectedId && picked.button === undefined) {
    await signInHost(flow);
  } else if (record.id === connectedId && record.placed !== undefined) {
    const host = await requireHost(flow);
    await (host === undefined ? undefined : removeFromHost(host));
  } else {
    await drop(record, flow);
  }
}

async function viewHere({ current, running, host, places }: HostListFlow): Promise<HostRow> {
  const account = describeHere(await current.update(), settings.hidePersonalInfo());
  return viewThisComputer({ side: host.side, account, running: running.sentences, place: places.home });
}

/** The note of a host that can not be asked now; what is there is said, since it stays. */
async function drop(record: HostRecord, flow: HostListFlow): Promise<void> {
  const remove = l10n.t('Remove the Note');
  const choice = await flow.prompts.confirm('warning', l10n.t('Remove {0} from the list?', linkSafeText(record.name)), {
    detail: explainDrop(record, flow.clock.nowMs()),
    buttons: [remove],
  });
  if (choice !== remove) {
    return;
  }
  await (await flow.loadHosts()).records.remove(record.id);
  flow.log.info('host', 'note removed');
  if (record.placed?.binding === 'own') {
    await offerSignInList(
      l10n.t('The note of {0} is gone. Revoke its sign-in where you are signed in.', linkSafeText(record.name)),
      flow,
    );
  }
}
