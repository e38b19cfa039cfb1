import * as z from 'zod/mini';

/** What a secret of the practice issuer is, by what stands before the marker of the run. */
const secretKinds: Readonly<Record<string, string>> = {
  rt_: 'refresh token',
  ac_: 'code',
  deviceauth_: 'device id',
  'at-': 'personal access token',
  'sk-proj-': 'API key',
  'agent-runtime-': 'agent runtime',
  'task-': 'task',
  '': 'secret',
};

const claimsSchema = z.object({ email: z.optional(z.unknown()), client_id: z.optional(z.unknown()) });

function nameToken(token: string): string {
  const [, payload = ''] = token.split('.');
  const claims = claimsSchema.safeParse(JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'))).data;
  if (claims?.client_id !== undefined) return 'access token';
  return claims?.email === undefined ? 'signed token' : 'id token';
}

function isMixedCase(text: string): boolean {
  return /[A-Z]/u.test(text) && /[a-z]/u.test(text);
}

/**
 * Replaces what is another at each run by words: tokens, ids, ports, paths, times. One value has one word throughout a
 * scene, so that a transcript shows which token went where.
 */
export class WordBook {
  readonly #known: readonly (readonly [string, string])[];
  readonly #marker: string;
  readonly #words = new Map<string, string>();
  readonly #counts = new Map<string, number>();

  /**
   * @param marker stands in every secret of the practice issuer
   * @param known values of this run (addresses, paths, ids, a version) and their words
   */
  constructor(marker: string, known: ReadonlyMap<string, string>) {
    this.#marker = marker;
    this.#known = [...known]
      .flatMap(([value, word]) => [
        [value, word] as const,
        ...(encodeURIComponent(value) === value ? [] : [[encodeURIComponent(value), word] as const]),
      ])
      .toSorted(([left], [right]) => right.length - left.length);
  }

  replace(text: string): string {
    let replaced = text;
    for (const [value, word] of this.#known) replaced = replaced.replaceAll(value, `<${word}>`);
    const secret = new RegExp(`(?:[a-z]+[-_](?:proj-|runtime-)?)?${this.#marker}[\\w-]+`, 'gu');
    return (
      replaced
        .replace(/eyJ[\w-]+\.[\w-]+\.[\w-]*/gu, (token) => this.#name(nameToken(token), token))
        .replace(secret, (found) => this.#name(this.#kindOf(found), found))
        .replace(/\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/gu, (id) => this.#name('id', id))
        .replace(/\breq_[0-9a-f]{32}\b/gu, (id) => this.#name('request id', id))
        .replace(/\b[A-Z0-9]{4}-[A-Z0-9]{5}\b/gu, (code) => this.#name('user code', code))
        .replace(/(?<![\w-])[\w-]{86}(?![\w-])/gu, (found) =>
          isMixedCase(found) ? this.#name('verifier', found) : found,
        )
        .replace(/(?<![\w-])[\w-]{43}(?![\w-])/gu, (found) =>
          isMixedCase(found) ? this.#name('random', found) : found,
        )
        .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)/gu, '<time>')
        .replace(/\b[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT/gu, '<time>')
        .replace(/(?<![\d.])1[6-9]\d{8}(?:\d{3})?(?![\d.])/gu, '<time>')
        .replace(/\b(?<host>127\.0\.0\.1|localhost):(?!145[57]\b)\d+/gu, '$<host>:<port>')
        // A user agent names the system it runs on.
        .replace(/\([A-Z][\w /]* [\w.-]+; \w+\)/gu, '(<system>)')
        .replace(/\.auth-\w{6}\b/gu, '.auth-<random>')
        .replace(/"(?<key>processPid|pid|elapsedMs)":\d+/gu, '"$<key>":<number>')
        .replace(/\b\w+-unknown-linux-(?:musl|gnu)\b/gu, '<target>')
        .replace(/\S*\/codex-daemon-\d+\/[0-9a-f]{64}\b/gu, '<socket>')
        // It keeps its helpers in no Home below the folder of temporary files.
        .replace(/^WARNING: proceeding, even though we could not create PATH aliases: .*\n/gmu, '')
    );
  }

  #kindOf(secret: string): string {
    return secretKinds[secret.slice(0, secret.indexOf(this.#marker))] ?? 'secret';
  }

  #name(kind: string, value: string): string {
    const count = (this.#counts.get(kind) ?? 0) + 1;
    const word = this.#words.get(value) ?? `<${kind} ${String(count)}>`;
    if (!this.#words.has(value)) {
      this.#words.set(value, word);
      this.#counts.set(kind, count);
    }
    return word;
  }
}
