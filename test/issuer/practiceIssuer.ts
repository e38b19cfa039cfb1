import { AgentIdentities } from './agentIdentity.ts';
import { AuthorizationCodes } from './authorizationCodes.ts';
import { AuthorizeEndpoint } from './authorizeEndpoint.ts';
import { Backend } from './backend.ts';
import { BearerCheck } from './bearer.ts';
import { DeviceCodes } from './deviceCodes.ts';
import { DeviceEndpoints } from './deviceEndpoints.ts';
import { DevicePage } from './devicePage.ts';
import { discoveryRoutes } from './discovery.ts';
import { Exchange } from './exchange.ts';
import { FaultBoard, type FaultRule } from './faults.ts';
import { GrantBook, type GrantState, type TokenAnswer } from './grants.ts';
import { homeRoute } from './homePage.ts';
import { listenPlain, listenTls, type Listener, type LoopbackAddress } from './listeners.ts';
import { people, requireMembership, type Choice, type Person } from './people.ts';
import { PersonalAccessTokens } from './personalAccessTokens.ts';
import { PlatformApi, type PlatformKeys } from './platformApi.ts';
import { RequestLog } from './requestLog.ts';
import { Router } from './router.ts';
import { SecretMint } from './secretMint.ts';
import { makeSigningKey } from './signedTokens.ts';
import { makeTlsAuthority, type TlsAuthority } from './tlsAuthority.ts';
import { TokenEndpoint } from './tokenEndpoint.ts';
import { TokenMint } from './tokenMint.ts';

export type { FaultRule } from './faults.ts';
export type { GrantState, TokenAnswer } from './grants.ts';
export type { Choice } from './people.ts';
export type { LoggedRequest } from './requestLog.ts';

export interface PracticeIssuerOptions {
  /** 0, the default, takes any. */
  readonly port?: number;
  /** Where it listens without TLS, and the host of its own address; default 127.0.0.1. */
  readonly host?: LoopbackAddress;
  /**
   * Also listen with TLS under a throw-away authority, made by the `openssl` command. The real CLI's `exec` needs it,
   * and so does its app-server: it calls a sign-in failed when `accounts/check` names no https origin.
   */
  readonly tls?: boolean;
  /** Further names that the TLS certificate is for, beside `localhost`: those that a proxy of the test stands in for. */
  readonly tlsNames?: readonly string[];
  /** Who its tokens say they are from, default its own address: another name that it stands in for. */
  readonly tokenIssuer?: string;
  /** Default 3600. */
  readonly accessTokenLifetimeSeconds?: number;
  /** At most 32 base64url characters that go into every secret; `markerSpellings` tells how they look in a JWT. */
  readonly tokenMarker?: string;
  /** Milliseconds since the epoch; default `Date.now`. */
  readonly now?: () => number;
  /** What `usercode` asks a device to wait between polls; default 5. */
  readonly deviceIntervalSeconds?: number;
  /** How a poll says "not yet"; default 403. */
  readonly devicePendingStatus?: 403 | 404;
}

/** Who gets a grant without a flow, and for which client; by default the CLI's own. */
interface GrantChoice extends Choice {
  readonly clientId?: string;
}

