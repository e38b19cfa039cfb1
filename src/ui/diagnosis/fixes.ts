import { l10n } from 'vscode';
import type { Fix } from '../../diagnosis/finding.ts';
import { linkSafeText } from '../../base/displayText.ts';
import { moveToStore, type StoreMoveFlow } from '../home/credentialStoreMove.ts';
import { takeOutRuledOut, type RuleNewsFlow } from '../home/ruleNews.ts';
import { runGuarded, type GuardedFlow } from '../failure/runGuarded.ts';
import type { Browser } from '../../accounts/signIn/ports.ts';
import type { Clipboard } from '../shell/clipboard.ts';
import type { Prompts } from '../shell/prompts.ts';
import type { CommandFlow, CommandName } from '../shell/registerCommands.ts';
import { authDocsUrl } from '../shell/links.ts';
import type { DiagnosisParts } from './diagnosisParts.ts';
import type { TakeBack } from './fixPorts.ts';

export type FixFlow = CommandFlow &
  GuardedFlow &
  StoreMoveFlow &
  RuleNewsFlow & {
    readonly prompts: Pick<Prompts, 'tell' | 'offer' | 'flash'>;
    readonly browser: Pick<Browser, 'open'>;
    readonly clipboard: Pick<Clipboard, 'writeText'>;
    readonly openFile: (path: string) => Promise<void>;
    readonly showFolder: (path: string) => Promise<void>;
    readonly openSettings: (query: 'http.proxy') => Promise<void>;
  };

/** `checkAgain` and `askShell` are for whoever shows the diagnosis: they run it anew. */
export type ActingFix = Exclude<Fix, { readonly id: 'checkAgain' | 'askShell' }>;

/** The words of its button. */
export function nameFix(fix: Fix, platform: NodeJS.Platform = process.platform): string {
  switch (fix.id) {
    case 'useDeviceCode':
      return l10n.t('Use a Device Code');
    case 'signIn':
      return l10n.t('Sign In…');
    case 'showRules':
      return l10n.t('Show Rules of Codex');
    case 'takeOutOfCodex':
      return l10n.t('Take It Out of Codex');
    case 'chooseStore':
      return l10n.t('Choose Another Store…');
    case 'bringAlong':
      return l10n.t('Have It Follow');
    case 'showHosts':
      return l10n.t('Show Hosts…');
    case 'installCli':
      return l10n.t('Install Codex…');
    case 'showEnvironment':
      return l10n.t('Show Environment…');
    case 'setProxy':
      return l10n.t('Open http.proxy');
    case 'setClock':
      return platform === 'linux' ? l10n.t('Copy the Command That Sets It') : l10n.t('Open Date and Time');
    case 'manageAccounts':
      return l10n.t('Manage Accounts…');
    case 'askShell':
      return l10n.t('Ask the Shell of a Terminal');
    case 'checkAgain':
      return l10n.t('Check Again');
    case 'useStore':
      return l10n.t('Keep the Sign-In in a File');
    case 'openFile':
      return l10n.t('Open the File');
    case 'showFolder':
      return l10n.t('Show the Folder');
    case 'changeMode':
      return fix.mode < fix.before ? l10n.t('Make It Yours Alone') : l10n.t('Give Yourself Permission');
    case 'keepOutOfGit':
      return l10n.t('Have Git Pass Over It');
    case 'switchLinesOff':
      return fix.lines.length === 1 ? l10n.t('Switch That Line Off') : l10n.t('Switch These Lines Off');
    case 'removeVariable':
      return l10n.t('Remove the Line');
    case 'takeOutOfTerminals':
      return l10n.t('Take the Key Out Here');
  }
}

/** What a click does that changes something, in one sentence, so that who confirms it knows; undefined for what only shows. */
export function explainFix(fix: Fix): string | undefined {
  switch (fix.id) {
    case 'changeMode':
      return l10n.t(
        'The permissions of {0} become {1} (now {2}). It can be undone.',
        fix.path,
        fix.mode.toString(8),
        fix.before.toString(8),
      );
    case 'keepOutOfGit':
      return l10n.t('A line for it is added to .git/info/exclude of {0}. It can be undone.', fix.repository);
    case 'switchLinesOff':
      return l10n.t('Lines of config.toml become comments: {0}. It can be undone.', fix.lines.join(', '));
    case 'removeVariable':
      return l10n.t('The line that sets {0} goes out of .env in the Codex home. It can be undone.', fix.name);
    case 'useStore':
      return l10n.t(
        'One line of config.toml changes. What was signed in goes along where it can be read. It can be undone.',
      );
    case 'takeOutOfTerminals':
      return l10n.t('New terminals of this window no longer have {0}. It can be undone.', fix.name);
    case 'takeOutOfCodex':
      return l10n.t(
        'Codex here is signed out; the account stays among yours, and nothing is revoked. It can be undone.',
      );
    default:
      return undefined;
  }
}

