import * as z from 'zod/mini';
import { parseJson } from '../base/json.ts';
import { sha256Hex } from '../base/bytes.ts';
import type { Event } from '../base/emitter.ts';
import type { Account } from './account.ts';
import { accountId, type AccountId } from './ids.ts';
import type { RecordFolder } from './ports.ts';

/** How a host was reached: the window is connected to it, or something was copied there. */
const hostRoutes = ['window', 'ssh', 'docker', 'folder'] as const;

/** How a host is reached: through a window's companion, or by a program that connects to it. */
export type HostRoute = (typeof hostRoutes)[number];

/** What the person wants on a host; `auto` is decided anew at each look. */
const hostChoices = ['auto', 'lease', 'own', 'none'] as const;

/** What a person chose for a host, by its name in the record. */
export type HostChoice = (typeof hostChoices)[number];

/** What we put into a Home elsewhere. Never a credential, at most the hash of one. */
export interface Placed {
  readonly binding: 'lease' | 'own' | 'copy';
  /** The account it was made of; absent for an own sign-in, of which this note is all that is kept. */
  readonly accountId: AccountId | undefined;
  /** What it is called: the account's label, or whom the own sign-in belongs to. */
  readonly label: string;
  /** For an own sign-in: the same where it is hidden who the person is. */
  readonly hiddenLabel?: string | undefined;
  readonly userId: string | undefined;
  readonly workspaceId: string | undefined;
  /** What the companion there calls it. */
  readonly placementId: string;
  readonly accessTokenHash: string | undefined;
  readonly placedAtMs: number;
  /** When it ends by itself; undefined when it does not. */
  readonly expiresAtMs: number | undefined;
  /** The file it is in, on that host. */
  readonly path: string;
  /** When a lease was renewed that had ended before: a Codex that was started earlier may have given up on it. */
  readonly codexNeedsRestartSinceMs: number | undefined;
}

/** A host that an account was put on, or that was asked about it. It holds no secret. */
export interface HostRecord {
  /** The HostId that the companion keeps there; for the others what they are called here, such as `ssh:gpu-box`. */
  readonly id: string;
  readonly via: HostRoute;
  readonly name: string;
  readonly userName: string | undefined;
  /** What VS Code calls the remote, to know a rebuilt container again by. */
  readonly authority: string | undefined;
  readonly choice: HostChoice;
  readonly placed: Placed | undefined;
  readonly lastSeenMs: number;
}

const text = z.catch(z.optional(z.string()), undefined);

const placedSchema = z.object({
  binding: z.enum(['lease', 'own', 'copy']),
  accountId: z.catch(z.optional(accountId), undefined),
  label: z.string(),
  hiddenLabel: text,
  userId: text,
  workspaceId: text,
  placementId: z.string(),
  accessTokenHash: text,
  placedAtMs: z.number(),
  expiresAtMs: z.catch(z.optional(z.number()), undefined),
  path: z.string(),
  /** `codexNeedsRestartSinceMs`, under the name that records have had from the beginning. */
  fellOutAtMs: z.catch(z.optional(z.number()), undefined),
});

const recordSchema = z.object({
  v: z.literal(1),
  id: z.string(),
  via: z.enum(hostRoutes),
  name: z.string(),
  userName: text,
  authority: text,
  choice: z.catch(z.enum(hostChoices), 'auto'),
  placed: z.optional(placedSchema),
  lastSeenMs: z.number(),
});

/** What was put on which other host and when: one small file for each, shared by every window and product. */
export class HostRecords {
  readonly #folder: RecordFolder;
  readonly onDidChange: Event<void>;

  constructor(folder: RecordFolder) {
    this.#folder = folder;
    this.onDidChange = folder.onDidChange;
  }

  async read(id: string): Promise<HostRecord | undefined> {
    const record = decode(await this.#folder.read(await fileName(id)));
    return record?.id === id ? record : undefined;
  }

  /** The host that was seen last comes first. */
  async list(): Promise<readonly HostRecord[]> {
    const records: HostRecord[] = [];
    for (const name of await this.#folder.list()) {
      const record = decode(await this.#folder.read(name));
      if (record !== undefined) {
        records.push(record);
      }
    }
    return records.sort((left, right) => right.lastSeenMs - left.lastSeenMs);
  }

  /** Runs `work` while no other window changes this host. */
  async withHost<T>(id: string, work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    return this.#folder.withLock(await fileName(id), work, signal);
  }

  /** Call it inside `withHost` when it was decided from what was read. */
  async write(record: HostRecord): Promise<void> {
    const stored = { v: 1, ...record, placed: record.placed && toStored(record.placed) };
    await this.#folder.write(await fileName(record.id), JSON.stringify(stored, undefined, 2));
  }

  /** An account is called something else now, also in the notes of what was made of it. */
  async rename({ id, label }: Pick<Account, 'id' | 'label'>): Promise<void> {
    const ofAccount = (record: HostRecord | undefined): boolean =>
      record?.placed?.accountId === id && record.placed.label !== label;
    for (const listed of (await this.list()).filter(ofAccount)) {
      await this.withHost(listed.id, async () => {
        const record = await this.read(listed.id);
        if (record?.placed !== undefined && ofAccount(record)) {
          await this.write({ ...record, placed: { ...record.placed, label } });
        }
      });
    }
  }

  async remove(id: string): Promise<void> {
    await this.#folder.remove(await fileName(id));
  }
}

function decode(content: string | undefined): HostRecord | undefined {
  const parsed = recordSchema.safeParse(parseJson(content ?? ''));
  if (!parsed.success) {
    return undefined;
  }
  const { id, via, name, userName, authority, choice, placed, lastSeenMs } = parsed.data;
  return { id, via, name, userName, authority, choice, placed: placed && toPlaced(placed), lastSeenMs };
}

function toPlaced({ fellOutAtMs, ...data }: z.infer<typeof placedSchema>): Placed {
  return {
    ...data,
    accountId: data.accountId,
    userId: data.userId,
    workspaceId: data.workspaceId,
    accessTokenHash: data.accessTokenHash,
    expiresAtMs: data.expiresAtMs,
    codexNeedsRestartSinceMs: fellOutAtMs,
  };
}

function toStored({ codexNeedsRestartSinceMs, ...placed }: Placed): z.infer<typeof placedSchema> {
  return { ...placed, fellOutAtMs: codexNeedsRestartSinceMs };
}

/** An id of a host may be any text; hashed, it is always a safe name. */
async function fileName(id: string): Promise<string> {
  return `${(await sha256Hex(id)).slice(0, 40)}.json`;
}
