import { window } from 'vscode';
import { HomeFollower, type HomeFollowerPorts } from '../accounts/use/homeFollower.ts';
import { RefreshSchedule } from '../accounts/use/refreshSchedule.ts';
import { HomeWatcher } from '../platform/home/homeWatcher.ts';
import { lazy } from '../ui/shell/lazy.ts';
import { onDidChangeSettings, settings } from '../ui/shell/settings.ts';
import { findRemote } from '../window/hostSituation.ts';
import type { ActivationContext } from './activationContext.ts';
import type { CoreServices } from './coreServices.ts';
import { followRunning } from './followRunning.ts';
import { hasLeftover } from './keyringLeftover.ts';
import type { Services } from './services.ts';

/** Starts the watchers and schedules; none is awaited. */
export function startBackgroundWork(
  activation: ActivationContext,
  services: Services,
  ports: CoreServices & Pick<HomeFollowerPorts, 'homeTokens'>,
): void {
  const { scope, log } = activation;
  const { current, check, refresh, clock } = services;
  const watcher = scope.add(new HomeWatcher(ports.file.path));
  log.unawaited('provider', followTerminals(activation, services));
  followCredentialStore(activation, services, ports);
  const follower = scope.add(new HomeFollower({ ...ports, check, onDidChangeHome: watcher.onDidChange }));
  const schedule = scope.add(new RefreshSchedule({ current, refresh, check, clock, random: Math.random }));
  const look = (): void => {
    log.unawaited('home', follower.look());
  };
  scope.add(
    current.onDidChange((state) => {
      const telling = import('../ui/home/ruleNews.ts').then(({ tellRuleBreak }) =>
        tellRuleBreak(state, services, activation.context.globalState),
      );
      log.unawaited('rule', telling);
    }),
  );
  followRunning(scope, services, { home: ports.home.folder, onDidChangeHome: watcher.onDidChange });
  follower.start();
  scope.add(
    follower.onDidHear((news) => {
      const announcing = import('../ui/commands/homeNews.ts').then(({ announceHomeNews }) => {
        announceHomeNews(news, services);
      });
      log.unawaited('home', announcing);
    }),
  );
  scope.add(
    window.onDidChangeWindowState(({ focused }) => {
      if (focused) {
        look();
      }
    }),
  );
  // What came before the watch was set is seen by a look of its own.
  log.unawaited('home', watcher.ready.then(look));
  const recovering = recoverAccounts(services, ports);
  log.unawaited('home', recovering);
  const showFirst = async (): Promise<void> => {
    await Promise.allSettled([recovering]);
    await current.update();
    look();
    const { followWhoPays } = await import('./followWhoPays.ts');
    await followWhoPays(activation, services, ports);
    await services.loadUsage();
  };
  log.unawaited('home', showFirst());
  log.unawaited('refresh', schedule.run());
}

/** From the first moment on that the setting is on: what gives terminals a key is loaded then. */
async function followTerminals({ scope, log }: ActivationContext, services: Services): Promise<void> {
  const { current, prompts, host } = services;
  const start = lazy(async () => {
    const { TerminalEnvironment } = await import('../ui/providers/terminalEnvironment.ts');
    const terminals = await services.loadTerminals();
    scope.add(new TerminalEnvironment({ terminals, current, prompts, log, remoteName: findRemote(host) }));
  });
  const follow = async (): Promise<void> => {
    if (settings.terminalEnvironment()) {
      await start();
    }
  };
  scope.add(
    onDidChangeSettings(() => {
      log.unawaited('provider', follow());
    }),
  );
  await follow();
}

/** A rebuilt container may have kept the Vault and nothing else: then its accounts are offered to the empty Home. */
async function recoverAccounts(services: Services, { vault, ledger, owner, reader }: CoreServices): Promise<void> {
  if (services.host.side === 'ui') {
    return;
  }
  const { recoverLedger } = await import('../accounts/directory/ledgerRecovery.ts');
  const found = await recoverLedger({ vault, ledger, owner });
  if (found.length > 0 && (await reader.look()).kind === 'none') {
    services.log.unawaited('home', (await import('../ui/commands/homeNews.ts')).offerAfterRebuild(found, services));
  }
}

/** Where Codex keeps its sign-in, and what only the CLI can say about it. */
function followCredentialStore(
  { scope, log }: ActivationContext,
  services: Services,
  { inspector, config, bindings, secrets }: CoreServices,
): void {
  const renew = (isChanged: boolean): void => {
    log.unawaited('home', inspector.renew(isChanged));
  };
  const update = (): void => {
    log.unawaited('home', services.current.update());
  };
  scope.add(inspector.onDidChangeStatus(update));
  scope.add(
    bindings.onDidChange(() => {
      renew(true);
    }),
  );
  scope.add(scope.add(new HomeWatcher(config.userPath)).onDidChange(update));
  scope.add(
    window.onDidChangeWindowState(({ focused }) => {
      if (focused) {
        renew(false);
      }
    }),
  );
  const offer = async (): Promise<void> => {
    if ((await hasLeftover(secrets)) && (await inspector.reach()) === 'direct') {
      await (await import('../ui/home/credentialStoreMove.ts')).offerToRemoveLeftover(services);
    }
  };
  log.unawaited('home', offer());
}
