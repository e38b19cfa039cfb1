import { l10n } from 'vscode';
import { isElsewhere, type RunningCodex, type UsedAccount } from '../../home/running/inventory.ts';
import type { SignedInAs } from '../../protocol/appServer.ts';
import { linkSafeName } from '../../base/displayText.ts';

export interface RunningNames {
  readonly hidePersonalInfo: boolean;
  /** What the person calls an account that a server named; undefined for one that is not known here. */
  readonly findLabel: (told: SignedInAs) => string | undefined;
  /** The host where it runs, safe to show; undefined for the one that all other words are about. */
  readonly host: string | undefined;
}

/** What a running Codex uses instead of the account in the Home; undefined when it uses that one, or it is not known. */
export function usedWord(used: UsedAccount, { hidePersonalInfo, findLabel }: RunningNames): string | undefined {
  switch (used.kind) {
    case 'home':
    case 'unknown':
      return undefined;
    case 'none':
      return l10n.t('no account');
    case 'oldStore':
      return l10n.t('the store before');
    case 'variable':
      return linkSafeName(used.name);
    case 'other': {
      const label = used.who === undefined ? undefined : findLabel(used.who);
      return label === undefined ? foundWord(used.who, hidePersonalInfo) : linkSafeName(label);
    }
  }
}

function foundWord(who: SignedInAs | undefined, hidePersonalInfo: boolean): string {
  switch (who?.kind) {
    case 'chatgpt': {
      const email = linkSafeName(who.email ?? '');
      return email === '' ? l10n.t('a ChatGPT account') : hidePersonalInfo ? l10n.t('(e-mail hidden)') : email;
    }
    case 'apiKey':
      return l10n.t('an API key');
    case 'none':
    case 'other':
    case undefined:
      return l10n.t('the account before');
  }
}

type Described = Pick<RunningCodex, 'kind' | 'pid' | 'used'>;

/** One sentence for each Codex that uses something else than the Home holds; none when all use the same. */
export function describeElsewhere(running: readonly Described[], names: RunningNames): readonly string[] {
  return running.filter(isElsewhere).map((codex) => {
    const who = usedWord(codex.used, names) ?? '';
    return names.host === undefined ? describeHere(codex, who) : describeThere(codex, who, names.host);
  });
}

function describeServerHere({ used }: Described, who: string): string {
  switch (used.kind) {
    case 'none':
      return l10n.t(
        'Codex in your terminals is signed out: it was started before this sign-in, or its sign-in had ended.',
      );
    case 'oldStore':
      return l10n.t('Codex in your terminals still looks for its sign-in where it was kept before.');
    case 'variable':
      return l10n.t(
        'Codex in your terminals is signed in by {0}, which its background server was started with; what stands in the Codex home does not count there.',
        who,
      );
    default:
      return l10n.t('Codex in your terminals still uses {0}.', who);
  }
}

function describeServerThere({ used }: Described, who: string, host: string): string {
  switch (used.kind) {
    case 'none':
      return l10n.t(
        'Codex in your terminals on {0} is signed out: it was started before the sign-in there, or its sign-in had ended.',
        host,
      );
    case 'variable':
      return l10n.t(
        'Codex in your terminals on {0} is signed in by {1}, which its background server was started with; what stands in the Codex home there does not count.',
        host,
        who,
      );
    default:
      return l10n.t('Codex in your terminals on {0} still uses {1}.', host, who);
  }
}

function describeHere(codex: Described, who: string): string {
  const { kind, pid } = codex;
  switch (kind) {
    case 'terminals':
      return describeServerHere(codex, who);
    case 'terminal':
      return l10n.t('Codex in a terminal (process {0}) still uses {1}.', String(pid), who);
    case 'exec':
      return l10n.t('A codex exec (process {0}) still uses {1}.', String(pid), who);
    case 'extension':
      return l10n.t('The Codex extension still uses {0}.', who);
    case 'program':
      return l10n.t('The Codex of another program (process {0}) still uses {1}.', String(pid), who);
    case 'vscode':
      return l10n.t('VS Code’s own Codex still uses {0}.', who);
  }
}

function describeThere(codex: Described, who: string, host: string): string {
  const { kind, pid } = codex;
  switch (kind) {
    case 'terminals':
      return describeServerThere(codex, who, host);
    case 'terminal':
      return l10n.t('Codex in a terminal on {0} (process {1}) still uses {2}.', host, String(pid), who);
    case 'exec':
      return l10n.t('A codex exec on {0} (process {1}) still uses {2}.', host, String(pid), who);
    case 'extension':
      return l10n.t('The Codex extension on {0} still uses {1}.', host, who);
    case 'program':
      return l10n.t('The Codex of another program on {0} (process {1}) still uses {2}.', host, String(pid), who);
    case 'vscode':
      return l10n.t('VS Code’s own Codex on {0} still uses {1}.', host, who);
  }
}

/** A few words for the status bar; undefined when every Codex uses what the Home holds. */
export function describeShortly(running: readonly Described[], names: RunningNames): string | undefined {
  const codex = running.find(isElsewhere);
  if (codex === undefined) {
    return undefined;
  }
  const who = usedWord(codex.used, names) ?? '';
  const { host } = names;
  switch (codex.kind) {
    case 'terminals':
    case 'terminal':
    case 'exec':
      return host === undefined ? l10n.t('terminals: {0}', who) : l10n.t('terminals on {0}: {1}', host, who);
    case 'extension':
      return host === undefined ? l10n.t('extension: {0}', who) : l10n.t('extension on {0}: {1}', host, who);
    case 'program':
      return host === undefined
        ? l10n.t('process {0}: {1}', String(codex.pid), who)
        : l10n.t('process {0} on {1}: {2}', String(codex.pid), host, who);
    case 'vscode':
      return host === undefined ? l10n.t('VS Code: {0}', who) : l10n.t('VS Code on {0}: {1}', host, who);
  }
}
