import type { CredentialStore } from '../home/store/credentialStore.ts';
import type { Value } from './value.ts';

/** `note`: nothing is broken, and worth knowing. `notKnown`: it could not be seen, or something else is in the way. */
export const findingStates = ['problem', 'note', 'notKnown', 'good'] as const;

/** How a finding is meant. */
export type FindingState = (typeof findingStates)[number];

/** How one finding can be meant, and the names of the values that its words need. */
interface Kind<State extends FindingState, Arg extends string = never> {
  readonly state: State;
  readonly arg: Arg;
}

/** Everything that a check can find. */
interface FindingKinds {
  'check.late': Kind<'notKnown', 'seconds'>;
  'check.failed': Kind<'notKnown'>;

  'ports.free': Kind<'good', 'ports'>;
  'ports.signingIn': Kind<'note', 'port'>;
  'ports.busy': Kind<'problem' | 'note', 'port' | 'holder'>;
  'ports.busyUnknown': Kind<'problem' | 'note', 'port'>;
  'ports.reserved': Kind<'problem' | 'note', 'port'>;
  'ports.reservedRange': Kind<'problem' | 'note', 'port' | 'from' | 'to'>;
  'ports.notReached': Kind<'problem' | 'note', 'port'>;

  'loopback.good': Kind<'good'>;
  'loopback.onlyIPv4': Kind<'good'>;
  'loopback.notReached': Kind<'problem', 'address'>;
  'loopback.name': Kind<'problem', 'address'>;

  'dns.found': Kind<'good', 'host'>;
  'dns.byProxy': Kind<'good', 'host'>;
  'dns.notFound': Kind<'problem', 'host'>;
  'dns.noAnswer': Kind<'problem', 'host'>;

  'proxy.none': Kind<'good'>;
  'proxy.used': Kind<'good', 'proxy' | 'source'>;
  'proxy.refused': Kind<'problem', 'reason'>;
  'proxy.wantsSignIn': Kind<'problem', 'reason'>;
  'proxy.offline': Kind<'problem', 'proxy' | 'source'>;
  'proxy.homeOffline': Kind<'problem', 'name' | 'path'>;
  'proxy.homeNotSpoken': Kind<'problem', 'name' | 'path'>;
  'proxy.homeIgnored': Kind<'problem', 'name' | 'path'>;

  'certificates.trusted': Kind<'good', 'host'>;
  'certificates.plain': Kind<'good'>;
  'certificates.refused': Kind<'problem', 'reason'>;
  'certificates.file': Kind<'problem', 'reason'>;
  'certificates.notSeen': Kind<'notKnown', 'host'>;

  'service.answers': Kind<'good', 'host'>;
  'service.page': Kind<'problem', 'host' | 'status'>;
  'service.botCheck': Kind<'problem', 'host' | 'status'>;
  'service.blocked': Kind<'problem', 'host' | 'product'>;
  'service.region': Kind<'problem', 'host'>;
  'service.unwell': Kind<'problem', 'host' | 'status'>;
  'service.notReached': Kind<'problem', 'reason'>;
  'service.elsewhere': Kind<'notKnown', 'host'>;

  'clock.right': Kind<'good'>;
  'clock.off': Kind<'problem' | 'note', 'minutes'>;
  'clock.certificate': Kind<'problem', 'reason'>;
  'clock.notSeen': Kind<'notKnown'>;

  'cli.found': Kind<'good', 'version' | 'path'>;
  'cli.old': Kind<'problem', 'version' | 'path'>;
  'cli.silent': Kind<'problem', 'path'>;
  'cli.missing': Kind<'problem'>;
  'cli.extensionAlone': Kind<'note'>;
  'cli.ofWorkspace': Kind<'note', 'path'>;

  'shell.notAsked': Kind<'notKnown'>;
  'shell.same': Kind<'good'>;
  'shell.home': Kind<'problem'>;
  'shell.differs': Kind<'note', 'names'>;
  'shell.silent': Kind<'notKnown'>;

  'file.absent': Kind<'good', 'path'>;
  'file.good': Kind<'good', 'path'>;
  'file.notUsed': Kind<'good', 'path'>;
  'file.problem': Kind<'problem', 'reason'>;
  'file.refused': Kind<'problem', 'reason'>;
  'file.open': Kind<'problem', 'path' | 'mode'>;
  'file.withoutModes': Kind<'note', 'path'>;
  'file.link': Kind<'note', 'path' | 'target'>;
  'file.repository': Kind<'problem', 'path' | 'repository'>;
  'file.tracked': Kind<'problem', 'path' | 'repository'>;
  'file.cloud': Kind<'problem', 'path' | 'service'>;

