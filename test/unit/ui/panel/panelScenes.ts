import { randomBytes } from 'node:crypto';
import type { AccountState } from '../../../../src/accounts/use/currentAccount.ts';
import type { AttemptState } from '../../../../src/accounts/signIn/signInService.ts';
import type { Account, Credential } from '../../../../src/storage/account.ts';
import { Secret } from '../../../../src/base/secret.ts';
import { situationOf } from '../../../support/situations.ts';
import type { PanelOptions } from '../../../../src/ui/panel/panelView.ts';
import { setups, accountIdOf, grantIdOf } from '../../../support/records.ts';

/** A text that stands nowhere else, so that finding it proves where it came from. */
export function createMarker(): string {
  return `marker-${randomBytes(12).toString('hex')}`;
}

export interface MarkedAccount {
  readonly account: Account;
  /** Every text of the account that may not reach the page. */
  readonly markers: readonly string[];
}

/** An account of each kind whose secrets, and whose ids, are markers. */
export function createAccount(kind: Credential['kind'], identity: Partial<Account['identity']> = {}): MarkedAccount {
  const markers: string[] = [];
  const mark = (): string => {
    const marker = createMarker();
    markers.push(marker);
    return marker;
  };
  const secret = (): Secret => new Secret(mark());
  const credentials = {
    chatgpt: (): Credential => ({
      kind: 'chatgpt',
      tokens: {
        idToken: secret(),
        accessToken: secret(),
        refreshToken: secret(),
        workspaceId: mark(),
        provenance: { issuer: 'https://auth.openai.com', clientId: mark() },
        loginOwnerId: mark(),
        lastRefresh: undefined,
      },
    }),
    apiKey: (): Credential => ({ kind: 'apiKey', key: secret(), check: 'good' }),
    accessToken: (): Credential => ({ kind: 'accessToken', shape: 'personalAccessToken', token: secret() }),
    azure: (): Credential => ({ kind: 'azure', setup: setups.azure, key: secret() }),
    bedrock: (): Credential => ({ kind: 'bedrock', setup: setups.bedrock, key: secret() }),
    local: (): Credential => ({ kind: 'local', setup: setups.local, key: undefined }),
    custom: (): Credential => ({ kind: 'custom', setup: setups.custom, key: secret() }),
  };
  const account: Account = {
    id: accountIdOf(mark()),
    gen: 1,
    label: 'Work',
    colour: undefined,
    createdAt: '2026-09-01T08:00:00Z',
    grantId: grantIdOf(mark()),
    identity: {
      email: kind === 'apiKey' ? undefined : 'ada@example.com',
      userId: mark(),
      plan: kind === 'chatgpt' ? 'plus' : undefined,
      workspaceId: mark(),
      workspaceName: undefined,
      ...identity,
    },
    credential: credentials[kind](),
  };
  return { account, markers };
}

export const options: PanelOptions = {
  variables: [],
  places: {
    vault: 'In the secret storage of VS Code.',
    home: '/home/ada/.codex/auth.json',
    homePlace: { kind: 'file', path: '/home/ada/.codex/auth.json' },
  },
  host: situationOf(),
  hidePersonalInfo: false,
  remote: undefined,
  running: [],
  payer: undefined,
  usage: undefined,
  rule: undefined,
  nowMs: 1_000_000,
};

export const idle: AttemptState = { kind: 'idle' };

export const deviceAttempt: AttemptState = {
  kind: 'deviceCode',
  waiting: {
    userCode: 'ABCD-1234',
    verificationUrl: 'https://auth.openai.com/codex/device',
    expiresAtMs: 1_000_000 + 890_500,
  },
};

export function browserAttempt(link: string, isPasteOffered = false): AttemptState {
  const paste = { validate: () => undefined, submit: () => undefined };
  const waiting = {
    link: new Secret(link),
    port: 1455,
    deadlineMs: 1_000_000 + 600_000,
    reach: 'direct' as const,
    isPasteOffered,
    paste,
  };
  return { kind: 'browser', waiting };
}

export function signedIn(account: Account): Extract<AccountState, { kind: 'signedIn' }> {
  return { kind: 'signedIn', account, home: { kind: 'ours', account }, health: { kind: 'good', checkedAtMs: 900_000 } };
}
