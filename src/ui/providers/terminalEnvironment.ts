import { l10n, workspace } from 'vscode';
import type { CurrentAccount } from '../../accounts/use/currentAccount.ts';
import { Disposables, type Disposable } from '../../base/disposables.ts';
import { linkSafeText } from '../../base/displayText.ts';
import type { Log } from '../shell/log.ts';
import type { Prompts } from '../shell/prompts.ts';
import { onDidChangeSettings, settings } from '../shell/settings.ts';
import type { GivenVariable, WindowTerminals } from '../shell/windowTerminals.ts';
import { chooseTerminalVariable, type TerminalChoice } from './terminalVariable.ts';

export interface TerminalEnvironmentPorts {
  readonly terminals: Pick<WindowTerminals, 'give'>;
  readonly current: Pick<CurrentAccount, 'state' | 'onDidChange'>;
  readonly prompts: Pick<Prompts, 'offer'>;
  readonly log: Pick<Log, 'unawaited'>;
  /** The other host that terminals of this window run on. */
  readonly remoteName: string | undefined;
}

/**
 * Gives new terminals of this window the key of the provider in use, in the variable that Codex takes it from, where the
 * person has switched that on.
 */
export class TerminalEnvironment implements Disposable {
  readonly #ports: TerminalEnvironmentPorts;
  readonly #scope = new Disposables();
  #isRemoteAllowed = false;
  #asked: string | undefined;

  constructor(ports: TerminalEnvironmentPorts) {
    this.#ports = ports;
    const follow = (): void => {
      this.#follow();
    };
    this.#scope.add(ports.current.onDidChange(follow));
    this.#scope.add(onDidChangeSettings(follow));
    this.#scope.add(workspace.onDidGrantWorkspaceTrust(follow));
    this.#scope.add(workspace.onDidChangeWorkspaceFolders(follow));
    this.#scope.add({
      dispose: () => {
        ports.terminals.give(undefined);
      },
    });
    follow();
  }

  dispose(): void {
    this.#scope.dispose();
  }

  #follow(): void {
    const choice = chooseTerminalVariable({
      isEnabled: settings.terminalEnvironment(),
      isTrusted: workspace.isTrusted,
      remoteName: this.#ports.remoteName,
      isRemoteAllowed: this.#isRemoteAllowed,
      state: this.#ports.current.state,
    });
    this.#ports.terminals.give(choice.kind === 'set' ? describe(choice) : undefined);
    if (choice.kind === 'ask' && this.#asked !== choice.host) {
      this.#asked = choice.host;
      this.#ports.log.unawaited('provider', this.#ask(choice));
    }
  }

  async #ask({ host, label }: Extract<TerminalChoice, { kind: 'ask' }>): Promise<void> {
    const { prompts } = this.#ports;
    const also = l10n.t('Also on {0}', linkSafeText(host));
    const answer = await prompts.offer(
      'information',
      l10n.t(
        'New terminals of this window run on {0} and are not given the key of {1}: whoever administers that host could read it.',
        linkSafeText(host),
        linkSafeText(label),
      ),
      also,
    );
    if (answer === also && !this.#scope.isDisposed) {
      this.#isRemoteAllowed = true;
      this.#follow();
    }
  }
}

function describe({ name, key, label }: Extract<TerminalChoice, { kind: 'set' }>): GivenVariable {
  return { name, value: key, description: l10n.t('The key of {0}, for Codex.', linkSafeText(label)) };
}
