import {
  homeAccessProtocol,
  type Hello,
  type HomeStatus,
  type PutRequest,
} from '../../src/hosts/remote/companionProtocol.ts';
import { parseCredentialDocument, signInKindOf } from '../../src/home/credential/credentialDocument.ts';
import { identifyHomeCredential } from '../../src/accounts/directory/accountIdentity.ts';
import { decodeClaims } from '../../src/protocol/tokens/claims.ts';
import type { HostAnswer, NoAnswer, RemoteHome } from '../../src/hosts/remote/remoteHome.ts';
import { sha256Hex } from '../../src/base/bytes.ts';
import { Secret } from '../../src/base/secret.ts';

type Placement = Pick<PutRequest, 'placementId' | 'binding' | 'label'> & { readonly placedAtMs: number };

export interface FakeRemoteHome extends RemoteHome {
  /** The text of the `auth.json` there. */
  text: string | undefined;
  placement: Placement | undefined;
  host: Hello;
  running: HomeStatus['running'];
  rules: HomeStatus['rules'];
  /** Of each status, whether a server there was asked for it. */
  readonly statuses: ('asked' | 'unasked')[];
  /** How often a Codex there was started again. */
  restarts: number;
  /** What every question is answered with instead. */
  instead: NoAnswer | undefined;
  /** Every document that came, in order. */
  readonly puts: readonly PutRequest[];
  /** A container built anew: nothing of before is there. */
  rebuild(hostId: string): void;
}

/** A companion as main sees it, over a Home in memory: it says what stands there, never the credential. */
export function createFakeRemoteHome(nowMs: () => number, over: Partial<Hello> = {}): FakeRemoteHome {
  const puts: PutRequest[] = [];
  const reply = <T>(make: () => T): Promise<HostAnswer<T>> =>
    Promise.resolve(remote.instead ?? { kind: 'ok', answer: make() });
  /** What the answer to a change says of the Home afterwards. */
  const statusAfter = async (): Promise<HomeStatus | undefined> => {
    const said = await remote.status({ hostId: remote.host.hostId });
    return said.kind === 'ok' ? said.answer : undefined;
  };
  const refuse = (code: 'otherHost' | 'notOurs') => Promise.resolve({ kind: 'refused' as const, refusal: { code } });
  const remote: FakeRemoteHome = {
    text: undefined,
    placement: undefined,
    host: {
      protocol: homeAccessProtocol,
      version: '0.1.0',
      hostId: 'host-1',
      hostName: 'gpu-box',
      userName: 'ada',
      platform: 'linux',
      home: { path: '/home/ada/.codex/auth.json', store: 'file' },
      codex: { hasCli: true, hasIdeExtension: false },
      ...over,
    },
    running: [],
    rules: undefined,
    statuses: [],
    restarts: 0,
    instead: undefined,
    puts,
    rebuild: (hostId) => {
      remote.host = { ...remote.host, hostId };
      remote.text = undefined;
      remote.placement = undefined;
    },
    hello: () => reply(() => remote.host),
    status: async ({ hostId, asksCodex = true }) => {
      remote.statuses.push(asksCodex ? 'asked' : 'unasked');
      const home = await describe(remote);
      return hostId === remote.host.hostId
        ? reply(() => ({ home, running: remote.running, canPutBack: false, rules: remote.rules }))
        : refuse('otherHost');
    },
    put: async (request) => {
      if (request.hostId !== remote.host.hostId) {
        return refuse('otherHost');
      }
      if (remote.instead !== undefined) {
        return remote.instead;
      }
      puts.push(request);
      const replaced = remote.text === undefined ? 'nothing' : remote.placement === undefined ? 'foreign' : 'ours';
      remote.text = request.document;
      remote.placement = { ...pick(request), placedAtMs: nowMs() };
      return { kind: 'ok', answer: { placedAtMs: nowMs(), replaced, status: await statusAfter() } };
    },
    remove: async () => {
      if (remote.placement === undefined) {
        return refuse('notOurs');
      }
      if (remote.instead !== undefined) {
        return remote.instead;
      }
      remote.text = undefined;
      remote.placement = undefined;
      return { kind: 'ok', answer: { removed: true, status: await statusAfter() } };
    },
    restartCodex: async () => {
      if (remote.instead !== undefined) {
        return remote.instead;
      }
      remote.restarts += 1;
      remote.running = [];
      return { kind: 'ok', answer: { step: 'restart', status: await statusAfter() } };
    },
  };
  return remote;
}

function pick({ placementId, binding, label }: PutRequest): Omit<Placement, 'placedAtMs'> {
  return { placementId, binding, label };
}

async function describe({ text, placement }: FakeRemoteHome): Promise<HomeStatus['home']> {
  if (text === undefined) {
    return { kind: 'signedOut' };
  }
  const parsed = parseCredentialDocument(new Secret(text));
  if (parsed.kind !== 'credential') {
    return parsed.kind === 'signedOut' ? parsed : { kind: 'unreadable', problem: parsed.problem };
  }
  const { credential } = parsed;
  const { userId, workspaceId, email } = identifyHomeCredential(credential);
  const tokens = credential.kind === 'chatgpt' ? credential.tokens : undefined;
  const expiresAtMs = tokens && decodeClaims(tokens.accessToken)?.expiresAtMs;
  return {
    kind: 'signedIn',
    credential: signInKindOf(credential),
    canRenew: tokens?.refreshToken.isEmpty === false,
    ...(userId === undefined ? {} : { userId }),
    ...(workspaceId === undefined ? {} : { workspaceId }),
    ...(email === undefined ? {} : { email }),
    ...(tokens === undefined ? {} : { accessTokenHash: await sha256Hex(tokens.accessToken.reveal()) }),
    ...(expiresAtMs === undefined ? {} : { expiresAtMs }),
    ...(placement === undefined ? {} : { placement }),
  };
}
