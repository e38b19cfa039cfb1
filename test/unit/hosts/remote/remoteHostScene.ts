import type { RuledSignIn } from '../../../../src/accounts/use/signInRules.ts';
import { LeaseService } from '../../../../src/accounts/refresh/leaseService.ts';
import { serializeCredential } from '../../../../src/home/credential/serializeCredential.ts';
import type { Hello } from '../../../../src/hosts/remote/companionProtocol.ts';
import type { RunningCodex } from '../../../../src/home/running/inventory.ts';
import type { RemoteSignInStatus } from '../../../../src/hosts/remote/remoteSignInStatus.ts';
import { RemoteHost } from '../../../../src/hosts/remote/remoteHost.ts';
import type { ConnectedHost } from '../../../../src/hosts/remote/remoteState.ts';
import { HostRecords, type HostChoice, type Placed } from '../../../../src/storage/hostRecords.ts';
import { answer } from '../../../support/fakeHttp.ts';
import { createFakeRemoteHome } from '../../../support/fakeRemoteHome.ts';
import { createMemoryFolder } from '../../../support/memoryStores.ts';
import { mintTokens } from '../../../support/tokens.ts';
import { answerWith, createRefreshScene, mintLife, renew } from '../../accounts/refresh/refreshScene.ts';
import { accountIdOf } from '../../../support/records.ts';

export const minuteMs = 60_000;
export const startMs = Date.UTC(2026, 10, 21, 4, 0, 0);

/** A window on a remote with an account at home: everything but the two extension hosts is real. */
export async function createRemoteScene({
  authority = 'ssh-remote+gpu-box',
  hello = {},
}: { authority?: string; hello?: Partial<Hello> } = {}) {
  const first = mintLife({ issuedMs: startMs - 5 * minuteMs });
  const scene = createRefreshScene({
    replies: {
      '/oauth/token': () => answer(200, answerWith(renew(first, { issuedMs: scene.clock.nowMs() }))),
    },
  });
  const account = await scene.save(first);
  scene.put(first);
  const folder = createMemoryFolder();
  const records = new HostRecords(folder);
  const remote = createFakeRemoteHome(scene.clock.nowMs, hello);
  const leases = new LeaseService({ refresh: scene.service });
  const openWindow = (name = authority): RemoteHost =>
    new RemoteHost({
      home: remote,
      records,
      clock: scene.clock,
      authority: name,
      make: (one) => leases.make(one),
      findAccount: async (id) => {
        const entry = await scene.vault.read(id);
        return entry.kind === 'account' ? entry.account : undefined;
      },
    });
  /** What somebody signs in as over there by other means. */
  const signInThere = (email = 'eve@example.com'): void => {
    remote.text = serializeCredential(
      { kind: 'chatgpt', tokens: mintTokens({ email, userId: 'user-eve', workspaceId: 'workspace-eve' }) },
      undefined,
    ).reveal();
    remote.placement = undefined;
  };
  return { ...scene, account, folder, records, remote, openWindow, host: openWindow(), signInThere };
}

export function signInStatusOf(host: RemoteHost): string {
  return host.state.kind === 'connected' ? host.state.signIn.kind : host.state.kind;
}

export function createPlaced(over: Partial<Placed> = {}): Placed {
  return {
    binding: 'lease',
    accountId: accountIdOf('a1'),
    label: 'Work',
    userId: 'user-ada',
    workspaceId: 'workspace-ada',
    placementId: 'p1',
    accessTokenHash: 'h1',
    placedAtMs: startMs,
    expiresAtMs: startMs + 60 * minuteMs,
    path: '/home/ada/.codex/auth.json',
    codexNeedsRestartSinceMs: undefined,
    ...over,
  };
}

/** A background server that uses what its Home holds. */
export function createRunning(over: Partial<RunningCodex> = {}): RunningCodex {
  const what = { kind: 'terminals', pid: 7, used: { kind: 'home' }, activity: 'idle' } as const;
  return { ...what, clients: 0, ageMs: minuteMs, version: undefined, isRemoteControlled: false, ...over };
}

interface ConnectedOver {
  readonly hello?: Partial<Hello>;
  readonly choice?: HostChoice;
  readonly running?: readonly RunningCodex[];
  readonly ruled?: RuledSignIn;
}

/** A host as the last look saw it. */
export function createConnected(
  signIn: RemoteSignInStatus,
  { hello = {}, choice = 'auto', running = [], ruled }: ConnectedOver = {},
): ConnectedHost {
  const { host } = createFakeRemoteHome(() => startMs, hello);
  const placed = 'placed' in signIn ? signIn.placed : undefined;
  const names = {
    id: host.hostId,
    via: 'window',
    name: host.hostName,
    userName: host.userName,
    authority: undefined,
  } as const;
  const record = { ...names, choice, placed, lastSeenMs: startMs };
  return { kind: 'connected', host, record, signIn, canPutBack: false, running, rules: undefined, ruled };
}
