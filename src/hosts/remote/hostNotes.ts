import type { HostChoice, HostRecord, HostRecords, Placed } from '../../storage/hostRecords.ts';
import type { Clock } from '../../base/clock.ts';
import type { Hello } from './companionProtocol.ts';

/** The records of hosts, and the account that each is about. */
export interface HostNotesPorts {
  readonly records: HostRecords;
  readonly clock: Pick<Clock, 'nowMs'>;
  /** What VS Code calls the remote; a rebuilt container keeps it. */
  readonly authority: string | undefined;
}

/** A host with what is noted of it. */
export interface NotedHost {
  readonly record: HostRecord;
  /** The host that was under the same name before: a rebuilt container is a new host to its companion. */
  readonly predecessor: HostRecord | undefined;
}

/** Notes that a host was seen. */
export async function noteSeen(host: Hello, ports: HostNotesPorts): Promise<NotedHost> {
  const { records } = ports;
  const predecessor = await findPredecessor(host, ports);
  return records.withHost(host.hostId, async () => {
    const record = describe(host, { known: await records.read(host.hostId), predecessor }, ports);
    await records.write(record);
    return { record, predecessor };
  });
}

/** Notes what was put there, and what the person said about the host with it. */
export async function notePlaced(
  host: Hello,
  { placed, choice }: { readonly placed: Placed; readonly choice: HostChoice | undefined },
  ports: HostNotesPorts,
): Promise<void> {
  const { records } = ports;
  const predecessor = await findPredecessor(host, ports);
  await records.withHost(host.hostId, async () => {
    // The note may have been dropped, or this host never been looked at.
    const record = describe(host, { known: await records.read(host.hostId), predecessor }, ports);
    await records.write({ ...record, choice: choice ?? record.choice, placed });
  });
  // An own sign-in of the former container still lives on the server: its note stays until the person drops it.
  if (predecessor !== undefined && predecessor.placed?.binding !== 'own') {
    await records.remove(predecessor.id);
  }
}

/** Changes the note of a host, if there is one. */
export async function changeNote(
  id: string,
  change: (record: HostRecord) => HostRecord,
  records: HostRecords,
): Promise<void> {
  await records.withHost(id, async () => {
    const record = await records.read(id);
    if (record !== undefined) {
      await records.write(change(record));
    }
  });
}

function describe(
  host: Hello,
  before: { readonly known: HostRecord | undefined; readonly predecessor: HostRecord | undefined },
  { authority, clock }: HostNotesPorts,
): HostRecord {
  const { known, predecessor } = before;
  return {
    id: host.hostId,
    via: 'window',
    name: host.hostName,
    userName: host.userName,
    authority: authority ?? known?.authority,
    choice: known?.choice ?? predecessor?.choice ?? 'auto',
    placed: known?.placed,
    lastSeenMs: clock.nowMs(),
  };
}

async function findPredecessor(
  { hostId }: Hello,
  { records, authority }: HostNotesPorts,
): Promise<HostRecord | undefined> {
  return authority === undefined
    ? undefined
    : (await records.list()).find(
        (record) => record.via === 'window' && record.authority === authority && record.id !== hostId,
      );
}
