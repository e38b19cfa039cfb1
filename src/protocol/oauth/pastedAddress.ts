import * as z from 'zod/mini';
import type { ServerAnswerKind } from '../../errors/messageIds/server.ts';
import { decodeBase64Url } from '../../base/bytes.ts';
import { parseJson } from '../../base/json.ts';
import type { Secret } from '../../base/secret.ts';
import { judgeQuery, type CallbackFailure, type CallbackVerdict, type ExpectedCallback } from './callbackRequest.ts';
import { findInText, nameError } from './serverAnswer.ts';

/** Why a pasted text is not the address that the sign-in waits for; the UI has a sentence with the way on for each. */
export type PasteProblem =
  | 'empty'
  /** A code alone, or a part of the address: nothing says which sign-in it belongs to. */
  | 'codeOnly'
  | 'notAnAddress'
  /** The page where the sign-in begins, not the one where it ends. */
  | 'signInPage'
  | 'otherSite'
  | 'otherPage'
  | 'noState'
  | 'earlierSignIn'
  | 'tooLong'
  | CallbackFailure;

/** What a pasted text is. */
export type PastedVerdict =
  { readonly kind: 'code'; readonly code: Secret } | { readonly kind: 'wrong'; readonly problem: PasteProblem };

const longestAddress = 16_384;
const loopbacks: readonly string[] = ['127.0.0.1', 'localhost', '[::1]'];

/**
 * Reads the address of the page that a browser could not show. Only an address of our own listener with our own state
 * is taken (docs/threats.md, T-PASTE-1); the state is compared in constant time, as for a request.
 */
export function judgePastedAddress(pasted: Secret, expected: ExpectedCallback): PastedVerdict {
  const text = stripWrapping(pasted.reveal());
  const unbroken = text.replace(breaks, '');
  if (unbroken === '') {
    return wrong('empty');
  }
  if (unbroken.length > longestAddress) {
    return wrong('tooLong');
  }
  const address = parseAddress(unbroken);
  if (address === undefined) {
    // What the sign-in page says of an error is pasted, too; a code in it has a meaning.
    return wrong(findInText(text)?.kind ?? (/[\s/]/u.test(text) ? 'notAnAddress' : 'codeOnly'));
  }
  const problem = findPlaceProblem(address, expected);
  return problem === undefined ? fromQuery(judgeQuery(address.search.slice(1), expected), address) : wrong(problem);
}

/** Where a terminal or a message broke the line: no address has blanks, or what is drawn with no width. */
const breaks = /[\s\u00AD\u200B-\u200D\u2060]+/gu;

/** Quotes, brackets and the mark that ends a sentence come along when an address is copied out of a message. */
function stripWrapping(text: string): string {
  return text
    .trim()
    .replace(/^[<("'`“‘«[]+|[>)"'`”’»\].,;:!?…]+$/gu, '')
    .trim();
}

/** Browsers hide the beginning of an address, so one without it is completed. */
function parseAddress(text: string): URL | undefined {
  const whole = /^(?:127\.0\.0\.1|localhost|\[::1\]):\d/iu.test(text) ? `http://${text}` : text;
  return /^[a-z][a-z0-9+.-]*:\/\//iu.test(whole) && URL.canParse(whole) ? new URL(whole) : undefined;
}

function findPlaceProblem(address: URL, { port, issuerUrl }: ExpectedCallback): PasteProblem | undefined {
  // Some hosts show the sign-in page of their own machine under another address.
  if (address.href.startsWith(`${issuerUrl}/`)) {
    return nameIssuerPage(address) ?? 'signInPage';
  }
  if (address.pathname.endsWith('/oauth/authorize')) {
    return 'signInPage';
  }
  // A browser that knows only https has changed the beginning; nothing is loaded from there.
  const isOfWeb = address.protocol === 'http:' || address.protocol === 'https:';
  const isOwn =
    loopbacks.includes(address.hostname.toLowerCase()) && address.username === '' && address.password === '';
  if (!isOfWeb || !isOwn) {
    return 'otherSite';
  }
  if (address.pathname !== '/auth/callback') {
    return 'otherPage';
  }
  return address.port === String(port) ? undefined : 'earlierSignIn';
}

const errorPayload = z.object({ errorCode: z.string() });

/**
 * What the issuer's own pages are about, where the sign-in ends on one and never comes back (docs/codex-protocol.md,
 * Answers of the service): a wall that asks for a phone number or a second factor, or its page for an error.
 */
function nameIssuerPage({ pathname, searchParams }: URL): ServerAnswerKind | undefined {
  if (/^\/(?:add-)?phone/u.test(pathname)) {
    return 'phoneNeeded';
  }
  if (pathname.startsWith('/mfa')) {
    return 'mfaNeeded';
  }
  const payload = pathname === '/error' ? searchParams.get('payload') : null;
  const bytes =
    payload === null
      ? undefined
      : decodeBase64Url(payload.replace(/[+ ]/gu, '-').replaceAll('/', '_').replace(/=+$/u, ''));
  const parsed = errorPayload.safeParse(parseJson(new TextDecoder().decode(bytes)));
  return parsed.success ? nameError(parsed.data.errorCode).kind : undefined;
}

function fromQuery(verdict: CallbackVerdict, address: URL): PastedVerdict {
  switch (verdict.kind) {
    case 'code':
      return verdict;
    case 'failed':
      return wrong(verdict.failure);
    case 'refused':
      if (verdict.refusal === 'stateMismatch') {
        return wrong(address.searchParams.has('state') ? 'earlierSignIn' : 'noState');
      }
      return wrong('otherPage');
    case 'page':
      return wrong('otherPage');
  }
}

function wrong(problem: PasteProblem): PastedVerdict {
  return { kind: 'wrong', problem };
}
