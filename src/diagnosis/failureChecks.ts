import type { AuthErrorReason } from '../errors/authError.ts';
import type { ServerAnswerKind } from '../errors/messageIds/server.ts';
import type { CheckId } from './check.ts';
import type { FindingId } from './finding.ts';

const way = ['proxy', 'dns', 'issuer', 'backend', 'certificates', 'clock'] as const satisfies readonly CheckId[];
const file = ['file', 'store', 'config', 'state'] as const satisfies readonly CheckId[];

/** What the service has said itself, in its own words: no look of ours tells more. */
type SaidByService = Exclude<ServerAnswerKind, 'regionRefused' | 'serviceDown'>;

type LookedInto = Exclude<AuthErrorReason, SaidByService>;

/**
 * The checks that can tell the cause of a failure, the likeliest first; empty where the failure itself says all there is
 * to know.
 */
const checksOf: Readonly<Record<LookedInto, readonly CheckId[]>> = {
  callbackPorts: ['ports', 'loopback'],
  regionRefused: ['proxy', 'issuer'],
  serviceDown: ['issuer', 'backend'],
  deviceCode: [],
  copy: [],
  copyUncertain: [],
  keysRuledOut: [],
  chatgptRuledOut: [],
  workspaceRuledOut: [],
  noWayIn: [],
  needsSignIn: [],
  held: ['running', 'file'],
  notStored: ['secrets', 'state'],

  offline: way,
  hostUnknown: way,
  cut: way,
  tooSlow: way,
  untrustedIssuer: ['certificates', 'clock'],
  certificateDates: ['clock', 'certificates'],
  certificate: ['certificates', 'clock'],
  caFile: ['certificates'],
  noRoute: ['proxy'],
  proxy: ['proxy'],
  proxySignIn: ['proxy'],
  strangeAnswer: ['issuer', 'backend', 'proxy'],

  isFile: ['state'],
  noPermission: ['state', 'file'],
  readOnlyDisk: ['state', 'file'],
  diskFull: ['state', 'file'],
  unusable: ['state'],
  unreadableFile: ['state'],

  notReadBack: file,
  keepsChanging: ['running', 'file'],
  isFolder: file,
  danglingLink: file,
  linkLoop: file,
  otherOwner: file,
  folderWritableByOthers: file,
  folderMissing: file,
  tooLarge: file,
  notUtf8: file,
  busy: ['running', 'file'],
  mounted: file,
  // A look at a disk that is gone hangs as well.
  notAnswering: [],
  keyringMissing: ['keyring'],
  // The person has just been asked to unlock it: another look asks again.
  keyringUnavailable: [],
  keychainNotRead: [],
  storeEncrypted: ['store'],
  storeEphemeral: ['store'],
  storeInvalid: ['config'],
};

/** The checks that a failed sign-in asks for by itself. */
export function findChecks(reason: AuthErrorReason | undefined): readonly CheckId[] {
  return reason !== undefined && isLookedInto(reason) ? checksOf[reason] : [];
}

/** Problems that keep no sign-in from being made, read or stored: they are for the diagnosis alone. */
const noCauses: readonly FindingId[] = [
  'file.open',
  'file.repository',
  'file.tracked',
  'file.cloud',
  'running.elsewhere',
];

/** What the `.env` of a Home says is read by Codex: no request of ours went that way. */
const ofCodexAlone: readonly FindingId[] = ['proxy.homeOffline', 'proxy.homeNotSpoken', 'proxy.homeIgnored'];

/** Whether a problem that a check found can be why something failed. */
export function canBeCause(finding: FindingId, reason: AuthErrorReason | undefined): boolean {
  return !noCauses.includes(finding) && !(reason === 'regionRefused' && ofCodexAlone.includes(finding));
}

function isLookedInto(reason: AuthErrorReason): reason is LookedInto {
  return Object.hasOwn(checksOf, reason);
}
