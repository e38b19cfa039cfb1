import { l10n } from 'vscode';
import type { FoundInHome } from '../../accounts/home/ports.ts';
import type { AccountState } from '../../accounts/use/currentAccount.ts';
import { isRefused } from '../../accounts/use/healthVerdict.ts';
import type { AttemptState } from '../../accounts/signIn/signInService.ts';
import type { KeyPayer } from '../../billing/keyWarning.ts';
import { listUnlocks, type UnlockState } from '../../billing/unlocks.ts';
import { isProvider, type Account } from '../../storage/account.ts';
import { displayText, iconSafeText } from '../../base/displayText.ts';
import {
  describeAccount,
  healthWord,
  isWorkspacePlan,
  kindIcon,
  kindWord,
  planWord,
  hasPlan,
} from '../text/accountText.ts';
import type { StatusBarShow } from '../shell/settings.ts';
import { explainEnd, explainKeptElsewhere, productWord } from '../text/errors/endText.ts';
import { explainUnknownAccount } from '../text/unknownAccountText.ts';
import type { PayerWords } from '../text/payerText.ts';
import type { UsageWords } from '../text/usageWords.ts';
import type { HostView } from '../text/hostView.ts';
import { unlocksInShort } from '../text/facts/unlocksInShort.ts';
import { explainProvider, nameProvider, nameProviderKey } from '../text/providerText.ts';
import { titleUnlock } from '../text/unlockText.ts';
import type { Health } from '../../accounts/use/accountCheck.ts';

/** What the status bar draws: a pure description. One file, as each state of the account has its view here and the lines are shared. */
export interface StatusView {
  /** May hold `$(icon)`s of ours; text from outside is escaped. */
  readonly text: string;
  /** Plain lines, each shown as text. */
  readonly tooltip: readonly string[];
  /** For screen readers: the same without icons. */
  readonly accessibleLabel: string;
  readonly tone: 'plain' | 'warning';
}

export interface StatusOptions {
  readonly show: StatusBarShow;
  readonly hidePersonalInfo: boolean;
  /** The account that this folder expects. */
  readonly expected: { readonly accountId: string; readonly label: string | undefined } | undefined;
  /** What is said about the other host that this window is connected to. */
  readonly remote: Pick<HostView, 'name' | 'sentence' | 'running' | 'runningShort'> | undefined;
  /** What is said about a running Codex of this host that uses another account than its Home. */
  readonly running: { readonly sentences: readonly string[]; readonly short: string | undefined };
  /** Who pays; undefined until that has been looked at. */
  readonly payer: Pick<PayerWords, 'short' | 'billedBy' | 'sentences'> | undefined;
  /** What the account in use has used; undefined until that is known to be unknown. */
  readonly usage: Pick<UsageWords, 'lines' | 'short'> | undefined;
}

/** The bar is everybody’s: the whole name is in the tooltip. */
const longestInBar = 30;

export function viewStatus(state: AccountState, attempt: AttemptState, options: StatusOptions): StatusView {
  if (attempt.kind !== 'idle') {
    return viewAttempt(attempt);
  }
  const { expected } = options;
  const isOther = state.kind === 'signedIn' && expected !== undefined && expected.accountId !== state.account.id;
  const view = isOther ? viewMismatch(state.account, expected.label ?? '…', options) : viewAccount(state, options);
  return withRunning(withPayer(view, state, options), options);
}

/** The bar says it where a key is billed, unless its name is that of who bills; the tooltip always. */
function withPayer(view: StatusView, state: AccountState, { payer, show }: StatusOptions): StatusView {
  if (payer === undefined) {
    return view;
  }
  const { short, sentences } = payer;
  const tooltip = [...view.tooltip, ...sentences];
  if (short === undefined) {
    return { ...view, tooltip };
  }
  const text = show === 'icon' ? `${view.text} $(credit-card)` : `${view.text} · ${short}`;
  return {
    ...view,
    text: isNamed(state, payer.billedBy, view.text) ? view.text : text,
    tooltip,
    accessibleLabel: [view.accessibleLabel, ...sentences].join(' '),
  };
}

/** Whether the bar has the name of who bills for the account in use. */
function isNamed(state: AccountState, payer: KeyPayer | undefined, text: string): boolean {
  const kind = state.kind === 'signedIn' ? state.account.credential.kind : undefined;
  return (
    (kind === 'azure' && payer === 'azure' && text.includes('Azure')) ||
    (kind === 'bedrock' && payer === 'aws' && /Bedrock|AWS/u.test(text))
  );
}

