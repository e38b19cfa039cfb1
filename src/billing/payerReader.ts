import { toHomeKey } from '../accounts/directory/accountIdentity.ts';
import type { HomeOccupant } from '../accounts/home/homeOccupantReader.ts';
import { readModelProvider, type ProviderReading } from '../home/modelProvider.ts';
import type { ConfigTexts, HomeConfig } from '../home/ports.ts';
import { isProvider, type Account, type AccountKind, type Identity } from '../storage/account.ts';
import type { FoundKind } from '../storage/accountKinds.ts';
import type { VariableNames } from '../base/variableNames.ts';
import type { CredentialSight, ProfileSight, ServerSight, StoredSignIn } from './whoPays.ts';

/** Where the credentials in sight are read from. */
export interface PayerReaderPorts {
  /** What programs get that this extension host starts. */
  readonly environment: () => VariableNames;
  /** The same in a new terminal. */
  readonly terminalEnvironment: () => VariableNames;
  /** The variables of the Home's `.env`, as the CLI takes them. */
  readonly readHomeVariables: () => Promise<VariableNames>;
  readonly config: Pick<HomeConfig, 'readLayers'>;
  /** The profile files of the Home, by the name that `-p` takes; null for one that is no text. */
  readonly readProfiles: () => Promise<readonly { readonly name: string; readonly text: string | null }[]>;
  readonly look: () => Promise<HomeOccupant>;
  /** Whether the Home's sign-in, of a kind that we do not manage, is a key of Bedrock. */
  readonly hasBedrockKey: () => Promise<boolean>;
  /** The background server of the Home; its variables are undefined where the operating system does not tell them. */
  readonly findServer: () => Promise<
    { readonly variables: VariableNames | undefined; readonly usesHome: boolean } | undefined
  >;
  /** Addresses that count as OpenAI's own. */
  readonly openAiAddresses: () => readonly string[];
}

/** Reads every credential in sight, by its name and kind. Nothing is kept, nothing is sent. */
export class PayerReader {
  readonly #ports: PayerReaderPorts;

  constructor(ports: PayerReaderPorts) {
    this.#ports = ports;
  }

  async read(): Promise<CredentialSight> {
    const { environment, terminalEnvironment, readHomeVariables, config, findServer, openAiAddresses } = this.#ports;
    const [homeVariables, layers, stored, server] = await Promise.all([
      readHomeVariables(),
      config.readLayers(),
      this.#readStored(),
      findServer(),
    ]);
    const provider = await readModelProvider(layers, openAiAddresses());
    return {
      environment: environment(),
      terminalEnvironment: terminalEnvironment(),
      homeVariables,
      stored,
      server: describeServer(server, stored),
      provider,
      profiles: await this.#readProfiles(layers, provider),
    };
  }

  async #readProfiles(layers: ConfigTexts, usual: ProviderReading): Promise<readonly ProfileSight[]> {
    const { readProfiles, openAiAddresses } = this.#ports;
    const profiles: ProfileSight[] = [];
    for (const { name, text } of await readProfiles()) {
      const provider = await readModelProvider(layers, openAiAddresses(), text);
      if (describe(provider) !== describe(usual)) {
        profiles.push({ name, provider });
      }
    }
    return profiles;
  }

  async #readStored(): Promise<StoredSignIn> {
    const occupant = await this.#ports.look();
    switch (occupant.kind) {
      case 'none':
        return { kind: 'none' };
      case 'ours':
        return (
          describeKey(occupant.account) ?? this.#describe(occupant.account.credential.kind, occupant.account.identity)
        );
      case 'foreign':
        return this.#describe(occupant.found.kind, occupant.found.identity);
      case 'untold':
      case 'unreadable':
        return { kind: 'notKnown' };
    }
  }

  async #describe(kind: FoundKind | AccountKind, { plan }: Pick<Identity, 'plan'>): Promise<StoredSignIn> {
    switch (kind) {
      case 'chatgpt':
      case 'accessToken':
        return { kind, plan };
      case 'apiKey':
        return { kind };
      default:
        return { kind: (await this.#ports.hasBedrockKey()) ? 'bedrockKey' : 'other' };
    }
  }
}

/** What tells two providers apart, as far as it decides who pays. */
function describe(reading: ProviderReading): string {
  return JSON.stringify({ ...reading, address: undefined });
}

/** What a provider of ours has in the Home. */
function describeKey({ credential }: Account): StoredSignIn | undefined {
  const kind = isProvider(credential) ? toHomeKey(credential)?.kind : undefined;
  return kind === 'apiKey' || kind === 'bedrockKey' ? { kind } : undefined;
}

/** One that uses another account than the Home's says elsewhere which; who pays for that is not known here. */
function describeServer(
  server: Awaited<ReturnType<PayerReaderPorts['findServer']>>,
  stored: StoredSignIn,
): ServerSight {
  return server === undefined
    ? { kind: 'absent' }
    : { kind: 'running', variables: server.variables, stored: server.usesHome ? stored : { kind: 'notKnown' } };
}
