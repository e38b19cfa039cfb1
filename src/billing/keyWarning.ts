import {
  surfaces,
  type CredentialSight,
  type Payer,
  type Surface,
  type WhoPays,
  type WinningCredential,
} from './whoPays.ts';

/** Who bills for each request, without a plan between. */
export type KeyPayer = Extract<Payer, 'platformKey' | 'azure' | 'aws'>;

/** `terminals`: the variable is taken out of new ones; `home`: the key goes from the Home into the Vault. */
type KeyPlace = 'terminals' | 'home';

/** A key that is billed although a subscription is signed in. */
export interface KeyWarning {
  /** The same for the same cause, on every day and in every window. */
  readonly cause: string;
  readonly payer: KeyPayer;
  readonly credential: WinningCredential;
  readonly surfaces: readonly Surface[];
  /** What takes the key out; undefined where that would stop Codex, or is not ours to change. */
  readonly takeOutOf: KeyPlace | undefined;
}

/** What decides whether a person is told that a key pays beside their plan. */
export interface KeyWarningFacts {
  readonly who: WhoPays;
  readonly sight: Pick<CredentialSight, 'stored'>;
  /** What the account in use signs in with; undefined where none is. */
  readonly inUse: 'subscription' | 'key' | undefined;
}

/** What a person is warned of: of several keys the first, in the order of the surfaces. */
export function findKeyWarning({ who, sight, inUse }: KeyWarningFacts): KeyWarning | undefined {
  const isSubscribed = inUse === 'subscription' || sight.stored.kind === 'chatgpt';
  const first = surfaces.find((surface) => isKeyPayer(who[surface].payer));
  if (!isSubscribed || inUse === 'key' || first === undefined) {
    return undefined;
  }
  const { credential, payer } = who[first];
  const describe = (surface: Surface): string => JSON.stringify(who[surface]);
  return isKeyPayer(payer)
    ? {
        cause: describe(first),
        payer,
        credential,
        surfaces: surfaces.filter((surface) => describe(surface) === describe(first)),
        takeOutOf: findKeyPlace(credential),
      }
    : undefined;
}

/** Whether each token costs money there. */
export function isKeyPayer(payer: Payer): payer is KeyPayer {
  return payer === 'platformKey' || payer === 'azure' || payer === 'aws';
}

/** Without the variable that a provider names Codex would stop instead of using the subscription. */
function findKeyPlace(credential: WinningCredential): KeyPlace | undefined {
  switch (credential.kind) {
    case 'variable':
      return credential.role === 'execKey' && credential.from === 'environment' ? 'terminals' : undefined;
    case 'stored':
      return credential.stored === 'apiKey' ? 'home' : undefined;
    default:
      return undefined;
  }
}
