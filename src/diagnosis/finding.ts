import type { CredentialStore } from '../home/store/credentialStore.ts';
import type { Value } from './value.ts';

/** `note`: nothing is broken, and worth knowing. `notKnown`: it could not be seen, or something else is in the way. */
export const findingStates = ['problem', 'note', 'notKnown', 'good'] as const;

/** How a finding is meant. */
export type FindingState = (typeof findingStates)[number];

/** Everything that a check can find, with the names of the values that its words need. */
export interface FindingArgs {
  'check.late': 'seconds';
  'check.failed': never;

  'ports.free': 'ports';
  'ports.signingIn': 'port';
  'ports.busy': 'port' | 'holder';
  'ports.busyUnknown': 'port';
  'ports.reserved': 'port';
  'ports.reservedRange': 'port' | 'from' | 'to';
  'ports.notReached': 'port';

  'loopback.good': never;
  'loopback.onlyIPv4': never;
  'loopback.notReached': 'address';
  'loopback.name': 'address';

  'dns.found': 'host';
  'dns.byProxy': 'host';
  'dns.notFound': 'host';
  'dns.noAnswer': 'host';

  'proxy.none': never;
  'proxy.used': 'proxy' | 'source';
  'proxy.refused': 'reason';
  'proxy.wantsSignIn': 'reason';
  'proxy.offline': 'proxy' | 'source';
  'proxy.homeOffline': 'name' | 'path';
  'proxy.homeNotSpoken': 'name' | 'path';
  'proxy.homeIgnored': 'name' | 'path';

  'certificates.trusted': 'host';
  'certificates.plain': never;
  'certificates.refused': 'reason';
  'certificates.file': 'reason';
  'certificates.notSeen': 'host';

  'service.answers': 'host';
  'service.page': 'host' | 'status';
  'service.botCheck': 'host' | 'status';
  'service.blocked': 'host' | 'product';
  'service.region': 'host';
  'service.unwell': 'host' | 'status';
  'service.notReached': 'reason';
  'service.elsewhere': 'host';

  'clock.right': never;
  'clock.off': 'minutes';
  'clock.certificate': 'reason';
  'clock.notSeen': never;

  'cli.found': 'version' | 'path';
  'cli.old': 'version' | 'path';
  'cli.silent': 'path';
  'cli.missing': never;
  'cli.extensionAlone': never;
  'cli.ofWorkspace': 'path';

  'shell.notAsked': never;
  'shell.same': never;
  'shell.home': never;
  'shell.differs': 'names';
  'shell.silent': never;

  'file.absent': 'path';
  'file.good': 'path';
  'file.notUsed': 'path';
  'file.problem': 'reason';
  'file.refused': 'reason';
  'file.open': 'path' | 'mode';
  'file.withoutModes': 'path';
  'file.link': 'path' | 'target';
  'file.repository': 'path' | 'repository';
  'file.cloud': 'path' | 'service';

  'store.inForce': 'store';
  'store.ephemeral': never;
  'store.invalid': never;

  'keyring.notUsed': never;
  'keyring.works': never;
  'keyring.fails': 'reason';
  'keyring.failsAuto': 'reason';
  'keyring.notOpened': never;
  'keyring.encrypted': never;

  'config.good': never;
  'config.notToml': 'path';
  'config.notTomlLine': 'path' | 'line';
  'config.unreadable': 'path';
  'config.value': 'path' | 'key';
  'config.refusedByCodex': never;

  'payers.home': never;
  'payers.provider': never;
  'payers.none': never;
  'payers.variable': 'name';
  'payers.key': 'name';
  'payers.storedKey': never;
  'payers.missing': 'name';
  'payers.unknownProvider': never;
  'payers.bedrockKey': never;
  'payers.notKnown': never;

  'rules.none': never;
  'rules.inForce': 'keys' | 'path';
  'rules.against': 'key' | 'path';
  'rules.notKnown': 'path';

  'secrets.kept': never;
  'secrets.refused': never;
  'secrets.lost': 'count';

  'state.good': never;
  'state.problem': 'reason';
  'state.sandbox': 'sandbox';

  'running.none': never;
  'running.same': 'count';
  'running.elsewhere': 'count';
  'running.variable': 'name';

  'hosts.none': never;
  'hosts.good': 'host';
  'hosts.soon': 'host';
  'hosts.ended': 'host';
  'hosts.restart': 'host';
  'hosts.gone': 'host';
  'hosts.changed': 'host';
  'hosts.silent': 'host';
}

/** The id of something that a check can find. */
export type FindingId = keyof FindingArgs;

/**
 * What mends it. The ids are closed; what each does is in the surface. None does anything before a person has
 * confirmed it.
 */
export type Fix =
  | {
      readonly id:
        | 'useDeviceCode'
        | 'signIn'
        | 'showRules'
        | 'takeOutOfCodex'
        | 'chooseStore'
        | 'bringAlong'
        | 'showHosts'
        | 'installCli'
        | 'showEnvironment'
        | 'setProxy'
        | 'setClock'
        | 'askShell'
        | 'manageAccounts'
        | 'checkAgain';
    }
  | { readonly id: 'useStore'; readonly store: CredentialStore }
  | { readonly id: 'openFile' | 'showFolder'; readonly path: string }
  /** The permissions that a file or folder gets, and has now. */
  | { readonly id: 'changeMode'; readonly path: string; readonly mode: number; readonly before: number }
  | { readonly id: 'keepOutOfGit'; readonly path: string; readonly repository: string }
  | { readonly id: 'switchLinesOff'; readonly lines: readonly number[] }
  | { readonly id: 'removeVariable'; readonly name: string }
  | { readonly id: 'takeOutOfTerminals'; readonly name: string };

/** What mends something, by its name. */
export type FixId = Fix['id'];

/** One thing that a check found. */
export type Finding = { readonly [Id in FindingId]: FindingOf<Id> }[FindingId];

/** The same for one id. */
export interface FindingOf<Id extends FindingId> {
  readonly id: Id;
  readonly state: FindingState;
  readonly args: Readonly<Record<FindingArgs[Id], Value>>;
  readonly fixes: readonly Fix[];
}

/** Says what was found, with the values that its words need and what mends it. */
export function found<Id extends FindingId>(
  id: Id,
  state: FindingState,
  { args, fixes = [] }: FindingParts<Id>,
): FindingOf<Id> & Finding {
  const finding: FindingOf<Id> = { id, state, args, fixes };
  return finding as FindingOf<Id> & Finding;
}

interface FindingParts<Id extends FindingId> {
  readonly args: Readonly<Record<FindingArgs[Id], Value>>;
  readonly fixes?: readonly Fix[];
}

/** A finding without values. */
export function plain(id: PlainId, state: FindingState, ...fixes: readonly Fix[]): Finding {
  return found(id, state, { args: {}, fixes });
}

type PlainId = { [Id in FindingId]: [FindingArgs[Id]] extends [never] ? Id : never }[FindingId];