/** Behind everything else: the account in use stays the first thing that is read. Of the host its own sentence tells. */
function withRunning(view: StatusView, { running, remote, show }: StatusOptions): StatusView {
  const short = running.short ?? remote?.runningShort;
  if (short === undefined) {
    return view;
  }
  return {
    ...view,
    text: show === 'icon' ? `${view.text} $(alert)` : `${view.text} · ${iconSafeText(short)}`,
    tooltip: [...view.tooltip, ...running.sentences],
    accessibleLabel: [view.accessibleLabel, ...running.sentences, ...(remote?.running ?? [])].join(' '),
  };
}

function viewMismatch(account: Account, expected: string, options: StatusOptions): StatusView {
  const view = warning(
    `${iconSafeText(account.label)} ≠ ${iconSafeText(expected)}`,
    l10n.t(
      'This folder expects {0}, but {1} is in use. Click to switch.',
      displayText(expected),
      displayText(account.label),
    ),
  );
  return { ...view, tooltip: [...view.tooltip, ...remoteLines(options)] };
}

function viewAttempt(attempt: Exclude<AttemptState, { kind: 'idle' }>): StatusView {
  const text =
    attempt.kind === 'deviceCode' ? l10n.t('Codex: {0}', attempt.waiting.userCode) : l10n.t('Codex: Signing in…');
  return {
    text: `$(loading~spin) ${text}`,
    tooltip: [l10n.t('Signing in to Codex. Click for the ways to go on or to cancel.')],
    accessibleLabel: l10n.t('Codex Accounts: signing in. Opens the ways to go on or to cancel.'),
    tone: 'plain',
  };
}

function viewAccount(state: AccountState, options: StatusOptions): StatusView {
  switch (state.kind) {
    case 'loading':
      return plain('$(account) Codex', l10n.t('Codex Accounts: reading your accounts.'));
    case 'signedOut':
      return viewSignedOut(state, options);
    case 'unreadable':
      return viewUnreadable(state);
    case 'signedIn':
      return viewSignedIn(state, options);
    case 'needsSignIn':
      return warning(
        l10n.t('{0}: sign in again', iconSafeText(state.account.label)),
        `${displayText(state.account.label)}. ${explainEnd(state.reason)}`,
      );
    case 'keptElsewhere':
      return warning(
        l10n.t('{0}: kept by {1}', iconSafeText(state.account.label), iconSafeText(productWord(state.product))),
        `${displayText(state.account.label)}. ${explainKeptElsewhere(state.product)}`,
      );
    case 'secretsLost':
      return warning(
        l10n.t('Codex: sign in again'),
        l10n.t(
          'An account ({0}) is known here, but VS Code’s secret storage has lost its sign-in or cannot read it. Click to bring it back.',
          kindWord(state.accountKind),
        ),
      );
  }
}

/** The whole sentence is behind the click: its words are not loaded with the status bar. */
function viewUnreadable({ home, sentence: { args } }: Extract<AccountState, { kind: 'unreadable' }>): StatusView {
  const path = 'path' in args ? displayText(args.path) : '';
  const view = warning(
    l10n.t('Codex: accounts not readable'),
    l10n.t('Codex Accounts cannot read or write {0}. Click for what to do.', path),
  );
  return home.kind === 'foreign'
    ? { ...view, tooltip: [...view.tooltip, l10n.t('The Codex CLI on this computer is signed in.')] }
    : view;
}

function viewSignedOut(state: Extract<AccountState, { kind: 'signedOut' }>, options: StatusOptions): StatusView {
  const { provider } = state;
  const lines = [
    l10n.t('Not signed in with Codex Accounts.'),
    ...(provider === undefined ? [] : [explainProvider(provider)]),
    ...(state.home.kind === 'foreign' ? [sayFound(state.home.found)] : []),
    ...(state.home.kind === 'untold' ? [explainUnknownAccount(state.home)] : []),
    ...remoteLines(options),
  ];
  const isNeedless = provider?.usesSignIn === false;
  const icon = isNeedless ? '$(server-environment)' : '$(account)';
  const label = isNeedless ? iconSafeText(displayText(nameProvider(provider), longestInBar)) : l10n.t('Codex: Sign In');
  return {
    text: options.show === 'icon' ? icon : `${icon} ${label}`,
    tooltip: lines,
    accessibleLabel: isNeedless
      ? `${explainProvider(provider)} ${l10n.t('Opens the account menu.')}`
      : l10n.t('Codex Accounts: signed out. Opens the account menu.'),
    tone: 'plain',
  };
}

function sayFound({ provider }: FoundInHome): string {
  return provider === undefined
    ? l10n.t('The Codex CLI on this computer is signed in. Click to take that sign-in over.')
    : l10n.t('The Codex home on this computer has {0}. Click to keep it here.', nameProviderKey(provider));
}

