import { l10n } from 'vscode';
import type { CheckId } from '../../diagnosis/check.ts';
import type { FindingArgs, FindingId, FindingOf, FindingState } from '../../diagnosis/finding.ts';
import type { Value } from '../../diagnosis/value.ts';
import { displayText } from '../../base/displayText.ts';
import { formatSentence } from './errorText.ts';

/** What was found, then why that is so or what it does, then what mends it: whole sentences. */
export type FindingWords = readonly [found: string, ...rest: string[]];

type FindingTexts = {
  readonly [Id in FindingId]: (args: FindingArgs<string>[Id], state: FindingOf<Id>['state']) => FindingWords;
};

/** A value as the person of this window may see it. */
function showValue(value: Value): string {
  switch (value.kind) {
    case 'number':
      return String(value.number);
    case 'version':
      return value.version;
    case 'word':
      return value.word;
    case 'path':
      return displayText(value.path, 300);
    case 'host':
      return displayText(value.host);
    case 'foreign':
      return displayText(value.text);
    case 'sentence':
      return formatSentence(value.sentence);
  }
}

/** @param show how a value is written: whole for the person, without what anybody named for a report */
export function sayFinding<Id extends FindingId>(
  { id, args, state }: FindingOf<Id>,
  show: (value: Value) => string = showValue,
): FindingWords {
  return texts[id](showAll<Id>(args, show), state);
}

function showAll<Id extends FindingId>(
  args: FindingArgs<Value>[Id],
  show: (value: Value) => string,
): FindingArgs<string>[Id] {
  return Object.fromEntries(
    Object.entries<Value>(args).map(([name, value]) => [name, show(value)] as const),
  ) as FindingArgs<string>[Id];
}

export function nameCheck(check: CheckId): string {
  switch (check) {
    case 'ports':
      return l10n.t('Callback Ports');
    case 'loopback':
      return l10n.t('Listener on This Computer');
    case 'dns':
      return l10n.t('Names of the Services');
    case 'proxy':
      return l10n.t('Proxy');
    case 'certificates':
      return l10n.t('Certificates');
    case 'issuer':
      return l10n.t('Sign-In Service');
    case 'backend':
      return l10n.t('Codex Service');
    case 'clock':
      return l10n.t('Clock');
    case 'cli':
      return l10n.t('Codex CLI');
    case 'shell':
      return l10n.t('Shell of a Terminal');
    case 'file':
      return l10n.t('Credential File');
    case 'store':
      return l10n.t('Credential Store');
    case 'keyring':
      return l10n.t('Keyring');
    case 'config':
      return l10n.t('Configuration of Codex');
    case 'payers':
      return l10n.t('Which Credential Wins');
    case 'rules':
      return l10n.t('Sign-In Rules');
    case 'secrets':
      return l10n.t('Secret Storage');
    case 'state':
      return l10n.t('State Folder');
    case 'running':
      return l10n.t('Running Codex');
    case 'hosts':
      return l10n.t('Other Hosts');
  }
}

/** What a browser sign-in does while one of two ports is not to be had, or both. */
function sayPorts(state: FindingState): string {
  return state === 'problem'
    ? l10n.t(
        'A browser sign-in needs this port or the other one, since the service sends the browser to no other. A device code needs none.',
      )
    : l10n.t('The other port is free, so a browser sign-in goes on there.');
}

function sayDirection(minutes: string): string {
  return minutes.startsWith('-')
    ? l10n.t('The clock of this computer is {0} minutes behind that of the service.', minutes.slice(1))
    : l10n.t('The clock of this computer is {0} minutes ahead of that of the service.', minutes);
}