/** An issuer, ChatGPT backend and platform API to practise on, as docs/codex-protocol.md describes the real ones. */
export interface PracticeIssuer {
  /**
   * `http://127.0.0.1:PORT` (or the `host` asked for): the issuer. The backend is at `/backend-api/`, the platform API at `/v1`, authapi at
   * `/api/accounts`; a page for people, with practice keys to paste, at `/`.
   */
  readonly url: string;
  /** `https://localhost:PORT` with the same paths; undefined without `tls`. */
  readonly tlsUrl: string | undefined;
  readonly caFile: string | undefined;
  readonly log: RequestLog;
  readonly people: readonly Person[];
  readonly apiKeys: PlatformKeys;
  /** `business` works for Ada's Business workspace, `revoked` nowhere. */
  readonly personalAccessTokens: { readonly business: string; readonly revoked: string };
  fault(rule: FaultRule): void;
  clearFaults(): void;
  /** The next consent in the browser comes back with this error instead of a code. */
  refuseNextConsent(error: string, description?: string): void;
  /** @throws Error when the code is not open */
  approveDeviceCode(userCode: string, choice: Choice): void;
  denyDeviceCode(userCode: string): void;
  issueGrant(choice: GrantChoice): TokenAnswer;
  issueAgentIdentity(): string;
  /** Ends the family of a refresh token, as "sign out everywhere" does. */
  revokeGrant(refreshToken: string): void;
  /** Lets the family run out, as one unused for long: the next refresh answers `refresh_token_expired`. */
  expireGrant(refreshToken: string): void;
  grants(): readonly GrantState[];
  /** Ends every connection on which no request is under way: a client that idles has none any more. */
  dropIdleConnections(): void;
  /** Cuts every connection and frees the ports. A second call waits for the first. */
  close(): Promise<void>;
}

// An RSA key takes a noticeable part of a second: one per process, however many issuers a test run starts.
const signingKey = makeSigningKey('practice-1');

const defaultLifetimeSeconds = 3600;
const defaultIntervalSeconds = 5;
const defaultClientId = 'app_EMoamEEZ73f0CkXaXp7hrann';
const defaultScope = 'openid profile email offline_access api.connectors.read api.connectors.invoke';

interface Addresses {
  readonly url: string;
  readonly tlsUrl: string | undefined;
}

interface Parts {
  readonly authorize: AuthorizeEndpoint;
  readonly grants: GrantBook;
  readonly devices: DeviceCodes;
  readonly platform: PlatformApi;
  readonly personal: PersonalAccessTokens;
  readonly agents: AgentIdentities;
  readonly router: Router;
}

function buildParts(options: PracticeIssuerOptions, { url, tlsUrl }: Addresses): Parts {
  const now = options.now ?? Date.now;
  const secrets = new SecretMint(options.tokenMarker ?? '');
  const accessTokenLifetimeSeconds = options.accessTokenLifetimeSeconds ?? defaultLifetimeSeconds;
  const tokens = new TokenMint({
    issuerUrl: options.tokenIssuer ?? url,
    signingKey,
    secrets,
    accessTokenLifetimeSeconds,
    now,
  });
  const grants = new GrantBook({ tokens, secrets, now });
  const codes = new AuthorizationCodes(secrets, now);
  const redirectUris = [url, ...(tlsUrl === undefined ? [] : [tlsUrl])].map((base) => `${base}/deviceauth/callback`);
  const devices = new DeviceCodes({ codes, secrets, now, redirectUris });
  const personal = new PersonalAccessTokens(secrets);
  const agents = new AgentIdentities({ signingKey, secrets, now });
  const bearers = new BearerCheck(grants, personal, agents);
  const platform = new PlatformApi(secrets);
  const deviceEndpoints = new DeviceEndpoints({
    devices,
    intervalSeconds: options.deviceIntervalSeconds ?? defaultIntervalSeconds,
    pendingStatus: options.devicePendingStatus ?? 403,
  });
  const home = homeRoute([
    { label: 'API key', value: platform.keys.good },
    { label: 'API key that may not write Responses', value: platform.keys.restricted },
    { label: 'Access token for Harbour Works', value: personal.business },
  ]);
  const authorize = new AuthorizeEndpoint(codes, now);
  const router = new Router([
    home,
    ...discoveryRoutes(url, signingKey),
    ...authorize.routes(),
    ...new TokenEndpoint(codes, grants).routes(),
    ...deviceEndpoints.routes(),
    ...new DevicePage(devices).routes(),
    ...personal.routes(),
    ...agents.routes(),
    ...new Backend({ bearers, grants, platform, now, workspaceBackendOrigin: tlsUrl }).routes(),
    ...platform.routes(),
  ]);
  return { authorize, grants, devices, platform, personal, agents, router };
}

