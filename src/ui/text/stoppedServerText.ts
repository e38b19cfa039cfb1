import { l10n } from 'vscode';
import type { RunningCodex } from '../../home/running/inventory.ts';
import type { ServerEnding } from '../../home/running/ports.ts';

export interface EndedServer {
  readonly step: ServerEnding;
  /** What it used; undefined when only the place of its sign-in has changed. */
  readonly used: string | undefined;
  /** What the next one uses; undefined when no one is signed in there. */
  readonly next: string | undefined;
  /** As in `RunningNames`. */
  readonly host: string | undefined;
}

export function endedWord({ step, used, next, host }: EndedServer): string {
  if (used === undefined) {
    return l10n.t(
      'The background server of Codex was ended, since it looked for its sign-in where it was kept before.',
    );
  }
  return host === undefined ? endedHere(step, used, next) : endedThere({ step, used, next, host });
}

function endedHere(step: ServerEnding, used: string, next: string | undefined): string {
  if (step === 'restart') {
    return next === undefined
      ? l10n.t(
          'Codex in your terminals used {0} until now. Its background server was restarted and is signed out.',
          used,
        )
      : l10n.t(
          'Codex in your terminals used {0} until now. Its background server was restarted and uses {1}.',
          used,
          next,
        );
  }
  return next === undefined
    ? l10n.t(
        'Codex in your terminals used {0} until now. Its background server was ended: the next codex you start is signed out.',
        used,
      )
    : l10n.t(
        'Codex in your terminals used {0} until now. Its background server was ended: the next codex you start uses {1}.',
        used,
        next,
      );
}

function endedThere({
  step,
  used,
  next,
  host,
}: EndedServer & { readonly used: string; readonly host: string }): string {
  if (step === 'restart') {
    return next === undefined
      ? l10n.t(
          'Codex in your terminals on {0} used {1} until now. Its background server was restarted and is signed out.',
          host,
          used,
        )
      : l10n.t(
          'Codex in your terminals on {0} used {1} until now. Its background server was restarted and uses {2}.',
          host,
          used,
          next,
        );
  }
  return next === undefined
    ? l10n.t(
        'Codex in your terminals on {0} used {1} until now. Its background server was ended: the next codex you start there is signed out.',
        host,
        used,
      )
    : l10n.t(
        'Codex in your terminals on {0} used {1} until now. Its background server was ended: the next codex you start there uses {2}.',
        host,
        used,
        next,
      );
}

export function failedWord(host: string | undefined): string {
  return host === undefined
    ? l10n.t(
        'The background server of Codex could not be ended from here. Run “codex app-server daemon restart” in a terminal.',
      )
    : l10n.t(
        'The background server of Codex on {0} could not be ended from here. Run “codex app-server daemon restart” in a terminal there.',
        host,
      );
}

/** The person's setting does not want it; how they do it themselves. */
export function laterWord(host: string | undefined): string {
  return host === undefined
    ? l10n.t(
        'Your setting leaves running Codex alone. “Bring Running Codex to This Account” does it when it suits you.',
      )
    : l10n.t(
        'Your setting leaves the running Codex on {0} alone. The menu of Codex Accounts in the status bar brings it along when it suits you.',
        host,
      );
}

export function bringingWord(host: string | undefined): string {
  return host === undefined
    ? l10n.t('Bringing the Codex in your terminals along…')
    : l10n.t('Bringing the Codex in your terminals on {0} along…', host);
}

/**
 * What open terminals lose is said before anything is done to them.
 * @param next what the next one uses; undefined when no one is signed in there
 */
export function loseWord(server: RunningCodex | undefined, next: string | undefined): string {
  switch (server?.activity) {
    case 'idle':
      return next === undefined
        ? l10n.t(
            'Brought along, it starts again signed out: open terminals reconnect by themselves, and work again after a sign-in.',
          )
        : l10n.t('Brought along, it starts again: open terminals reconnect by themselves and go on with {0}.', next);
    case 'atWork':
      return l10n.t(
        'It is working on something: brought along now, that gets up to a minute to finish and is then interrupted.',
      );
    case 'unknown':
    case undefined:
      return l10n.t(
        'Whether it is working on something cannot be seen: brought along now, that gets up to a minute to finish and is then interrupted.',
      );
  }
}
