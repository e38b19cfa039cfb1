import { Uri, ViewColumn, env, l10n, window, type WebviewPanel } from 'vscode';
import type { CurrentAccount } from '../../accounts/use/currentAccount.ts';
import type { SignInVariable } from '../../home/signInVariables.ts';
import type { HostSituation } from '../../window/hostSituation.ts';
import type { AttemptState } from '../../accounts/signIn/signInService.ts';
import type { Clock } from '../../base/clock.ts';
import { Disposables, type Disposable } from '../../base/disposables.ts';
import type { Event } from '../../base/emitter.ts';
import type { PanelCommand } from '../../webview/messages.ts';
import { buildPanelHtml, createNonce } from './panelHtml.ts';
import { PanelInbox } from './panelInbox.ts';
import { buildPanelModel } from './panelModel.ts';
import type { PanelRules } from './panelRules.ts';
import type { PanelPlaces } from './panelView.ts';
import type { RemoteFollower } from '../shell/remoteFollower.ts';
import type { PayerState } from '../shell/payerState.ts';
import type { Log } from '../shell/log.ts';
import type { RunningState } from '../shell/runningState.ts';
import type { UsageState } from '../shell/usageState.ts';
import { onDidChangeSettings } from '../shell/settings.ts';

export interface PanelPorts {
  readonly extensionUri: Uri;
  readonly current: Pick<CurrentAccount, 'state' | 'onDidChange'>;
  readonly attempt: { readonly state: AttemptState; readonly onDidChange: Event<AttemptState> };
  readonly places: PanelPlaces;
  /** Where this window runs: decides which way to sign in comes first. */
  readonly host: HostSituation;
  readonly remote: Pick<RemoteFollower, 'view' | 'onDidChange'>;
  readonly running: Pick<RunningState, 'sentences' | 'onDidChange'>;
  readonly payer: Pick<PayerState, 'words' | 'onDidChange'>;
  readonly usage: Pick<UsageState, 'find' | 'see' | 'onDidChange'>;
  readonly rules: Pick<PanelRules, 'find' | 'look' | 'onDidChange' | 'dispose'>;
  readonly variables: readonly SignInVariable[];
  readonly clock: Pick<Clock, 'nowMs'>;
  readonly hidePersonalInfo: () => boolean;
  readonly run: (command: PanelCommand) => void;
  readonly log: Pick<Log, 'unawaited'>;
  /** Told how many messages of the page were dropped so far, each time it happens. */
  readonly onDropped: (count: number) => void;
}

/** The page "Codex Accounts": one per window. It draws the state and asks for commands; nothing needs it. */
export class AccountPanel implements Disposable {
  readonly #ports: PanelPorts;
  readonly #inbox: PanelInbox;
  #panel: WebviewPanel | undefined;

  constructor(ports: PanelPorts) {
    this.#ports = ports;
    this.#inbox = new PanelInbox({
      ready: () => {
        this.#send();
        this.#lookAtRules();
      },
      run: ports.run,
      dropped: ports.onDropped,
    });
  }

  /** Opens the page, or brings the open one to the front. */
  show(): void {
    if (this.#panel === undefined) {
      this.#panel = this.#open();
    } else {
      this.#panel.reveal();
    }
  }

  dispose(): void {
    this.#panel?.dispose();
    this.#ports.rules.dispose();
  }

  #open(): WebviewPanel {
    const { extensionUri, current, attempt, remote, running, payer, usage, rules } = this.#ports;
    const scriptFolder = Uri.joinPath(extensionUri, 'dist', 'webview');
    const mediaFolder = Uri.joinPath(extensionUri, 'media');
    const panel = window.createWebviewPanel('codexAccounts.account', l10n.t('Codex Accounts'), ViewColumn.Active, {
      enableScripts: true,
      enableForms: false,
      enableCommandUris: false,
      enableFindWidget: true,
      retainContextWhenHidden: false,
      localResourceRoots: [scriptFolder, mediaFolder],
    });
    panel.iconPath = Uri.joinPath(mediaFolder, 'icon.svg');
    const scope = new Disposables();
    const send = (): void => {
      this.#send();
    };
    scope.add(
      panel.webview.onDidReceiveMessage((message: unknown) => {
        this.#inbox.receive(message);
      }),
    );
    const sendAndLook = (): void => {
      send();
      this.#lookAtRules();
    };
    scope.add(
      panel.onDidChangeViewState(() => {
        usage.see(panel.visible);
        sendAndLook();
      }),
    );
    scope.add(current.onDidChange(sendAndLook));
    scope.add(rules.onDidChange(send));
    scope.add(attempt.onDidChange(send));
    scope.add(remote.onDidChange(send));
    scope.add(running.onDidChange(send));
    scope.add(payer.onDidChange(send));
    scope.add(usage.onDidChange(send));
    scope.add(onDidChangeSettings(send));
    panel.onDidDispose(() => {
      this.#panel = undefined;
      usage.see(false);
      this.#inbox.close();
      scope.dispose();
    });
    panel.webview.html = buildPanelHtml({
      cspSource: panel.webview.cspSource,
      scriptUri: panel.webview.asWebviewUri(Uri.joinPath(scriptFolder, 'panel.js')).toString(),
      styleUri: panel.webview.asWebviewUri(Uri.joinPath(mediaFolder, 'panel.css')).toString(),
      language: env.language,
      title: l10n.t('Codex Accounts'),
      loading: l10n.t('Reading your accounts…'),
      nonce: createNonce(),
    });
    usage.see(panel.visible);
    return panel;
  }

  #lookAtRules(): void {
    if (this.#panel?.visible === true) {
      this.#ports.log.unawaited('rule', this.#ports.rules.look());
    }
  }

  /** A hidden page has no memory of its own; it asks again once it is back. */
  #send(): void {
    const panel = this.#panel;
    if (panel?.visible !== true) {
      return;
    }
    const { current, attempt, places, host, remote, running, payer, usage, rules, variables, clock, hidePersonalInfo } =
      this.#ports;
    const options = {
      places,
      host,
      remote: remote.view,
      running: running.sentences,
      payer: payer.words,
      usage: current.state.kind === 'signedIn' ? usage.find(current.state.account.id)?.section : undefined,
      rule: rules.find(current.state),
      variables,
      hidePersonalInfo: hidePersonalInfo(),
      nowMs: clock.nowMs(),
    };
    const message = this.#inbox.offer(buildPanelModel(current.state, attempt.state, options));
    this.#ports.log.unawaited('panel', panel.webview.postMessage(message));
  }
}