const commandOf: Readonly<Partial<Record<Fix['id'], CommandName>>> = {
  useDeviceCode: 'signInWithDeviceCode',
  signIn: 'signIn',
  showRules: 'showSignInRules',
  chooseStore: 'chooseCredentialStore',
  bringAlong: 'restartCodex',
  showHosts: 'showHosts',
  showEnvironment: 'showEnvironment',
  manageAccounts: 'manageAccounts',
};

/** How the clock of a Linux computer is set by the network. */
const linuxClock = 'sudo timedatectl set-ntp true';

/** Does it: the person has confirmed it. What can be undone is offered so. */
export async function applyFix(
  fix: ActingFix,
  { fixPorts }: Pick<DiagnosisParts, 'fixPorts'>,
  flow: FixFlow,
): Promise<void> {
  const command = commandOf[fix.id];
  if (command !== undefined) {
    await flow.run(command);
    return;
  }
  flow.log.info('diagnosis', fix.id);
  switch (fix.id) {
    case 'takeOutOfCodex':
      await takeOutRuledOut(flow);
      return;
    case 'installCli':
      await flow.browser.open(installUrl);
      return;
    case 'setProxy':
      await flow.openSettings('http.proxy');
      return;
    case 'setClock':
      await openClock(flow);
      return;
    case 'openFile':
      await flow.openFile(fix.path);
      return;
    case 'showFolder':
      await flow.showFolder(fix.path);
      return;
    case 'useStore': {
      const { announce } = await moveToStore(fix.store, flow);
      flow.log.unawaited('diagnosis', announce());
      return;
    }
    case 'changeMode':
      await offerUndo(await fixPorts.changeMode(fix.path, fix), flow);
      return;
    case 'keepOutOfGit':
      await offerUndo(await fixPorts.keepOutOfGit(fix.path, fix.repository), flow);
      return;
    case 'switchLinesOff':
      await offerUndo(await fixPorts.switchLinesOff(fix.lines), flow);
      return;
    case 'removeVariable':
      await offerUndo(await fixPorts.removeVariable(fix.name), flow);
      return;
    case 'takeOutOfTerminals':
      await offerUndo(await fixPorts.takeOutOfTerminals(fix.name), flow);
      return;
    default:
  }
}

const installUrl = authDocsUrl.replace(/\/auth$/u, '/cli');

async function openClock({ clipboard, prompts, browser }: FixFlow): Promise<void> {
  switch (process.platform) {
    case 'win32':
      await browser.open('ms-settings:dateandtime');
      return;
    case 'darwin':
      await browser.open('x-apple.systempreferences:com.apple.Date-Time-Settings.extension');
      return;
    default:
      await clipboard.writeText(linuxClock);
      await prompts.tell(
        'information',
        l10n.t(
          'Copied: {0}. Run it in a terminal, then check again; in a container, on the computer that runs it.',
          linuxClock,
        ),
      );
  }
}

/** Says it with the way back; nobody waits for the answer. What changed meanwhile was left as it is. */
async function offerUndo(takeBack: TakeBack | undefined, flow: FixFlow): Promise<void> {
  await flow.current.update();
  flow.log.unawaited('diagnosis', announce(takeBack, flow));
}

async function announce(takeBack: TakeBack | undefined, flow: FixFlow): Promise<void> {
  const { prompts } = flow;
  const changed = l10n.t('That has changed meanwhile: nothing was done.');
  if (takeBack === undefined) {
    await prompts.tell('information', changed);
    return;
  }
  const undo = l10n.t('Undo');
  if ((await prompts.offer('information', l10n.t('Done.'), undo)) === undo) {
    await runGuarded(async () => {
      if (await takeBack()) {
        prompts.flash(linkSafeText(l10n.t('It is as it was before.')));
      } else {
        await prompts.tell('information', changed);
      }
    }, flow);
  }
}
