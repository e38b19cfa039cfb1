import type { ServerAnswerKind } from '../../errors/messageIds/server.ts';
import { equalInConstantTime } from '../../base/bytes.ts';
import { displayText } from '../../base/displayText.ts';
import { Secret } from '../../base/secret.ts';
import { nameError } from './serverAnswer.ts';

/** One HTTP request as it arrived at the listener, header names as sent. */
export interface CallbackRequest {
  readonly method: string;
  /** The request target, byte for byte. */
  readonly target: string;
  /** Name and value in turn, as Node's `rawHeaders`. */
  readonly rawHeaders: readonly string[];
}

/** What this attempt waits for. */
export interface ExpectedCallback {
  readonly port: number;
  readonly state: Secret;
  readonly issuerUrl: string;
}

/** Pages without any effect on the sign-in. */
type Refusal = 'wrongHost' | 'wrongMethod' | 'notANavigation' | 'notFound' | 'stateMismatch' | 'malformed';

/** What the issuer said instead of a code. */
export type CallbackFailure = 'noCode' | 'otherIssuer' | ServerAnswerKind;

/**
 * `refused`: not the callback of this sign-in. `page`: one of ours, asked for again. `code` and `failed` end the
 * waiting.
 */
export type CallbackVerdict =
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  | { readonly kind: 'page'; readonly path: string }
  | { readonly kind: 'code'; readonly code: Secret }
  /** `code`: the service's own word, where it gave one. */
  | { readonly kind: 'failed'; readonly failure: CallbackFailure; readonly code: string };

/** Where a browser says that it loads a page ahead: the header of the Fetch standard, then those of older ones. */
const aheadHeaders = ['sec-purpose', 'purpose', 'x-purpose', 'x-moz'];
const longestTarget = 16_384;
const longestCode = 4096;

/**
 * Decides what a request to the listener is. Order matters: who asked (Host, Origin, Sec-Fetch), then how, then where,
 * then the state, and only behind a right state is anything else of the query looked at.
 * What it is up against: docs/threats.md, Callback.
 */
export function judgeCallback(request: CallbackRequest, expected: ExpectedCallback): CallbackVerdict {
  const headers = collectHeaders(request.rawHeaders);
  if (!isOwnHost(headers.get('host'), expected.port)) {
    return refuse('wrongHost');
  }
  if (request.method !== 'GET') {
    return refuse('wrongMethod');
  }
  if (!isNavigation(headers)) {
    return refuse('notANavigation');
  }
  const { target } = request;
  if (target.length > longestTarget || !target.startsWith('/') || target.startsWith('//')) {
    return refuse('malformed');
  }
  const [path = '', ...rest] = target.split('?');
  if (path !== '/auth/callback') {
    return rest.length === 0 ? { kind: 'page', path } : refuse('notFound');
  }
  return judgeQuery(rest.join('?'), expected);
}

/** The part shared with a pasted address: the query alone. */
export function judgeQuery(query: string, expected: Pick<ExpectedCallback, 'state' | 'issuerUrl'>): CallbackVerdict {
  const parameters = parseQuery(query);
  const states = parameters?.getAll('state') ?? [];
  const [state] = states;
  if (parameters === undefined || states.length !== 1 || state === undefined) {
    return refuse('stateMismatch');
  }
  if (!equalInConstantTime(withoutEntryPoint(state), expected.state.reveal())) {
    return refuse('stateMismatch');
  }
  const issuer = parameters.get('iss');
  if (issuer !== null && issuer.replace(/\/+$/u, '') !== expected.issuerUrl) {
    return fail('otherIssuer');
  }
  if (parameters.has('error')) {
    const { kind, code } = nameError(parameters.get('error') ?? '', parameters.get('error_description') ?? '');
    return fail(kind, displayText(code));
  }
  const codes = parameters.getAll('code');
  const [code] = codes;
  if (codes.length > 1 || (code !== undefined && code.length > longestCode)) {
    return refuse('malformed');
  }
  return code === undefined || code === '' ? fail('noCode') : { kind: 'code', code: new Secret(code) };
}

/** The sign-in page may append where a person came from; the CLI takes exactly this one. */
const entryPoint = '.onboarding_entrypoint=life_sciences';

function withoutEntryPoint(state: string): string {
  return state.endsWith(entryPoint) ? state.slice(0, -entryPoint.length) : state;
}

function refuse(refusal: Refusal): CallbackVerdict {
  return { kind: 'refused', refusal };
}

function fail(failure: CallbackFailure, code = ''): CallbackVerdict {
  return { kind: 'failed', failure, code };
}

function collectHeaders(raw: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const headers = new Map<string, string[]>();
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const name = (raw[index] ?? '').toLowerCase();
    headers.set(name, [...(headers.get(name) ?? []), raw[index + 1] ?? '']);
  }
  return headers;
}

/**
 * The inbound Host of both spellings of this machine is accepted, with exactly our port (docs/decisions.md, Redirect
 * address and listener).
 */
function isOwnHost(values: readonly string[] | undefined, port: number): boolean {
  const [host] = values ?? [];
  return (
    values?.length === 1 &&
    host !== undefined &&
    [`127.0.0.1:${String(port)}`, `localhost:${String(port)}`, `[::1]:${String(port)}`].includes(host.toLowerCase())
  );
}

/**
 * A browser that follows a redirect navigates a document; anything cross-site that does not is not for us. What is loaded
 * ahead, before the person goes there, changes nothing: the person's own request is still to come.
 */
function isNavigation(headers: ReadonlyMap<string, readonly string[]>): boolean {
  const allowed = (name: string, value: string): boolean => (headers.get(name) ?? []).every((sent) => sent === value);
  const isAhead = aheadHeaders.some((name) =>
    (headers.get(name) ?? []).some((sent) => /prefetch|prerender|preview/iu.test(sent)),
  );
  return (
    !isAhead && !headers.has('origin') && allowed('sec-fetch-dest', 'document') && allowed('sec-fetch-mode', 'navigate')
  );
}

function parseQuery(query: string): URLSearchParams | undefined {
  try {
    decodeURIComponent(query.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
  return new URLSearchParams(query);
}
