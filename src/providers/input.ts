import type { SentenceId } from '../errors/sentence.ts';
import { Secret } from '../base/secret.ts';

/** What is wrong with a text that was typed; each has a sentence that names the fix. */
export type InputProblem = InputProblemIn<SentenceId>;
type InputProblemIn<Id> = Id extends `provider.input.${infer Problem}` ? Problem : never;

/** A text that was typed, as a value or as why it is none. */
export type Parsed<Value> =
  { readonly kind: 'value'; readonly value: Value } | { readonly kind: 'refused'; readonly problem: InputProblem };

/** An input as it is used. */
export function accept<Value>(value: Value): Parsed<Value> {
  return { kind: 'value', value };
}

/** An input that cannot be used, with why. */
export function refuse(problem: InputProblem): Extract<Parsed<never>, { kind: 'refused' }> {
  return { kind: 'refused', problem };
}

/** What a value becomes, where there is one. */
export function mapParsed<From, To>(parsed: Parsed<From>, change: (value: From) => To): Parsed<To> {
  return parsed.kind === 'value' ? accept(change(parsed.value)) : parsed;
}

/** A key goes into a header as it is. It is never quoted back. */
export function parseKey(given: Secret): Parsed<Secret> {
  const text = given
    .reveal()
    .replace(/^\uFEFF/u, '')
    .trim();
  if (text === '') {
    return refuse('keyEmpty');
  }
  if (/[\r\n]/u.test(text)) {
    return refuse('keySeveralLines');
  }
  return /^[\x21-\x7e]{1,8192}$/u.test(text) ? accept(new Secret(text)) : refuse('keyNotAKey');
}

/** The name of a variable of the environment. */
export function parseVariable(typed: string): Parsed<string> {
  const name = typed.trim();
  return /^[A-Za-z_]\w*$/u.test(name) ? accept(name) : refuse('variableNotAName');
}

/** Where an API is: `http:` or `https:`, without what would be a secret or a parameter in it. */
export function parseAddress(typed: string): Parsed<URL> {
  const text = typed.trim();
  if (text === '') {
    return refuse('addressEmpty');
  }
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/u.test(url.protocol) || url.hostname === '') {
    return refuse('addressNotHttp');
  }
  if (url.username !== '' || url.password !== '') {
    return refuse('addressWithPassword');
  }
  return accept(url);
}

/** As it is in `base_url`: without a slash at its end. */
export function baseUrlOf({ origin, pathname }: URL): string {
  return `${origin}${pathname}`.replace(/\/+$/u, '');
}
