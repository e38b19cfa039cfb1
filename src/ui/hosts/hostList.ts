import { ThemeIcon, l10n, window, type QuickInputButton, type QuickPickItem } from 'vscode';
import type { HostRecord } from '../../storage/hostRecords.ts';
import { linkSafeText } from '../../util/displayText.ts';
import { findViewOptions, offerSignInList, removeFromHost, requireHost } from './hostActions.ts';
import { describeHere, explainDrop, viewHosts, viewThisComputer, type HostRow } from './hostListView.ts';
import { signInHost } from './hostMenu.ts';
import { viewHost } from '../text/hostView.ts';
import { lookAtRunning } from '../running/bringAlong.ts';
import type { Services } from '../shell/services.ts';
import { settings } from '../shell/settings.ts';

type Row = QuickPickItem & HostRow;

/** This computer, and every host that was given something, or seen: what, when, where, and taking it away again. */
export async function showHosts(services: Services): Promise<void> {
  const { records, remote } = await services.loadHosts();
  const [state] = await Promise.all([remote?.look(), services.loadRunning().then(lookAtRunning)]);
  const connected = state?.kind === 'connected' ? state : undefined;
  const connectedId = connected?.record.id;
  const all = await records.list();
  const remove: QuickInputButton = { iconPath: new ThemeIcon('trash'), tooltip: l10n.t('Remove…') };
  const running = connected === undefined ? [] : viewHost(connected, await findViewOptions(services)).running;
  const hosts = viewHosts(all, {
    connectedId,
    running,
    nowMs: services.clock.nowMs(),
    hidePersonalInfo: settings.hidePersonalInfo(),
  }).map((row) => ({ ...row, buttons: [remove] }));
  const picked = await pickRow([await viewHere(services), ...hosts]);
  if (picked === undefined) {
    return;
  }
  const record = all.find(({ id }) => id === picked.row.id);
  if (record === undefined) {
    await services.run(services.running.sentences.length === 0 ? 'switchAccount' : 'restartCodex');
  } else if (record.id === connectedId && !picked.isRemoval) {
    await signInHost(services);
  } else if (record.id === connectedId && record.placed !== undefined) {
    const host = await requireHost(services);
    await (host === undefined ? undefined : removeFromHost(host));
  } else {
    await drop(record, services);
  }
}

async function viewHere({ current, running, host, places }: Services): Promise<HostRow> {
  const account = describeHere(await current.update(), settings.hidePersonalInfo());
  return viewThisComputer({ side: host.side, account, running: running.sentences, place: places.home });
}

async function pickRow(rows: readonly Row[]): Promise<{ readonly row: Row; readonly isRemoval: boolean } | undefined> {
  const pick = window.createQuickPick<Row>();
  pick.title = l10n.t('Hosts');
  pick.placeholder =
    rows.length > 1
      ? l10n.t('What was put where and when. Choose a host to change or remove it.')
      : l10n.t('No other host was seen or given a sign-in yet. Hosts appear here once a window is connected to one.');
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  pick.items = rows;
  try {
    return await new Promise((resolve) => {
      pick.onDidAccept(() => {
        const row = pick.selectedItems[0];
        resolve(row === undefined ? undefined : { row, isRemoval: false });
      });
      pick.onDidTriggerItemButton(({ item }) => {
        resolve({ row: item, isRemoval: true });
      });
      pick.onDidHide(() => {
        resolve(undefined);
      });
      pick.show();
    });
  } finally {
    pick.dispose();
  }
}

/** The note of a host that can not be asked now; what stands there is said, since it stays. */
async function drop(record: HostRecord, services: Services): Promise<void> {
  const remove = l10n.t('Remove the Note');
  const detail = explainDrop(record, services.clock.nowMs());
  const choice = await window.showWarningMessage(
    l10n.t('Remove {0} from the list?', linkSafeText(record.name)),
    { modal: true, detail },
    remove,
  );
  if (choice !== remove) {
    return;
  }
  await (await services.loadHosts()).records.remove(record.id);
  services.log.info('host', 'note removed');
  if (record.placed?.binding === 'own') {
    await offerSignInList(
      l10n.t('The note of {0} is gone. Revoke its sign-in where you are signed in.', linkSafeText(record.name)),
    );
  }
}