function requireOpenDevice(devices: DeviceCodes, userCode: string): NonNullable<ReturnType<DeviceCodes['findOpen']>> {
  const signIn = devices.findOpen(userCode);
  if (signIn === undefined) {
    throw new Error('No device sign-in is open under that code.');
  }
  return signIn;
}

/** The issuer's own controls, beside its wire. */
function buildControls(
  { authorize, grants, devices, agents }: Parts,
  faults: FaultBoard,
): Omit<
  PracticeIssuer,
  'url' | 'tlsUrl' | 'caFile' | 'log' | 'people' | 'apiKeys' | 'personalAccessTokens' | 'dropIdleConnections' | 'close'
> {
  return {
    fault: (rule) => {
      faults.add(rule);
    },
    clearFaults: () => {
      faults.clear();
    },
    refuseNextConsent: (error, description) => {
      authorize.refuseNext({ error, ...(description === undefined ? {} : { error_description: description }) });
    },
    approveDeviceCode: (userCode, choice) => {
      devices.approve(requireOpenDevice(devices, userCode), requireMembership(choice));
    },
    denyDeviceCode: (userCode) => {
      devices.deny(requireOpenDevice(devices, userCode));
    },
    issueGrant: ({ clientId = defaultClientId, ...choice }) =>
      grants.issueFor(choice, { clientId, scope: defaultScope }),
    issueAgentIdentity: () => agents.issue(),
    revokeGrant: (refreshToken) => {
      grants.revoke(refreshToken);
    },
    expireGrant: (refreshToken) => {
      grants.expire(refreshToken);
    },
    grants: () => grants.states(),
  };
}

async function listenBoth(
  { port = 0, host = '127.0.0.1' }: PracticeIssuerOptions,
  authority: TlsAuthority | undefined,
): Promise<{ readonly plain: Listener; readonly tls: Listener | undefined }> {
  try {
    const plain = await listenPlain(port, host);
    return { plain, tls: authority === undefined ? undefined : await listenTls(authority) };
  } catch (error) {
    await authority?.remove();
    throw error;
  }
}

async function closeAll(listeners: readonly Listener[], authority: TlsAuthority | undefined): Promise<void> {
  await Promise.all(listeners.map((listener) => listener.close()));
  await authority?.remove();
}

/** Starts the practice issuer on loopback. */
export async function startPracticeIssuer(options: PracticeIssuerOptions = {}): Promise<PracticeIssuer> {
  const authority = options.tls === true ? await makeTlsAuthority(options.tlsNames) : undefined;
  const { plain, tls } = await listenBoth(options, authority);
  const listeners = tls === undefined ? [plain] : [plain, tls];
  const addresses: Addresses = {
    url: `http://${options.host === '::1' ? '[::1]' : '127.0.0.1'}:${String(plain.port)}`,
    tlsUrl: tls === undefined ? undefined : `https://localhost:${String(tls.port)}`,
  };
  const parts = buildParts(options, addresses);
  const log = new RequestLog();
  const faults = new FaultBoard();
  const closing = new AbortController();
  let closed: Promise<void> | undefined;
  const now = options.now ?? Date.now;
  const exchange = new Exchange({ router: parts.router, faults, log, now, closing: closing.signal });
  for (const listener of listeners) {
    listener.serve(exchange);
  }
  return {
    ...addresses,
    caFile: authority?.caFile,
    log,
    people,
    apiKeys: parts.platform.keys,
    personalAccessTokens: { business: parts.personal.business, revoked: parts.personal.revoked },
    ...buildControls(parts, faults),
    dropIdleConnections: () => {
      for (const listener of listeners) {
        listener.dropIdle();
      }
    },
    close: () => {
      closing.abort();
      closed ??= closeAll(listeners, authority);
      return closed;
    },
  };
}
