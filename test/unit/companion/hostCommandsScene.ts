import { HostCommands, type HomeHostPorts } from '../../../companion/hostCommands.ts';
import type {
  NewsOnHost,
  HostQuestions,
  KeptSignIn,
  KeptSignIns,
  PlaceQuestion,
  FoundSignIn,
} from '../../../companion/ports.ts';
import { LastSeenSignIns } from '../../../companion/lastSeenSignIns.ts';
import type { HomeCredential } from '../../../src/home/credential/credentialDocument.ts';
import { serializeCredential } from '../../../src/home/credential/serializeCredential.ts';
import { Home } from '../../../src/home/home.ts';
import type { PutRequest } from '../../../src/hosts/remote/companionProtocol.ts';
import type { RulesThere } from '../../../src/hosts/remote/rulesThere.ts';
import type { TokenSet } from '../../../src/protocol/tokens/tokenSet.ts';
import type { RunningCodex } from '../../../src/home/running/inventory.ts';
import type { ChangeManner } from '../../../src/ui/running/restartPrompts.ts';
import { Placements } from '../../../src/storage/placements.ts';
import { Secret } from '../../../src/base/secret.ts';
import { createFakeClock, type FakeClock } from '../../support/fakeClock.ts';
import { createMemoryFile, createMemoryFolder, type MemoryFile } from '../../support/memoryStores.ts';
import { mintTokens, randomText, type Person } from '../../support/tokens.ts';

export const hostId = 'host-1';

export function leaseOf(person: Person = {}, over: Partial<TokenSet> = {}): string {
  return serialize({
    kind: 'chatgpt',
    tokens: mintTokens(person, { ...over, refreshToken: new Secret(''), loginOwnerId: undefined }),
  });
}

export function ownOf(person: Person = {}, loginOwnerId = randomText('grant')): string {
  return serialize({ kind: 'chatgpt', tokens: mintTokens(person, { loginOwnerId }) });
}

export function keyDocument(): string {
  return serialize({ kind: 'apiKey', key: new Secret(randomText('sk')) });
}

function serialize(credential: HomeCredential): string {
  return serializeCredential(credential, undefined).reveal();
}

export function requestOf(over: Partial<PutRequest> = {}): PutRequest {
  return { hostId, placementId: 'p-1', binding: 'lease', label: 'Work', document: leaseOf(), ...over };
}

export interface HomeHostScene {
  readonly host: HostCommands;
  readonly home: Home;
  readonly placements: Placements;
  readonly clock: FakeClock;
  readonly file: MemoryFile;
  readonly asked: readonly PlaceQuestion[];
  readonly askedToRemove: readonly { readonly label: string }[];
  readonly askedToPutBack: readonly { readonly kept: FoundSignIn; readonly replaced: FoundSignIn }[];
  readonly kept: readonly KeptSignIn[];
  readonly news: readonly string[];
  /** After which changes what runs was brought along. */
  readonly followed: ChangeManner[];
  /** Of each look at what runs, whether the server was asked. */
  readonly looks: readonly ('asked' | 'unasked')[];
  /** What runs on the Home. */
  running: readonly RunningCodex[];
  /** What the person says to the next questions. */
  answer: boolean;
  isTrusted: boolean;
  canKeep: boolean;
  /** What runs cannot be looked at. */
  failLooks: boolean;
  /** What the files of that host prescribe. */
  rules: RulesThere | undefined;
}

/** As the companion's secret storage. */
function createKeptSignIns(kept: KeptSignIn[], state: Pick<HomeHostScene, 'canKeep'>): KeptSignIns {
  return {
    findLast: () => Promise.resolve(kept.at(-1)),
    keep: (entry) => {
      if (state.canKeep) {
        // As in the real storage, a text stands there once.
        kept.splice(0, kept.length, ...kept.filter(({ document }) => !document.equals(entry.document)), entry);
      }
      return Promise.resolve(state.canKeep);
    },
    drop: (entry) => {
      kept.splice(
        kept.findIndex(({ document }) => document.equals(entry.document)),
        1,
      );
      return Promise.resolve();
    },
  };
}

/** The companion's core over a Home in memory. */
export function setHomeHostScene(text?: string): HomeHostScene {
  const file = createMemoryFile(text);
  const asked: PlaceQuestion[] = [];
  const askedToRemove: { label: string }[] = [];
  const askedToPutBack: { kept: FoundSignIn; replaced: FoundSignIn }[] = [];
  const kept: KeptSignIn[] = [];
  const news: string[] = [];
  const followed: ChangeManner[] = [];
  const looks: ('asked' | 'unasked')[] = [];
  const state: Pick<HomeHostScene, 'answer' | 'isTrusted' | 'canKeep' | 'running' | 'failLooks' | 'rules'> = {
    answer: true,
    isTrusted: true,
    canKeep: true,
    running: [],
    failLooks: false,
    rules: undefined,
  };
  const questions: HostQuestions = {
    mayPlace: (question) => {
      asked.push(question);
      return Promise.resolve(state.answer);
    },
    mayRemove: (question) => {
      askedToRemove.push(question);
      return Promise.resolve(state.answer);
    },
    mayPutBack: (question) => {
      askedToPutBack.push(question);
      return Promise.resolve(state.answer);
    },
  };
  const tell =
    (what: string) =>
    ({ label, canPutBack }: { readonly label: string; readonly canPutBack: boolean }) =>
      news.push(`${what} ${label}${canPutBack ? ', can put back' : ''}`);
  const told: NewsOnHost = { placed: tell('placed'), removed: tell('removed') };
  const home = new Home('/srv/ada/.codex', file, () => Promise.resolve());
  const placements = new Placements(createMemoryFolder());
  const clock = createFakeClock();
  const ports: HomeHostPorts = {
    hostId,
    home,
    placements,
    clock,
    credential: file,
    seen: new LastSeenSignIns(),
    findRules: () => Promise.resolve(state.rules),
    kept: createKeptSignIns(kept, state),
    running: {
      look: (asksServer) => {
        looks.push(asksServer ? 'asked' : 'unasked');
        return state.failLooks ? Promise.reject(new Error('no processes')) : Promise.resolve(state.running);
      },
      follow: (manner) => {
        followed.push(manner);
        return Promise.resolve('restart');
      },
    },
    questions,
    news: told,
    log: {
      unawaited: (_event, work) => {
        work.then(undefined, () => undefined);
      },
    },
    isTrusted: () => state.isTrusted,
  };
  return Object.assign(state, {
    host: new HostCommands(ports),
    file,
    asked,
    askedToRemove,
    askedToPutBack,
    kept,
    news,
    followed,
    looks,
    home,
    placements,
    clock,
  });
}
