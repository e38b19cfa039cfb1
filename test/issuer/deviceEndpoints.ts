import * as z from 'zod/mini';
import type { DeviceCodes } from './deviceCodes.ts';
import { answerApiError, answerJson, type IssuerAnswer, type IssuerRequest, type Route } from './wire.ts';

export interface DeviceEndpointOptions {
  readonly devices: DeviceCodes;
  /** Sent as a string, as the real server does: the CLI refuses a number. */
  readonly intervalSeconds: number;
  readonly pendingStatus: 403 | 404;
}

const nonEmpty = z.string().check(z.minLength(1));
const userCodeRequestSchema = z.object({ client_id: nonEmpty });
const pollSchema = z.object({ device_auth_id: nonEmpty, user_code: nonEmpty });

/** The two endpoints a device speaks to (docs/codex-protocol.md, Device code). */
export class DeviceEndpoints {
  readonly #options: DeviceEndpointOptions;

  constructor(options: DeviceEndpointOptions) {
    this.#options = options;
  }

  routes(): readonly Route[] {
    const base = '/api/accounts/deviceauth';
    return [
      { method: 'POST', path: `${base}/usercode`, answer: (request) => this.#begin(request) },
      { method: 'POST', path: `${base}/token`, answer: (request) => this.#poll(request) },
    ];
  }

  #begin({ fields }: IssuerRequest): IssuerAnswer {
    const parsed = userCodeRequestSchema.safeParse(fields);
    if (!parsed.success) {
      return answerApiError(400, { code: 'invalid_request', message: 'The request names no client_id.' });
    }
    const signIn = this.#options.devices.begin(parsed.data.client_id);
    return answerJson(200, {
      device_auth_id: signIn.deviceAuthId,
      user_code: signIn.userCode,
      interval: String(this.#options.intervalSeconds),
      expires_at: new Date(signIn.expiresAtMs).toISOString(),
    });
  }

  #poll({ fields }: IssuerRequest): IssuerAnswer {
    const parsed = pollSchema.safeParse(fields);
    const signIn =
      parsed.success && this.#options.devices.findByDevice(parsed.data.device_auth_id, parsed.data.user_code);
    if (signIn === false || signIn === undefined) {
      return answerApiError(400, { code: 'invalid_request', message: 'No such device sign-in.' });
    }
    if (signIn.state.kind === 'denied') {
      return answerApiError(400, { code: 'access_denied', message: 'The person refused this device.' });
    }
    if (signIn.state.kind === 'approved') {
      return answerJson(200, {
        authorization_code: signIn.state.code,
        code_challenge: signIn.codeChallenge,
        code_verifier: signIn.codeVerifier,
      });
    }
    return this.#options.devices.isExpired(signIn)
      ? answerApiError(400, { code: 'expired_token', message: 'The device code has expired.' })
      : answerApiError(this.#options.pendingStatus, {
          code: 'authorization_pending',
          message: 'Nobody has approved this device yet.',
        });
  }
}
