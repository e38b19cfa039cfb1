import { l10n } from 'vscode';
import { parseDotenv } from '../../home/config/dotenv.ts';
import { diffLines, setVariables } from '../../home/config/dotenvEdit.ts';
import { AuthError } from '../../errors/authError.ts';
import { Secret } from '../../base/secret.ts';
import { buildSentence } from '../../errors/sentence.ts';
import { parseProxy } from '../../network/proxyEnvironment.ts';
import type { Clipboard } from '../shell/clipboard.ts';
import type { ShowPage } from '../shell/markdownPages.ts';
import { pickSourced, type SourcedPickFlow, type SourcedRow } from '../shell/pickSourced.ts';
import type { Prompts } from '../shell/prompts.ts';
import {
  buildDroppedRows,
  buildHomeProxyRows,
  buildRouteRow,
  buildVariableRows,
  type EnvironmentObservation,
} from './environmentRows.ts';
import { buildEnvironmentPage } from './environmentPage.ts';
import { buildDifferenceRows, buildSettingRows } from './noteRows.ts';
import { buildShellLines, hasPassword, listNetworkVariables, type Password } from './networkVariables.ts';

/** What the page about variables reads, and the one file that it changes. */
export interface EnvironmentAccess {
  /** @param signal ends the look at a proxy for who waits no longer; that has a limit of its own */
  observe(signal?: AbortSignal): Promise<EnvironmentObservation>;
  /** The Home's `.env` as a whole, to be changed: it may hold keys. */
  readHome(): Promise<Secret>;
  /** Replaces it if it still says `expected`. */
  writeHome(text: Secret, expected: Secret): Promise<void>;
}

export interface CopyEnvironmentFlow {
  readonly prompts: Pick<Prompts, 'tell' | 'confirm' | 'flash'>;
  readonly clipboard: Pick<Clipboard, 'writeText'>;
  readonly loadEnvironment: () => Promise<EnvironmentAccess>;
}

export type EnvironmentFlow = SourcedPickFlow &
  CopyEnvironmentFlow & {
    readonly prompts: Pick<Prompts, 'pick' | 'tell' | 'offer' | 'confirm' | 'flash'>;
    readonly showPage: ShowPage;
  };

interface Row extends SourcedRow {
  readonly run?: () => Promise<void>;
}

/** Every variable of the documents: what it is for, whether and where it is set, who reads it, and what can be done. */
export async function showEnvironment(flow: EnvironmentFlow): Promise<void> {
  const access = await flow.loadEnvironment();
  const seen = await access.observe();
  const rows: readonly Row[] = [
    buildRouteRow(seen),
    ...buildHomeProxyRows(seen),
    ...buildDroppedRows(seen),
    ...buildDifferenceRows(seen),
    ...buildSettingRows(seen),
    {
      label: l10n.t('$(book) Read All of This as a Page'),
      run: () => flow.showPage(l10n.t('Environment of Codex'), buildEnvironmentPage(seen)),
    },
    {
      label: l10n.t('$(copy) Copy for a Shell'),
      detail: l10n.t('The lines that give a terminal the certificates and the proxy of Codex Accounts.'),
      run: () => copyEnvironment(flow),
    },
    {
      label: l10n.t('$(edit) Write to the Codex Home…'),
      detail: l10n.t(
        'The same into {0}, for every Codex of that home, also the one of an editor. You see the change first.',
        seen.home.path,
      ),
      run: () => writeToHome(access, flow),
    },
    ...buildVariableRows(seen),
  ];
  const row = await pickSourced(
    rows,
    { title: l10n.t('Environment of Codex'), placeHolder: l10n.t('What is set, where, and who reads it') },
    flow,
  );
  await row?.run?.();
}

/** Copies the lines for a shell. */
export async function copyEnvironment({ prompts, clipboard, loadEnvironment }: CopyEnvironmentFlow): Promise<void> {
  const seen = await (await loadEnvironment()).observe();
  const password = await askForPassword(seen, prompts);
  if (password === undefined) {
    return;
  }
  const variables = listNetworkVariables(seen, 'CODEX_CA_CERTIFICATE', password);
  if (Object.keys(variables).length === 0) {
    await prompts.tell('information', sayNothingSet());
    return;
  }
  await clipboard.writeText(buildShellLines(variables, process.platform));
  prompts.flash(l10n.t('Copied: {0}', Object.keys(variables).join(', ')));
}

async function writeToHome(access: EnvironmentAccess, { prompts }: EnvironmentFlow): Promise<void> {
  const seen = await access.observe();
  const password = await askForPassword(seen, prompts);
  if (password === undefined) {
    return;
  }
  const variables = listNetworkVariables(seen, 'SSL_CERT_FILE', password);
  const { path } = seen.home;
  const text = await access.readHome();
  const before = text.reveal();
  const after = setVariables(before, variables);
  if (after === undefined) {
    throw new AuthError('fixFile', buildSentence('network.envNotEditable', { path }));
  }
  if (after === before) {
    await prompts.tell(
      'information',
      Object.keys(variables).length === 0 ? sayNothingSet() : l10n.t('{0} says all of it already.', path),
    );
    return;
  }
  const write = l10n.t('Write');
  const choice = await prompts.confirm('information', l10n.t('Write this to {0}?', path), {
    detail: [...diffLines(before, after).map(hidePassword), l10n.t('Every other line stays as it is.')].join('\n'),
    buttons: [write],
  });
  if (choice !== write) {
    return;
  }
  const changed = new Secret(after);
  await access.writeHome(changed, text);
  const undo = l10n.t('Undo');
  const said = l10n.t('Written. Each Codex that starts from now on has it; one that runs keeps what it started with.');
  if ((await prompts.offer('information', said, undo)) === undo) {
    await access.writeHome(text, changed);
    prompts.flash(l10n.t('{0} is as it was before.', path));
  }
}

/** A password leaves only by an answer of its own; undefined when the person goes no further. */
async function askForPassword(
  seen: EnvironmentObservation,
  prompts: Pick<Prompts, 'confirm'>,
): Promise<Password | undefined> {
  if (!hasPassword(seen)) {
    return 'without';
  }
  const withIt = l10n.t('With Name and Password');
  const without = l10n.t('Without Them');
  const choice = await prompts.confirm(
    'warning',
    l10n.t('The proxy’s address has a name and password. Give them along?'),
    {
      detail: l10n.t('Whoever can read the file or the clipboard can read them then.'),
      buttons: [withIt, without],
    },
  );
  return choice === withIt ? 'with' : choice === without ? 'without' : undefined;
}

function sayNothingSet(): string {
  return l10n.t(
    'Codex Accounts uses neither a CA file nor a proxy that Codex could use. Set CODEX_CA_CERTIFICATE or the setting http.proxy first.',
  );
}

/** A name and password in an address are not shown; of what is no address, nothing. */
function hidePassword(line: string): string {
  const [, start = '', name = '', rest = ''] =
    /^([-+] \s*(?:export\s+)?((?!no_)\w*_proxy)\s*=\s*(?:['"]?(?:https?|socks\w*):\/\/)?)(.*)$/isu.exec(line) ?? [];
  if (name === '') {
    return line;
  }
  if (rest.includes('@')) {
    return `${start}…${rest.slice(rest.lastIndexOf('@'))}`;
  }
  const value = parseDotenv(line.slice(2), {})[name] ?? '';
  return parseProxy(value) === undefined ? `${line.slice(0, 2)}${name}=…` : line;
}
