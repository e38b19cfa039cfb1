import { randomInt } from 'node:crypto';
import { challengeOf, type AuthorizationCodes } from './authorizationCodes.ts';
import type { Membership } from './people.ts';
import type { SecretMint } from './secretMint.ts';

/** How far a device sign-in is. */
type DeviceState =
  { readonly kind: 'pending' } | { readonly kind: 'denied' } | { readonly kind: 'approved'; readonly code: string };

export interface DeviceSignIn {
  readonly deviceAuthId: string;
  /** What the person types: `ABCD-EFGHJ`. */
  readonly userCode: string;
  readonly clientId: string;
  /** Made by the server (docs/codex-protocol.md, Device code). */
  readonly codeVerifier: string;
  readonly codeChallenge: string;
  readonly expiresAtMs: number;
  state: DeviceState;
}

export interface DeviceCodesOptions {
  readonly codes: AuthorizationCodes;
  readonly secrets: SecretMint;
  readonly now: () => number;
  /** The redirect addresses that the code exchange may name: `<issuer>/deviceauth/callback`. */
  readonly redirectUris: readonly string[];
}

const deviceLifetimeMs = 15 * 60 * 1000;
const userCodeAlphabet = 'BCDFGHJKLMNPQRSTVWXZ23456789';
const userCodeGroupLengths = [4, 5] as const;
const deviceScope = 'openid profile email offline_access api.connectors.read api.connectors.invoke';
const maximumVerifierLength = 128;

function makeUserCode(): string {
  const groups = userCodeGroupLengths.map((length) =>
    Array.from({ length }, () => userCodeAlphabet.charAt(randomInt(userCodeAlphabet.length))).join(''),
  );
  return groups.join('-');
}

function normalize(userCode: string): string {
  return userCode.toUpperCase().replaceAll(/[^A-Z0-9]/gu, '');
}

/** All device sign-ins, found by what the device holds or by what the person types. */
export class DeviceCodes {
  readonly #options: DeviceCodesOptions;
  readonly #signIns: DeviceSignIn[] = [];

  constructor(options: DeviceCodesOptions) {
    this.#options = options;
  }

  begin(clientId: string): DeviceSignIn {
    const codeVerifier = this.#options.secrets.make('', 64).slice(0, maximumVerifierLength);
    const signIn: DeviceSignIn = {
      deviceAuthId: this.#options.secrets.make('deviceauth_', 16),
      userCode: makeUserCode(),
      clientId,
      codeVerifier,
      codeChallenge: challengeOf(codeVerifier),
      expiresAtMs: this.#options.now() + deviceLifetimeMs,
      state: { kind: 'pending' },
    };
    this.#signIns.push(signIn);
    return signIn;
  }

  findByDevice(deviceAuthId: string, userCode: string): DeviceSignIn | undefined {
    return this.#signIns.find((signIn) => signIn.deviceAuthId === deviceAuthId && signIn.userCode === userCode);
  }

  /** The open sign-in with that code, however it was typed. */
  findOpen(userCode: string): DeviceSignIn | undefined {
    return this.#signIns.find(
      (signIn) =>
        normalize(signIn.userCode) === normalize(userCode) &&
        signIn.state.kind === 'pending' &&
        !this.isExpired(signIn),
    );
  }

  isExpired(signIn: DeviceSignIn): boolean {
    return signIn.expiresAtMs <= this.#options.now();
  }

  approve(signIn: DeviceSignIn, membership: Membership): void {
    const code = this.#options.codes.issue({
      subject: { ...membership, clientId: signIn.clientId, scope: deviceScope },
      redirectUris: this.#options.redirectUris,
      codeChallenge: signIn.codeChallenge,
    });
    signIn.state = { kind: 'approved', code };
  }

  deny(signIn: DeviceSignIn): void {
    signIn.state = { kind: 'denied' };
  }
}
