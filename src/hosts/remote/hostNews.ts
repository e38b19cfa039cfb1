import type { HostChoice } from '../../storage/hostRecords.ts';
import type { NoAnswer } from './remoteHome.ts';
import type { RemoteState } from './remoteState.ts';

/** What the person is told of their own accord, once in a connection. */
export type HostNews =
  /** Nobody there to ask, or one of an earlier release. */
  | { readonly kind: 'install'; readonly answer: NoAnswer }
  /** The Home there is empty: what was there is gone, or the container is new. */
  | { readonly kind: 'useAccount'; readonly wasThere: boolean }
  /** A lease that nobody has renewed is about to end, or has. */
  | { readonly kind: 'leaseEnds'; readonly hasEnded: boolean }
  | { readonly kind: 'restart' };

/** Remotes that begin with an empty Home each time they are built. */
const builtAnew: readonly string[] = ['dev-container', 'attached-container', 'codespaces'];

/** What a companion has to say about a renewal, it says within moments. */
const companionSaysMs = 2 * 60 * 1000;

/** What is known of a host when it is judged whether there is something to say. */
export interface NewsFacts {
  readonly state: RemoteState;
  readonly remoteName: string;
  /** The setting for every host without a word of its own. */
  readonly byDefault: HostChoice;
  /** Leases are renewed by themselves; one that ends is news only after that was tried. */
  readonly wasTried: boolean;
  /** On this remote the companion was offered before; then the menu and the panel say enough. */
  readonly wasOffered: boolean;
  readonly nowMs: number;
}

/** The one thing worth a message now; undefined when the status bar says enough. */
export function findHostNews({
  state,
  remoteName,
  byDefault,
  wasTried,
  wasOffered,
  nowMs,
}: NewsFacts): HostNews | undefined {
  if (state.kind === 'older' || (state.kind === 'missing' && !wasOffered)) {
    return { kind: 'install', answer: state };
  }
  if (state.kind !== 'connected') {
    return undefined;
  }
  const { signIn, record } = state;
  const isUnwanted = (record.choice === 'auto' ? byDefault : record.choice) === 'none';
  switch (signIn.kind) {
    case 'signedOutRemotely':
      return isUnwanted ? undefined : { kind: 'useAccount', wasThere: true };
    case 'empty':
      return isUnwanted || !builtAnew.includes(remoteName) ? undefined : { kind: 'useAccount', wasThere: false };
    case 'restartRequired': {
      const { what, placed, isRenewed } = signIn;
      // The companion has just looked after its server, and said what is left to the person.
      const isLeftToCompanion = isRenewed && !what.isExtension && nowMs - placed.placedAtMs < companionSaysMs;
      return (isRenewed || wasTried) && !isLeftToCompanion ? { kind: 'restart' } : undefined;
    }
    case 'placed':
      return wasTried && (signIn.ending === 'soon' || signIn.ending === 'ended')
        ? { kind: 'leaseEnds', hasEnded: signIn.ending === 'ended' }
        : undefined;
    case 'accountChangedRemotely':
    case 'foreign':
    case 'unreadable':
      return undefined;
  }
}