  'store.inForce': Kind<'good', 'store'>;
  'store.ephemeral': Kind<'note'>;
  'store.invalid': Kind<'notKnown'>;

  'keyring.notUsed': Kind<'good'>;
  'keyring.works': Kind<'good'>;
  'keyring.fails': Kind<'problem', 'reason'>;
  'keyring.failsAuto': Kind<'note', 'reason'>;
  'keyring.notOpened': Kind<'notKnown'>;
  'keyring.encrypted': Kind<'notKnown'>;

  'config.good': Kind<'good'>;
  'config.notToml': Kind<'problem', 'path'>;
  'config.notTomlLine': Kind<'problem', 'path' | 'line'>;
  'config.unreadable': Kind<'problem', 'path'>;
  'config.value': Kind<'problem', 'path' | 'key'>;
  'config.refusedByCodex': Kind<'problem'>;

  'payers.home': Kind<'good'>;
  'payers.provider': Kind<'good'>;
  'payers.none': Kind<'note'>;
  'payers.variable': Kind<'note', 'name'>;
  'payers.key': Kind<'problem', 'name'>;
  'payers.storedKey': Kind<'problem'>;
  'payers.missing': Kind<'problem', 'name'>;
  'payers.unknownProvider': Kind<'problem'>;
  'payers.bedrockKey': Kind<'problem'>;
  'payers.notKnown': Kind<'notKnown'>;

  'rules.none': Kind<'good'>;
  'rules.inForce': Kind<'note', 'keys' | 'path'>;
  'rules.against': Kind<'problem', 'key' | 'path'>;
  'rules.notKnown': Kind<'notKnown', 'path'>;

  'secrets.kept': Kind<'good'>;
  'secrets.refused': Kind<'problem'>;
  'secrets.lost': Kind<'problem', 'count'>;

  'state.good': Kind<'good'>;
  'state.problem': Kind<'problem', 'reason'>;
  'state.sandbox': Kind<'note', 'sandbox'>;

  'running.none': Kind<'good'>;
  'running.same': Kind<'good', 'count'>;
  'running.elsewhere': Kind<'problem', 'count'>;
  'running.variable': Kind<'note', 'name'>;

  'hosts.none': Kind<'good'>;
  'hosts.good': Kind<'good', 'host'>;
  'hosts.soon': Kind<'note', 'host'>;
  'hosts.ended': Kind<'problem' | 'note', 'host'>;
  'hosts.restart': Kind<'problem', 'host'>;
  'hosts.gone': Kind<'problem', 'host'>;
  'hosts.changed': Kind<'note', 'host'>;
  'hosts.silent': Kind<'notKnown', 'host'>;
}

/** The id of something that a check can find. */
export type FindingId = keyof FindingKinds;

/** How a finding can be meant. */
type StateOf<Id extends FindingId> = FindingKinds[Id]['state'];

/** What the words of each finding are made of, by name. */
export type FindingArgs<Part> = { readonly [Id in FindingId]: Readonly<Record<FindingKinds[Id]['arg'], Part>> };

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
  readonly state: StateOf<Id>;
  readonly args: FindingArgs<Value>[Id];
  readonly fixes: readonly Fix[];
}

/** Says what was found, with the values that its words need and what mends it. */
export function found<Id extends FindingId>(
  id: Id,
  state: StateOf<Id>,
  { args, fixes = [] }: Pick<FindingOf<Id>, 'args'> & Partial<Pick<FindingOf<Id>, 'fixes'>>,
): FindingOf<Id> {
  return { id, state, args, fixes };
}

type PlainId = { [Id in FindingId]: [FindingKinds[Id]['arg']] extends [never] ? Id : never }[FindingId];

interface PlainFinding<Id extends PlainId> extends Omit<FindingOf<Id>, 'args'> {
  readonly args: Readonly<Record<string, never>>;
}

/** A finding without values. */
export function plain<Id extends PlainId>(id: Id, state: StateOf<Id>, ...fixes: readonly Fix[]): PlainFinding<Id> {
  return { id, state, args: {}, fixes };
}
