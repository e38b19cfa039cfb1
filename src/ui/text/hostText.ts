import { l10n } from 'vscode';
import type { HomeAccessRefusal } from '../../hosts/remote/companionProtocol.ts';
import type { AdviceReason } from '../../hosts/remote/bindingAdvice.ts';
import type { FoundThere } from '../../hosts/remote/remoteSignInStatus.ts';
import type { NoAnswer } from '../../hosts/remote/remoteHome.ts';
import type { RuledOut } from '../../hosts/remote/remoteState.ts';
import type { HostRoute, Placed } from '../../storage/hostRecords.ts';
import { linkSafeName, linkSafeText } from '../../base/displayText.ts';
import { nameFoundKind } from './foundKindText.ts';
import { sayRuled } from './ruleText.ts';
import { findWindow } from './restartWord.ts';

/** Why a way is the recommended one on a host. */
export function reasonWord(reason: AdviceReason): string {
  switch (reason) {
    case 'youChose':
      return l10n.t('You chose it for this host.');
    case 'settingSays':
      return l10n.t('Your setting for other hosts says so.');
    case 'providerIsOfOneHost':
      return l10n.t('A model provider stands in the configuration of each host: set it up there.');
    case 'keysAreCopied':
      return l10n.t('Keys and access tokens work in two places at once, so a copy is all a host needs.');
    case 'ideExtensionThere':
      return l10n.t(
        'The official Codex extension is installed there: it may give up on a lease, and keeps a sign-in of its own.',
      );
    case 'cliOnly':
      return l10n.t('Only the Codex CLI is there, which works well on a lease.');
    case 'noCodexYet':
      return l10n.t('No Codex was found there yet; a lease leaves the least behind.');
  }
}

type NamedPlaced = Pick<Placed, 'binding' | 'label' | 'hiddenLabel'>;

/** One whole sentence about what was put on a host, for each way of putting it there. */
interface PlacedSentences {
  readonly lease: (label: string) => string;
  readonly own: (label: string) => string;
  /** An own sign-in that may not be named. */
  readonly namelessOwn: () => string;
  readonly copy: (label: string) => string;
}

/** Says the sentence that fits what was put there. */
export function sayOfPlaced(placed: NamedPlaced, hidePersonalInfo: boolean, sentences: PlacedSentences): string {
  const label = nameOfPlaced(placed, hidePersonalInfo);
  return placed.binding === 'own' && label === '' ? sentences.namelessOwn() : sentences[placed.binding](label);
}

/** What it is called, safe to show; empty for an own sign-in that may not be named. */
export function nameOfPlaced({ binding, label, hiddenLabel = '' }: NamedPlaced, hidePersonalInfo: boolean): string {
  return linkSafeName(hidePersonalInfo && binding === 'own' ? hiddenLabel : label);
}

/** What was put there, where it is by itself: by its kind and name. */
export function placedWord(placed: NamedPlaced, hidePersonalInfo: boolean): string {
  return sayOfPlaced(placed, hidePersonalInfo, {
    lease: (label) => l10n.t('lease of {0}', label),
    own: (label) => l10n.t('sign-in of its own ({0})', label),
    namelessOwn: () => l10n.t('sign-in of its own'),
    copy: (label) => l10n.t('copy of {0}', label),
  });
}

/** Somebody whom we did not sign in there. */
export function foundWord({ credential, email, label }: FoundThere, hidePersonalInfo: boolean): string {
  const name = linkSafeName(label ?? '');
  if (name !== '') {
    return l10n.t('{0}, put there from another computer', name);
  }
  const person = linkSafeName(email ?? '');
  if (person !== '') {
    return hidePersonalInfo ? l10n.t('(e-mail hidden)') : person;
  }
  return nameFoundKind(credential);
}

export function routeWord(via: HostRoute): string {
  switch (via) {
    case 'window':
      return l10n.t('connected with VS Code');
    case 'ssh':
      return l10n.t('copied over SSH');
    case 'docker':
      return l10n.t('copied into a container');
    case 'folder':
      return l10n.t('copied into a folder');
  }
}

/** Why nothing was put on a host whose rules are against it. */
export function ruledOutWord(label: string, { ruled }: RuledOut, host: string): string {
  return l10n.t('Nothing was put on {0}, for the rules there. {1}', host, sayRuled(label, ruled));
}

/** Why nothing came of asking a host, and what to do about it. */
export function noAnswerWord(answer: NoAnswer, host: string): string {
  switch (answer.kind) {
    case 'missing':
      return l10n.t(
        'The Codex on {0} is not reached: “Codex Accounts Host” is not installed there. Until it is, only the Codex on this computer is.',
        host,
      );
    case 'older':
      return l10n.t(
        '“Codex Accounts Host” on {0} is from an earlier release ({1}). Update it there, then reload this window.',
        host,
        linkSafeName(answer.version),
      );
    case 'newer':
      return l10n.t(
        '“Codex Accounts Host” on {0} is from a later release ({1}). Update Codex Accounts on this computer, then reload this window.',
        host,
        linkSafeName(answer.version),
      );
    case 'unintelligible':
      return l10n.t(
        '“Codex Accounts Host” on {0} gave no answer that makes sense. Reload this window; if it stays so, install it there again.',
        host,
      );
    case 'refused':
      return refusalWord(answer.refusal, host);
  }
}

function refusalWord({ code, problem, path }: HomeAccessRefusal, host: string): string {
  switch (code) {
    case 'declined':
      return l10n.t('Nothing was changed on {0}.', host);
    case 'otherHost':
      return l10n.t('This window reaches another host than the one that was meant. Nothing was changed; try again.');
    case 'badRequest':
      return l10n.t(
        '“Codex Accounts Host” on {0} did not understand the request. Update both extensions, then reload this window.',
        host,
      );
    case 'notOurs':
      return l10n.t('What stands on {0} was not put there by Codex Accounts, so it was left alone.', host);
    case 'changedMeanwhile':
      return l10n.t('The sign-in on {0} was changed meanwhile and was left alone. Look at it, then try again.', host);
    case 'untrusted':
      return l10n.t(
        'The folder of this window is not trusted, so nothing is put on {0}. Trust it first, then try again.',
        host,
      );
    case 'problem':
      return l10n.t(
        '{0} could not be written on {1} ({2}). What stood there is unharmed.',
        linkSafeText(path ?? ''),
        host,
        linkSafeName(problem ?? ''),
      );
  }
}

/** What the button says that renews a lease and has the Codex extension start again, in a window of this kind. */
export function renewAndRestartWord(): string {
  return findWindow() === 'browser' ? l10n.t('Renew and Reload Window') : l10n.t('Renew and Restart Extension Host');
}

/** The same in the menu. @param host the name of the host that the lease is on */
export function renewLeaseAndRestartWord(host: string): string {
  return findWindow() === 'browser'
    ? l10n.t('Renew the Lease on {0} and Reload Window', host)
    : l10n.t('Renew the Lease on {0} and Restart Extension Host', host);
}

/** Why that button is there. */
export function needsRestartWord(): string {
  return findWindow() === 'browser'
    ? l10n.t('The Codex extension there goes on as it is until this window is reloaded.')
    : l10n.t('The Codex extension there needs a restart of the extension host.');
}
