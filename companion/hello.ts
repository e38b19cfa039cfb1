import { hostname, userInfo } from 'node:os';
import { homeAccessProtocol, type Hello } from '../src/hosts/remote/companionProtocol.ts';
import { findSignInVariables } from '../src/home/signInVariables.ts';
import { findProgram } from '../src/platform/programs/programFinder.ts';

/** What this host says of itself. */
export interface HelloFacts {
  /** Of this extension. */
  readonly version: string;
  readonly hostId: string;
  readonly home: { readonly path: string; readonly store: () => Promise<Hello['home']['store']> };
  readonly hasIdeExtension: boolean;
  readonly environment: NodeJS.ProcessEnv;
}

/** Who we are and what is here. The same to every release of main: it decides whether it understands us. */
export async function buildHello({ version, hostId, home, hasIdeExtension, environment }: HelloFacts): Promise<Hello> {
  // What Codex there may take a sign-in from instead of its Home; a Codespaces secret comes this way.
  const environmentKeys = findSignInVariables(environment).map(({ name }) => name);
  const [store, cli] = await Promise.all([home.store(), findProgram('codex', environment)]);
  return {
    protocol: homeAccessProtocol,
    version,
    hostId,
    hostName: hostname(),
    userName: userInfo().username,
    platform: process.platform,
    home: { path: home.path, store },
    codex: { hasCli: cli !== undefined, hasIdeExtension, environmentKeys },
  };
}
