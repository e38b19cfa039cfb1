import type { HttpClient } from '../network/http.ts';
import type { Clock } from '../base/clock.ts';

/** What AWS keeps in a person's home folder, as text: read, and at once made facts of. */
export interface AwsTexts {
  /** Where the configuration is, to be shown. */
  readonly configPath: string;
  readonly config: string | undefined;
  readonly credentials: string | undefined;
  /** Each file of the cache of `aws sso login`, and of that of `aws login`. */
  readonly ssoCache: readonly string[];
  readonly loginCache: readonly string[];
}

/** A profile of the AWS configuration, as far as it says who it is. */
export interface AwsProfile {
  readonly name: string;
  readonly region: string | undefined;
  /** How it signs in. */
  readonly way: 'sso' | 'login' | 'other';
  /** Until when that sign-in can be used; undefined when there is none, or nothing here says so. */
  readonly endsAtMs: number | undefined;
}

/** What of it matters here: no key and no token. */
export interface AwsFacts {
  readonly configPath: string;
  readonly profiles: readonly AwsProfile[];
}

/** What a look at a provider needs of this computer. */
export interface ProbePorts {
  readonly http: HttpClient;
  readonly clock: Clock;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly readAws: () => Promise<AwsFacts>;
  /** The release of the Codex CLI here; undefined when there is none, or it does not say. */
  readonly readCodexVersion: () => Promise<string | undefined>;
}