/** In one place, long as it is: a table that the compiler keeps whole. */
const texts: FindingTexts = {
  'check.late': ({ seconds }) => [
    l10n.t('Did not answer within {0} seconds.', seconds),
    l10n.t('A disk, a program or a network that hangs is the usual cause. Nothing was changed; check again.'),
  ],
  'check.failed': () => [
    l10n.t('Could not be looked at.'),
    l10n.t('Something unexpected happened during this look, which changes nothing. Check again.'),
  ],

  'ports.free': ({ ports }) => [l10n.t('The callback ports are free: {0}.', ports)],
  'ports.signingIn': ({ port }) => [l10n.t('Port {0} is open for the sign-in that is going on now.', port)],
  'ports.busy': ({ port, holder }, state) => [
    l10n.t('Another program has port {0}: {1}.', port, holder),
    sayPorts(state),
    l10n.t('End that program, then check again.'),
  ],
  'ports.busyUnknown': ({ port }, state) => [
    l10n.t('Another program has port {0}, and the system does not tell which.', port),
    sayPorts(state),
    l10n.t('It may be of another user, or in another container. End it, then check again.'),
  ],
  'ports.reserved': ({ port }, state) => [
    l10n.t('The system keeps port {0} from every program.', port),
    sayPorts(state),
    l10n.t('No program can be ended for it: use a device code.'),
  ],
  'ports.reservedRange': ({ port, from, to }, state) => [
    l10n.t('Windows keeps the ports {1} to {2} for itself, and port {0} is one of them.', port, from, to),
    sayPorts(state),
    l10n.t(
      'Hyper-V, WSL and Docker take such ranges. A restart of Windows may take others; a device code works at once.',
    ),
  ],
  'ports.notReached': ({ port }, state) => [
    l10n.t('Somebody else answers on port {0}, although it was opened here.', port),
    sayPorts(state),
    l10n.t('A security program or a proxy stands in between: use a device code.'),
  ],

  'loopback.good': () => [l10n.t('A listener on this computer is reached over IPv4 and IPv6.')],
  'loopback.onlyIPv4': () => [l10n.t('A listener on this computer is reached over IPv4; there is no IPv6 here.')],
  'loopback.notReached': ({ address }) => [
    l10n.t('A listener on {0} cannot be reached from this computer itself.', address),
    l10n.t(
      'So no browser gets back to the editor. A security program or a sandbox keeps it apart; a device code needs no listener.',
    ),
  ],
  'loopback.name': ({ address }) => [
    l10n.t('The name localhost leads to {0}, which is not this computer.', address),
    l10n.t('A browser that comes back to localhost goes there. Correct the hosts file, or use a device code.'),
  ],

  'dns.found': ({ host }) => [l10n.t('The name {0} is found.', host)],
  'dns.byProxy': ({ host }) => [l10n.t('The name {0} is looked up by the proxy, not here.', host)],
  'dns.notFound': ({ host }) => [
    l10n.t('The name {0} is not found.', host),
    l10n.t(
      'The computer is offline, or its name server does not know the outside: in a company that is what a proxy is for. Connect, or set the proxy, then check again.',
    ),
  ],
  'dns.noAnswer': ({ host }) => [
    l10n.t('No name server answers the question for {0}.', host),
    l10n.t('The computer is offline, or a VPN has left a name server behind that is gone. Connect, then check again.'),
  ],

  'proxy.none': () => [l10n.t('No proxy is set, and requests get through without one.')],
  'proxy.used': ({ proxy, source }) => [l10n.t('Requests go through the proxy {0} that {1} names.', proxy, source)],
  'proxy.refused': ({ reason }) => [reason],
  'proxy.wantsSignIn': ({ reason }) => [reason],
  'proxy.offline': ({ proxy, source }) => [
    l10n.t('No proxy answers at {0}, which {1} names.', proxy, source),
    l10n.t('So no request gets out. Start the proxy, or correct or remove that address.'),
  ],
  'proxy.homeOffline': ({ name, path }) => [
    l10n.t('{0} in {1} names a proxy that does not answer.', name, path),
    l10n.t('So no Codex of this home reaches the service, whatever this editor does. Remove the line or correct it.'),
  ],
  'proxy.homeNotSpoken': ({ name, path }) => [
    l10n.t('{0} in {1} names a SOCKS proxy, and Codex does not speak SOCKS.', name, path),
    l10n.t('So no Codex of this home reaches the service. Remove the line, or name an HTTP proxy.'),
  ],
  'proxy.homeIgnored': ({ name, path }) => [
    l10n.t('{0} in {1} is no address of a proxy that Codex takes.', name, path),
    l10n.t('Codex passes over it and goes straight. Remove the line or correct it.'),
  ],

  'certificates.trusted': ({ host }) => [l10n.t('The certificate of {0} is trusted.', host)],
  'certificates.plain': () => [l10n.t('The services that are set here are reached without certificates.')],
  'certificates.refused': ({ reason }) => [reason],
  'certificates.file': ({ reason }) => [reason],
  'certificates.notSeen': ({ host }) => [
    l10n.t('The certificate of {0} was not seen.', host),
    l10n.t('No connection came about; another row says why.'),
  ],

  'service.answers': ({ host }) => [l10n.t('{0} answers.', host)],
  'service.page': ({ host, status }) => [
    l10n.t('A web page (HTTP {1}) came in place of an answer of {0}.', host, status),
    l10n.t('A network’s sign-in page or a filter is in between. Open any website in a browser, then check again.'),
  ],
  'service.botCheck': ({ host, status }) => [
    l10n.t('A check for robots (HTTP {1}) came in place of an answer of {0}.', host, status),
    l10n.t('Only a browser passes it. It goes by the network: another one, or a while later, has none.'),
  ],
  'service.blocked': ({ host, product }) => [
    product === ''
      ? l10n.t('A filter of this network blocks {0}.', host)
      : l10n.t('{1} blocks {0} in this network.', host, product),
    l10n.t('Whoever runs the network can let it through.'),
  ],
  'service.region': ({ host }) => [
    l10n.t('{0} does not serve the country that this request came from.', host),
    l10n.t(
      'What counts is where this editor’s requests leave, which may be another place than the browser’s: look at the proxy and at which host Codex Accounts runs on.',
    ),
  ],
  'service.unwell': ({ host, status }) => [
    l10n.t('{0} answers with an error of its own (HTTP {1}).', host, status),
    l10n.t('Nothing here can mend that. Wait, then check again: status.openai.com says more.'),
  ],
  'service.notReached': ({ reason }) => [reason],
  'service.elsewhere': ({ host }) => [
    l10n.t('{0} could not be asked.', host),
    l10n.t('Another row says what is in the way.'),
  ],

  'clock.right': () => [l10n.t('The clock agrees with that of the service.')],
  'clock.off': ({ minutes }) => [
    sayDirection(minutes),
    l10n.t(
      'Tokens and codes end by the clock: Codex renews too late or too often then, and a code is over before it is used. Set date, time and time zone right.',
    ),
  ],
  'clock.certificate': ({ reason }) => [reason],
  'clock.notSeen': () => [
    l10n.t('The clock could not be compared.'),
    l10n.t('No service has answered; another row says why.'),
  ],

  'cli.found': ({ version, path }) => [l10n.t('Codex {0} is at {1}.', version, path)],
  'cli.old': ({ version, path }) => [
    l10n.t('Codex {0} at {1} is too old.', version, path),
    l10n.t('Signing in with ChatGPT needs 0.20.0 or later. Install the current one.'),
  ],
  'cli.silent': ({ path }) => [
    l10n.t('The program {0} does not say which release it is.', path),
    l10n.t('It may be another program of that name, or damaged. Install Codex anew.'),
  ],
  'cli.missing': () => [
    l10n.t('There is no Codex CLI on the PATH of this editor.'),
    l10n.t(
      'An account is kept and put in place all the same; nothing here uses it until Codex is installed. Where a terminal has one, start the editor from there.',
    ),
  ],
  'cli.extensionAlone': () => [
    l10n.t('There is no Codex CLI on the PATH of this editor.'),
    l10n.t('The Codex extension brings its own, so nothing is missing unless you want it in terminals.'),
  ],
  'cli.ofWorkspace': ({ path }) => [
    l10n.t('The folder that is open here brings a codex of its own, {0}. It is not run.', path),
    l10n.t('A program of a project could be anything. Codex Accounts asks only the one that you have installed.'),
  ],

  'shell.notAsked': () => [
    l10n.t('The shell that a terminal starts was not asked.'),
    l10n.t(
      'A terminal’s Codex may have another Codex home, or other keys, than this window. Asking starts your shell once, with its start files; only whether values differ is kept.',
    ),
  ],
  'shell.same': () => [l10n.t('A terminal has the same Codex home, keys and proxies as this window.')],
  'shell.home': () => [
    l10n.t('The shell that a terminal starts has another CODEX_HOME than this window.'),
    l10n.t(
      'So codex in a terminal uses another account than this editor shows. Set codexAccounts.codexHome to that folder, or start the editor from a terminal.',
    ),
  ],
  'shell.differs': ({ names }) => [
    l10n.t('The shell that a terminal starts has other values than this window for: {0}.', names),
    l10n.t(
      'An editor that is started from a dock does not read the start files of a shell. Start it from a terminal, or put what Codex needs into its .env.',
    ),
  ],
  'shell.silent': () => [
    l10n.t('The shell that a terminal starts did not answer.'),
    l10n.t('It took longer than it may, or is one that is not asked. Nothing was changed.'),
  ],

  'file.absent': ({ path }) => [l10n.t('Nobody is signed in: there is no {0}, and it can be made.', path)],
  'file.good': ({ path }) => [l10n.t('{0} is yours alone, and Codex can read and replace it.', path)],
  'file.notUsed': ({ path }) => [l10n.t('Codex does not use {0}: its store is another one.', path)],
  'file.problem': ({ reason }) => [reason],
  'file.refused': ({ reason }) => [reason],
  'file.open': ({ path, mode }) => [
    l10n.t('Other users of this computer can read {0} (permissions {1}).', path, mode),
    l10n.t('Whoever reads it is signed in as you. Take their permission away.'),
  ],
  'file.withoutModes': ({ path }) => [
    l10n.t('The disk of {0} has no permissions, so other users of this computer may read it.', path),
    l10n.t('Whoever reads it is signed in as you. Keep the sign-in in another store where that matters.'),
  ],
  'file.link': ({ path, target }) => [
    l10n.t('{0} is a link to {1}.', path, target),
    l10n.t('Codex follows it, and so does Codex Accounts: the link stays, and its target is replaced.'),
  ],
  'file.repository': ({ path, repository }) => [
    l10n.t('{0} stands in the git work tree {1}, and nothing keeps it out.', path, repository),
    l10n.t(
      'One “git add” and the sign-in is in the history. Have git pass over it; only your own copy of the repository is told.',
    ),
  ],
  'file.tracked': ({ path, repository }) => [
    l10n.t('Git has {0} in the repository {1}: whoever gets a copy of it gets this sign-in.', path, repository),
    l10n.t(
      'Take it out with “git rm --cached”, sign out of this account and in again, and keep the Codex home out of the repository.',
    ),
  ],
  'file.cloud': ({ path, service }) => [
    l10n.t('{0} stands in a folder that {1} copies to its servers and to other computers.', path, service),
    l10n.t(
      'Two computers that renew one sign-in end it for both, and it is on somebody’s server. Choose another store, or move the Codex home (CODEX_HOME).',
    ),
  ],

  'store.inForce': ({ store }) => [l10n.t('Codex keeps its sign-in in the store “{0}”.', store)],
  'store.ephemeral': () => [
    l10n.t('Codex keeps no sign-in (store “ephemeral”).'),
    l10n.t('Every Codex that starts has to sign in again, and no account can be put in place. Choose another store.'),
  ],
  'store.invalid': () => [
    l10n.t('It cannot be told where Codex keeps its sign-in.'),
    l10n.t('Its configuration is refused; another row says why.'),
  ],

  'keyring.notUsed': () => [l10n.t('Codex does not use the keyring.')],
  'keyring.works': () => [l10n.t('The keyring is there, open, and answers.')],
  'keyring.fails': ({ reason }) => [reason, l10n.t('Codex is set to keep its sign-in there and nowhere else.')],
  'keyring.failsAuto': ({ reason }) => [reason, l10n.t('With the store “auto”, Codex uses auth.json in the meantime.')],
  'keyring.notOpened': () => [
    l10n.t('The macOS keychain was not opened.'),
    l10n.t('It would ask you for a password. It is opened by a click that needs it.'),
  ],
  'keyring.encrypted': () => [
    l10n.t('Codex keeps its sign-in in an encrypted store that only Codex opens.'),
    l10n.t('Who is signed in there is asked of Codex itself.'),
  ],

  'config.good': () => [l10n.t('Codex can read its configuration.')],
  'config.notToml': ({ path }) => [
    l10n.t('Codex does not start: {0} is not valid TOML.', path),
    l10n.t('One wrong line makes it refuse the whole file. Open it and correct the line.'),
  ],
  'config.notTomlLine': ({ path, line }) => [
    l10n.t('Codex does not start: line {1} of {0} is not valid TOML.', path, line),
    l10n.t('Correct it, or switch it off: it becomes a comment, and the rest is valid then.'),
  ],
  'config.unreadable': ({ path }) => [
    l10n.t('Codex does not start: {0} is there and cannot be read as text.', path),
    l10n.t('Save it as UTF-8, or give yourself the permission to read it.'),
  ],
  'config.value': ({ path, key }) => [
    l10n.t('Codex does not start: {1} in {0} has a value that it does not know.', path, key),
    l10n.t('Correct the value or remove the line.'),
  ],
  'config.refusedByCodex': () => [
    l10n.t('Codex does not start: it refuses a value in its configuration.'),
    l10n.t('Run “codex features list” in a terminal: it names the file, line and value. Correct it there.'),
  ],

  'payers.home': () => [l10n.t('Codex uses the sign-in that stands in its home.')],
  'payers.provider': () => [l10n.t('Codex uses a model provider of its configuration, with that one’s own key.')],
  'payers.none': () => [
    l10n.t('Codex is not signed in.'),
    l10n.t('Nothing else in sight signs it in either. Sign in.'),
  ],
  'payers.variable': ({ name }) => [
    l10n.t('The variable {0} comes before the sign-in in the Codex home.', name),
    l10n.t(
      'Who is chosen here does not count for a Codex that has it. Unset it where you set it, if that is not what you want.',
    ),
  ],
  'payers.key': ({ name }) => [
    l10n.t('The variable {0} holds a key that is billed for each token, although you have a ChatGPT plan.', name),
    l10n.t('It comes before the plan. Take it out of new terminals of this window, or unset it where you set it.'),
  ],
  'payers.storedKey': () => [
    l10n.t('Codex uses an API key that is billed for each token, although you have a ChatGPT plan.'),
    l10n.t('Switch to the plan’s account: the key stays among your accounts.'),
  ],
  'payers.missing': ({ name }) => [
    l10n.t('Codex stops: its model provider wants a key in {0}, which is not set.', name),
    l10n.t('Set it where Codex is started, with exactly the name that env_key in config.toml gives.'),
  ],
  'payers.unknownProvider': () => [
    l10n.t('Codex does not start: its configuration selects a model provider that it does not describe.'),
    l10n.t('Correct model_provider in config.toml, or add that provider’s table.'),
  ],
  'payers.bedrockKey': () => [
    l10n.t('Codex stops: the key in its home is for Amazon Bedrock alone, and another provider is selected.'),
    l10n.t('Sign in, or select Amazon Bedrock.'),
  ],
  'payers.notKnown': () => [
    l10n.t('Which credential wins is not known.'),
    l10n.t('A Codex that runs does not tell, the configuration cannot be read, or the sign-in cannot be seen.'),
  ],

  'rules.none': () => [l10n.t('No sign-in rule is set for this computer.')],
  'rules.inForce': ({ keys, path }) => [
    l10n.t('Rules say how Codex may be signed in: {0}.', keys),
    l10n.t('They stand in {0}. What is signed in keeps to them.', path),
  ],
  'rules.against': ({ key, path }) => [
    l10n.t('The rule {0} in {1} is against what Codex is signed in with.', key, path),
    l10n.t(
      'Codex signs out and ends at its next start. Sign in the way that the rule allows, or ask whoever keeps that file.',
    ),
  ],
  'rules.notKnown': ({ path }) => [
    l10n.t('What the company’s cloud prescribes is not known now: {0} is not current.', path),
    l10n.t('Codex fetches it at its next start.'),
  ],

  'secrets.kept': () => [l10n.t('The secret storage takes a secret and gives it back.')],
  'secrets.refused': () => [
    l10n.t('The secret storage does not give back what it was given.'),
    l10n.t(
      'A sign-in would be lost. On Linux a keyring has to run and be open: start and unlock it, restart the editor, then check again.',
    ),
  ],
  'secrets.lost': ({ count }) => [
    l10n.t('The secrets of accounts that were here are gone ({0}).', count),
    l10n.t(
      'The storage of secrets did not keep them over a start: without a keyring an editor may hold them in memory only. Sign in to each again, in place.',
    ),
  ],

  'state.good': () => [l10n.t('The folder that all windows share can be written.')],
  'state.problem': ({ reason }) => [reason],
  'state.sandbox': ({ sandbox }) => [
    l10n.t('This editor runs in {0}, which gives it a state folder of its own.', sandbox),
    l10n.t(
      'Other editors of yours do not see it. What they must know of a sign-in stands in the Codex home, so no token is spent twice.',
    ),
  ],

  'running.none': () => [l10n.t('No Codex runs on this home.')],
  'running.same': ({ count }) => [l10n.t('What runs uses the account in the Codex home ({0}).', count)],
  'running.elsewhere': ({ count }) => [
    l10n.t('A Codex that runs uses another account than its home holds ({0}).', count),
    l10n.t('It keeps the account it was started with, and its answers, limits and bill with it. Have it follow.'),
  ],
  'running.variable': ({ name }) => [
    l10n.t('A Codex that runs was signed in by the variable {0}, whatever its home holds.', name),
    l10n.t('Unset the variable where you set it, and start that Codex again.'),
  ],

  'hosts.none': () => [l10n.t('No account was put on another host.')],
  'hosts.good': ({ host }) => [l10n.t('What stands on {0} is good.', host)],
  'hosts.soon': ({ host }) => [
    l10n.t('The sign-in that {0} was lent ends soon.', host),
    l10n.t('It is renewed by itself while a window is connected to that host.'),
  ],
  'hosts.ended': ({ host }) => [
    l10n.t('The sign-in that {0} was lent is over.', host),
    l10n.t('Codex there is signed out until it is renewed: open a window on that host, or renew it.'),
  ],
  'hosts.restart': ({ host }) => [
    l10n.t('A Codex on {0} has given up on its sign-in and has to start again.', host),
    l10n.t('Its sign-in may be good by now; what runs does not look again by itself.'),
  ],
  'hosts.gone': ({ host }) => [
    l10n.t('What was put on {0} is gone.', host),
    l10n.t('Somebody signed out there, or the host was built anew. Put it there again.'),
  ],
  'hosts.changed': ({ host }) => [
    l10n.t('Another account stands on {0} than was put there.', host),
    l10n.t('Somebody signed in there. It was left as it is.'),
  ],
  'hosts.silent': ({ host }) => [
    l10n.t('{0} does not tell what stands there.', host),
    l10n.t('Its companion extension is missing, older, or does not answer.'),
  ],
};