function viewSignedIn(state: Extract<AccountState, { kind: 'signedIn' }>, options: StatusOptions): StatusView {
  const { account, health } = state;
  const icon = healthIcon(health) ?? `$(${kindIcon(account.credential.kind)})`;
  const { usage } = options;
  const label =
    options.show === 'plan'
      ? planOrKind(account)
      : ((options.show === 'usage' ? usage?.short : undefined) ?? account.label);
  const trouble = healthWord(health);
  return {
    text: options.show === 'icon' ? icon : `${icon} ${iconSafeText(displayText(label, longestInBar))}`,
    tooltip: [
      displayText(account.label),
      `${kindWord(account.credential.kind)} · ${describeAccount(account, options.hidePersonalInfo)}`,
      ...(trouble === undefined ? [] : [trouble]),
      ...(usage?.lines ?? []),
      ...unlockLines(account),
      homeLine(state, options),
      ...(state.provider === undefined ? [] : [explainProvider(state.provider)]),
      ...remoteLines(options),
    ],
    accessibleLabel:
      options.show === 'usage' && usage?.short !== undefined
        ? [sayAloud(state), ...usage.lines].join(' ')
        : sayAloud(state),
    tone: 'plain',
  };
}

function healthIcon(health: Health | undefined): string | undefined {
  switch (health?.kind) {
    case 'offline':
      return isRefused(health) ? '$(warning)' : '$(debug-disconnect)';
    case 'misconfigured':
      return '$(warning)';
    default:
      return undefined;
  }
}

function sayAloud({ account, health }: Extract<AccountState, { kind: 'signedIn' }>): string {
  const [label, kind] = [displayText(account.label), kindWord(account.credential.kind)];
  switch (health?.kind) {
    case 'offline':
      return isRefused(health)
        ? l10n.t('Codex Accounts: {0}, {1}, refused by the service. Opens the account menu.', label, kind)
        : l10n.t('Codex Accounts: {0}, {1}, offline. Opens the account menu.', label, kind);
    case 'misconfigured':
      return l10n.t('Codex Accounts: {0}, {1}, not usable as it is set up. Opens the account menu.', label, kind);
    default:
      return l10n.t('Codex Accounts: {0}, {1}, signed in. Opens the account menu.', label, kind);
  }
}

/** A key has no plan; of a token whose plan nobody said, its kind says more. */
function planOrKind({ credential: { kind }, identity }: Account): string {
  return !hasPlan(kind) || (kind === 'accessToken' && identity.plan === undefined)
    ? kindWord(kind)
    : planWord(identity);
}

/** What this account has, has in another form, and lacks: a line for each. */
function unlockLines(account: Account): readonly string[] {
  const unlocks = listUnlocks(account, isWorkspacePlan(account.identity));
  const rowsOf = (wanted: UnlockState) => unlocks.flatMap(({ row, state }) => (state === wanted ? [row] : []));
  const titles = (wanted: UnlockState): string => rowsOf(wanted).map(titleUnlock).join(', ');
  const [has, lacks, unknown] = [titles('yes'), titles('no'), titles('unknown')];
  const differs = rowsOf('differs')
    .flatMap((row) => unlocksInShort[row]?.say() ?? [])
    .join('; ');
  return [
    ...(has === '' ? [] : [l10n.t('Has: {0}', has)]),
    ...(differs === '' ? [] : [l10n.t('In another form: {0}', differs)]),
    ...(lacks === '' ? [] : [l10n.t('Lacks: {0}', lacks)]),
    ...(unknown === '' ? [] : [l10n.t('Not documented for it: {0}', unknown)]),
  ];
}

function homeLine({ account, home }: Extract<AccountState, { kind: 'signedIn' }>, { running }: StatusOptions): string {
  if (isProvider(account.credential)) {
    return l10n.t('Codex on this computer uses its models, by config.toml.');
  }
  switch (home.kind) {
    case 'none':
      return l10n.t('The Codex CLI on this computer is signed out. Click to let it use this account.');
    case 'foreign':
      return l10n.t('The Codex CLI on this computer uses another sign-in.');
    case 'untold':
      return explainUnknownAccount(home);
    case 'unreadable':
      return l10n.t('The sign-in of the Codex CLI on this computer cannot be read.');
    case 'ours':
      return home.account.id === account.id
        ? running.short === undefined
          ? l10n.t('The Codex CLI on this computer uses this account.')
          : l10n.t('The Codex CLI on this computer is signed in with this account, but not all that runs uses it yet.')
        : l10n.t('The Codex CLI on this computer uses {0}.', displayText(home.account.label));
  }
}

function remoteLines({ remote }: StatusOptions): readonly string[] {
  return remote === undefined ? [] : [remote.sentence];
}

function plain(text: string, line: string): StatusView {
  return { text, tooltip: [line], accessibleLabel: line, tone: 'plain' };
}

function warning(text: string, line: string): StatusView {
  return { text: `$(warning) ${text}`, tooltip: [line], accessibleLabel: line, tone: 'warning' };
}
