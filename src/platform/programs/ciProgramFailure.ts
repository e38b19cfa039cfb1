import type { CiProgramFailure } from '../../ci/ports.ts';

/** How a program ended that did not succeed. */
interface FailedRun {
  readonly exitCode: number;
  readonly stderr: string;
}

/** `gh help exit-codes`; `glab` has no such code. */
const needsSignIn = 4;

/** What both print of a connection is what Go says of it; `gh` has words of its own for a name that is not found. */
const offline =
  /error connecting to|\bdial tcp\b|no such host|connection refused|network is unreachable|i\/o timeout|TLS handshake|\bx509:/iu;

/** `HTTP 403: …` and `… (HTTP 403)` of `gh`, `403 {message: …}` and `status code: 403` of `glab`. */
const status = /\bHTTP (\d{3})\b|\bstatus code: (\d{3})\b|\b(\d{3}) \{/u;

const kinds: Readonly<Partial<Record<string, CiProgramFailure>>> = {
  401: 'notSignedIn',
  403: 'notAllowed',
  404: 'notFound',
};

const colour = /\u001B\[[\d;]*m/gu;
const signIn = /\bg(?:h|lab) auth login\b|\bunauthenticated\b/iu;
const noRepository = /could not resolve to a repository/iu;

/** The kind of a failure, by the exit code and the few words that both programs have kept. */
export function judgeProgramFailure({ exitCode, stderr }: FailedRun): CiProgramFailure {
  if (exitCode === needsSignIn) {
    return 'notSignedIn';
  }
  const words = stderr.replaceAll(colour, ' ');
  if (offline.test(words)) {
    return 'offline';
  }
  const code = status.exec(words)?.slice(1).join('') ?? '';
  return kinds[code] ?? (signIn.test(words) ? 'notSignedIn' : noRepository.test(words) ? 'notFound' : 'notKnown');
}
