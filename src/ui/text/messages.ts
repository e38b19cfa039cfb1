import { l10n } from 'vscode';
import type { AuthError } from '../../errors/authError.ts';
import { linkSafeText } from '../../util/displayText.ts';
import type { Sentence, SentenceId, Sentences } from '../../errors/sentence.ts';
import { explainEnd, explainKeptElsewhere } from './endWords.ts';

/** `machine` is where our requests leave from: the person's computer, or the host where this extension runs. */
type Words = { readonly [K in SentenceId]: (args: Sentences[K], machine: string) => string };

/** Every sentence that a pure room can say, in words. The type makes it exhaustive. */
const words: Words = {
  'token.notForUs': () =>
    l10n.t(
      'The answer came from another sign-in service than the one that was asked. Nothing was saved. Sign in again, and check the issuer setting.',
    ),
  'token.refused': ({ status, code }) =>
    code === ''
      ? l10n.t(
          'The sign-in service refused the code (HTTP {0}). Codes work once and only for a few minutes: sign in again.',
          status,
        )
      : l10n.t(
          'The sign-in service refused the code (HTTP {0}, {1}). Codes work once and only for a few minutes: sign in again.',
          status,
          code,
        ),
  'token.refusedHere': ({ status }, machine) =>
    l10n.t(
      'The sign-in service refused a request that came from {1} (HTTP {0}). That usually means a country or network it does not serve, or a proxy in between: check the VPN and proxy of {1}, then sign in again.',
      status,
      machine,
    ),
  'token.regionRefused': ({ status }, machine) =>
    l10n.t(
      'The sign-in service does not serve the country or region that {1} asked from (HTTP {0}). Check where the VPN or proxy of {1} leaves, then sign in again, or sign in on a computer elsewhere.',
      status,
      machine,
    ),
  'token.serverDown': ({ status }) =>
    l10n.t('The sign-in service is having trouble (HTTP {0}). Nothing was lost: try again in a minute.', status),
  'token.notAnAnswer': ({ status }, machine) =>
    l10n.t(
      'Something between {1} and the sign-in service answered in its place (HTTP {0}, not JSON): a proxy or a network sign-in page. Open any website on {1} to check, then try again.',
      status,
      machine,
    ),

  'network.offline': ({ host }) =>
    l10n.t(
      'Could not reach {0}. Check the connection and the proxy settings of VS Code (http.proxy), then try again.',
      host,
    ),
  'network.cut': ({ host }) =>
    l10n.t('The connection to {0} was cut before its answer arrived. Check the connection, then try again.', host),
  'network.tooSlow': ({ host }) =>
    l10n.t('{0} did not answer within 30 seconds. Check the connection, then try again.', host),
  'network.untrusted': ({ host }) =>
    l10n.t(
      'The certificate of {0} is not trusted here. In a company network, the company’s root certificate has to be known: to this editor by the operating system (install it there, then reload the window), to Codex by CODEX_CA_CERTIFICATE, or else SSL_CERT_FILE, which names a PEM file before Codex signs in.',
      host,
    ),
  'network.clock': ({ host }, machine) =>
    l10n.t(
      'By the clock of {1}, the certificate of {0} is not valid yet or no longer valid, so nothing was sent. Set the date, time and time zone of {1} right, then try again. If they are right, the certificate itself has run out.',
      host,
      machine,
    ),
  'network.certificate': ({ host }) =>
    l10n.t(
      'The certificate that came from {0} is not valid for it, so nothing was sent. A proxy or a network sign-in page may be in between: open any website to check, then try again.',
      host,
    ),
  'network.redirected': ({ host }) =>
    l10n.t(
      '{0} tried to send the request elsewhere, and nothing was sent there. A proxy or a network sign-in page may be in between: open any website to check, then try again.',
      host,
    ),
  'network.tooMuch': ({ host }) =>
    l10n.t(
      '{0} answered with far more than a sign-in needs; it was not read. Check for a proxy in between, then try again.',
      host,
    ),
  'network.proxySignIn': (_nothing, machine) =>
    l10n.t(
      'The proxy of {0} asks for a name and password of its own (HTTP 407), so the sign-in service was not reached. Put them into VS Code’s setting http.proxy, then try again.',
      machine,
    ),
  'network.signInFirst': (_nothing, machine) =>
    l10n.t(
      'The network of {0} wants somebody to sign in to it first (HTTP 511), as in a hotel. Open any website on {0}, sign in there, then try again.',
      machine,
    ),

  'browser.portsTaken': ({ holders }) =>
    l10n.t(
      'The two ports that a browser sign-in needs are not free on this computer: {0}. End what uses them, or sign in with a device code.',
      holders,
    ),
  'browser.portsReserved': ({ ports }) =>
    l10n.t(
      'The system of this computer keeps the two ports that a browser sign-in needs ({0}) from every program, as Windows does with ranges of ports. Sign in with a device code.',
      ports,
    ),
  'browser.notReachable': ({ port }) =>
    l10n.t(
      'Another program stands between the browser and port {0} of this computer. Sign in with a device code instead.',
      port,
    ),
  'browser.codexOff': () =>
    l10n.t(
      'Codex is switched off in this workspace. Ask its admin to give you access to Codex, or choose another workspace on the sign-in page.',
    ),
  'browser.declined': () => l10n.t('The sign-in was declined in the browser. Nothing has changed.'),
  'browser.issuerError': () =>
    l10n.t('The sign-in page reported an error. Nothing has changed: try again, or use a device code.'),
  'browser.noCode': () =>
    l10n.t('The browser came back without a code. Nothing has changed: try again, or use a device code.'),
  'browser.otherIssuer': () =>
    l10n.t(
      'The browser came back from another sign-in service than the one that was asked. Nothing has changed: try again.',
    ),
  'browser.tooLate': () =>
    l10n.t(
      'Nobody finished the sign-in in the browser within 10 minutes. Nothing has changed: sign in again when you are ready.',
    ),
  'browser.takenOver': () => l10n.t('Another window took the sign-in over. Finish it there.'),

  'browser.otherWorkspace': () =>
    l10n.t(
      'Another account or workspace came back than the one that was asked for; it was not saved. Try again and choose the right one on the sign-in page, or switch to it at chatgpt.com first.',
    ),
  'workspaces.notListed': () =>
    l10n.t('The server did not say which workspaces there are. Check the connection and try again.'),

  'deviceCode.notEnabled': () =>
    l10n.t(
      'Device codes are not enabled for this sign-in service or workspace. You switch them on in ChatGPT’s security settings; in a company workspace an admin does under Workspace permissions.',
    ),
  'deviceCode.noCode': ({ status }) =>
    l10n.t(
      'The sign-in service gave no device code (HTTP {0}). Try again in a minute, or sign in with the browser.',
      status,
    ),
  'deviceCode.refused': ({ status }) =>
    l10n.t(
      'The sign-in service refused the device code (HTTP {0}): it was declined, or device codes are switched off. You switch them on in ChatGPT’s security settings; in a company workspace an admin does under Workspace permissions.',
      status,
    ),
  'deviceCode.expired': () =>
    l10n.t('The device code has run out before it was used. Nothing has changed: ask for a new one.'),

  'apiKey.empty': () => l10n.t('There is no key in it. An API key begins with “sk-”.'),
  'apiKey.severalLines': () => l10n.t('This has several lines. Give the key alone, on one line; it begins with “sk-”.'),
  'apiKey.accessToken': () => l10n.t('This is a Codex access token, not an API key. Use “Sign In with Access Token”.'),
  'apiKey.jwt': () =>
    l10n.t(
      'This is a ChatGPT or agent token, not an API key. API keys begin with “sk-” and come from platform.openai.com/api-keys.',
    ),
  'apiKey.notAKey': () =>
    l10n.t(
      'This is not an API key: those begin with “sk-”, have no spaces, and come from platform.openai.com/api-keys.',
    ),
  'apiKey.invalid': () =>
    l10n.t(
      'The API says this key is invalid: it has expired, was deleted, or is one of the wrong project. Make a new one at platform.openai.com/api-keys, then sign in with that.',
    ),
  'apiKey.mayNotWriteResponses': () =>
    l10n.t(
      'This key works but may not write Responses, which Codex needs. On platform.openai.com/api-keys set the key’s permission “Responses” to “Write”.',
    ),
  'apiKey.unchecked': () => l10n.t('The key could not be checked: the API cannot be reached from here right now.'),

  'accessToken.empty': () =>
    l10n.t('There is no token in it. Codex access tokens begin with “at-”, or are an agent identity with three parts.'),
  'accessToken.platformKey': () =>
    l10n.t('This is a Platform API key, not a Codex access token. Use “Sign In with API Key”.'),
  'accessToken.chatgptToken': () =>
    l10n.t(
      'This is a ChatGPT session token, which Codex does not accept as an access token and which ends within days. Create a Codex access token in your workspace, or sign in with ChatGPT.',
    ),
  'accessToken.agentToken': () =>
    l10n.t('This is a Workspace Agent token, not a Codex access token. Create a Codex access token in your workspace.'),
  'accessToken.expired': () =>
    l10n.t('This access token has expired. Create a new one in your workspace, then revoke this one there.'),
  'accessToken.unknown': () =>
    l10n.t(
      'This is not a Codex access token. They begin with “at-”, or are an agent identity with three parts; check that all of it was copied.',
    ),
  'accessToken.refused': ({ status }) =>
    status === ''
      ? l10n.t('The access token is not signed by OpenAI: it was changed or cut while copying. Nothing was saved.')
      : l10n.t(
          'The server refused this access token (HTTP {0}): it was revoked, has expired, or its workspace does not allow it. Nothing was saved.',
          status,
        ),
  'accessToken.unchecked': () =>
    l10n.t(
      'The access token could not be checked, and an unchecked one is not saved. Check the connection, then try again.',
    ),

  'account.refused': () => explainEnd('refused'),
  'account.secretsLost': () =>
    l10n.t(
      'VS Code’s secret storage has lost the sign-in of this account, or cannot read it. Sign in again; its name and settings stay.',
    ),
  'grant.revoked': () => explainEnd('revoked'),
  'grant.usedByAnotherCopy': () => explainEnd('usedByAnotherCopy'),
  'grant.answerLost': () => explainEnd('answerLost'),
  'grant.notRenewable': () => explainEnd('notRenewable'),
  'grant.workspaceClosed': () => explainEnd('workspaceClosed'),
  'grant.keptElsewhere': ({ product }) => explainKeptElsewhere(product),
  'switch.codexRenews': () =>
    l10n.t(
      'Codex may be renewing its sign-in at this moment, and switching now could end it. Try again in a few minutes, or end the running Codex first.',
    ),

  'lease.keptElsewhere': ({ product }) =>
    l10n.t(
      'The newest sign-in of this account is kept by {0}. Sign in here once, then try again; nothing was sent to the host.',
      product,
    ),
  'lease.codexRenews': () =>
    l10n.t(
      'Codex on this computer may be renewing its sign-in at this moment. Try again in a few minutes; nothing was sent to the host.',
    ),
  'lease.offline': () =>
    l10n.t(
      'The sign-in service gave no token for that host. Check the connection, then try again; nothing has changed, here or there.',
    ),

  'vault.notReadBack': () =>
    l10n.t(
      'VS Code’s secret storage did not keep the sign-in. Check that the system’s keyring is unlocked, then try again.',
    ),
  'vault.notRemoved': () =>
    l10n.t(
      'VS Code’s secret storage did not remove the sign-in. Check that the system’s keyring is unlocked, then try again.',
    ),
  'vault.newerRelease': () =>
    l10n.t(
      'A newer release of Codex Accounts wrote this account. Update this one, then try again; nothing was changed.',
    ),
  'vault.locked': () =>
    l10n.t(
      'Another window has been busy with the accounts for a minute. Try again; if it stays so, reload that window.',
    ),
  'vault.unreadableFile': ({ path }) =>
    l10n.t(
      'The file with the accounts, {0}, is damaged and was left as it is. Restore it from a backup, or move it away to start with none.',
      path,
    ),

  'folder.isFile': ({ path }) =>
    l10n.t(
      'Codex Accounts keeps its records in {0}, and a file or a link stands in the way of that folder. Move that away, then try again.',
      path,
    ),
  'folder.noPermission': ({ path }) =>
    l10n.t(
      'Codex Accounts keeps its records in {0}, and you have no permission to write there. Give that folder and the ones above it back to yourself, then try again.',
      path,
    ),
  'folder.readOnlyDisk': ({ path }) =>
    l10n.t(
      'Codex Accounts keeps its records in {0}, and that disk is read-only. Make it writable, then try again; on Linux, XDG_STATE_HOME can name another folder for the records.',
      path,
    ),
  'folder.diskFull': ({ path }) =>
    l10n.t('Codex Accounts keeps its records in {0}, and that disk is full. Free some space, then try again.', path),
  'folder.unusable': ({ path }) =>
    l10n.t(
      'Codex Accounts keeps its records in {0}, and the system does not let it read or write there. Check that folder and its disk, then try again.',
      path,
    ),

  'store.decidedByAdmin': () =>
    l10n.t(
      'Your admin decided where Codex keeps its sign-in on this computer, so it cannot be changed here. Ask the admin.',
    ),
  'store.configNotUnderstood': ({ path }) =>
    l10n.t(
      '{0} is not valid TOML, or says it in a way that cannot be changed safely. It was left alone: correct it, then try again.',
      path,
    ),
  'store.configChanged': ({ path }) =>
    l10n.t('{0} was changed meanwhile and was left alone. Look at it, then try again.', path),

  'codex.missing': () =>
    l10n.t(
      'No “codex” program was found on the PATH of this editor. Install the Codex CLI, or choose the store “file” with “Choose Credential Store”.',
    ),
  'codex.noAnswer': () => l10n.t('The codex program of this computer gave no answer. Nothing has changed: try again.'),
  'codex.signInFailed': () =>
    l10n.t('The sign-in by the Codex CLI did not come to an end. What Codex had before is unchanged: try again.'),

  'home.notReadBack': ({ path }) =>
    l10n.t('{0} was written but could not be read back. Check the folder, then try again.', path),
  'home.keepsChanging': ({ path }) =>
    l10n.t('Another program keeps changing {0}. Wait until Codex is idle, then try again.', path),
  'home.isFolder': ({ path }) => l10n.t('{0} is not a file. Move away what stands there, then try again.', path),
  'home.danglingLink': ({ path }) =>
    l10n.t('{0} is a link to a file that does not exist. Create the target or remove the link, then try again.', path),
  'home.linkLoop': ({ path }) =>
    l10n.t('{0} is a link that leads back to itself. Remove the link, then try again.', path),
  'home.otherOwner': ({ path }) =>
    l10n.t(
      '{0} belongs to another user of this computer, so it was left alone. Have its owner changed to you (sudo chown), or choose another Codex home, then try again.',
      path,
    ),
  'home.folderWritableByOthers': ({ path }) =>
    l10n.t(
      'Other users can change the folder of {0}, so no sign-in was put there. Take their write permission away (chmod go-w), then try again.',
      path,
    ),
  'home.noPermission': ({ path }) =>
    l10n.t('You have no permission for {0} or its folder. Give it to yourself, then try again.', path),
  'home.readOnlyDisk': ({ path }) =>
    l10n.t('The disk of {0} is read-only. Make it writable, or choose another Codex home, then try again.', path),
  'home.diskFull': ({ path }) =>
    l10n.t('The disk of {0} is full; what stood there is unharmed. Free some space, then try again.', path),
  'home.folderMissing': ({ path }) =>
    l10n.t('The folder of {0} does not exist and could not be made. Create it, then try again.', path),
  'home.tooLarge': ({ path }) =>
    l10n.t('{0} is far larger than a Codex sign-in and was left alone. Move it away, then try again.', path),
  'home.notUtf8': ({ path }) =>
    l10n.t('{0} is not UTF-8 text, so Codex cannot read it. Save it as UTF-8, or move it away, then try again.', path),
  'home.busy': ({ path }) =>
    l10n.t(
      '{0} stayed locked for 5 seconds, by a Codex process or by a disk that does not answer. Wait until Codex is idle or end it, then try again.',
      path,
    ),
  'home.mounted': ({ path }) =>
    l10n.t(
      '{0} is mounted as a single file, which can be read but not replaced, also by Codex. Mount its folder instead, then try again.',
      path,
    ),
  'home.notAnswering': ({ path }) =>
    l10n.t(
      'The disk of {0} does not answer. It looks like a network share or a mount whose other side is gone: bring it back or unmount it, then try again.',
      path,
    ),
  'home.document.notJson': ({ path }) =>
    l10n.t(
      '{0} is not complete JSON; it may be half written. If no Codex process is writing it, sign in again: its text is set aside first.',
      path,
    ),
  'home.document.byteOrderMark': ({ path }) =>
    l10n.t(
      '{0} begins with a byte order mark, which Codex cannot read. Save it as UTF-8 without BOM, or sign in again.',
      path,
    ),
  'home.document.wrongShape': ({ path, field }) =>
    field === ''
      ? l10n.t(
          '{0} is not a Codex sign-in as this release knows it. Sign in again to replace it; its text is set aside first.',
          path,
        )
      : l10n.t(
          '{0} is not a Codex sign-in as this release knows it: Codex refuses the field “{1}”, or it stands there twice. Correct it, or sign in again: its text is set aside first.',
          path,
          field,
        ),
  'home.document.unknownMode': ({ path, mode }) =>
    l10n.t(
      '{0} holds a kind of sign-in that this release does not know: “{1}”. Update Codex Accounts; it was left as it is.',
      path,
      mode,
    ),
  'home.keyringMissing': () =>
    l10n.t(
      'This build of Codex Accounts cannot open the OS keyring. Install the build for your platform, or let Codex use the store “file” with “Choose Credential Store”.',
    ),
  'home.keyringUnavailable': () =>
    l10n.t(
      'The OS keyring cannot be opened: it is locked, or no keyring service is running. Unlock it and try again, or choose the store “file” with “Choose Credential Store”.',
    ),
  'home.keychainNotRead': () =>
    l10n.t(
      'Codex on this computer keeps its sign-in in the macOS keychain. Codex Accounts opens that only when you click, so it was not read.',
    ),
  'home.storeEncrypted': () =>
    l10n.t(
      'Codex on this computer keeps its sign-in in an encrypted store of its own, which takes none from other programs. Choose the store “file” with “Choose Credential Store”, or sign in with the Codex CLI.',
    ),
  'home.storeEphemeral': ({ path }) =>
    l10n.t(
      'Codex on this host keeps no sign-in at all (cli_auth_credentials_store = "ephemeral"), so {0} is not read by it. Choose another store with “Choose Credential Store”.',
      path,
    ),
  'home.storeInvalid': ({ path }) =>
    l10n.t(
      'The configuration of Codex cannot be read, or its cli_auth_credentials_store is none of file, keyring, auto and ephemeral, so {0} was left alone. Run “codex login status” to see which file it is, correct that, then try again.',
      path,
    ),

  'copy.liveGrant': () =>
    l10n.t(
      'This would put the live sign-in of an account of this computer on a second one, which ends it on both. Nothing was sent: choose a lease, or a sign-in of its own for that host.',
    ),
  'copy.noSshProgram': () =>
    l10n.t(
      'There is no ssh program on this computer. Install OpenSSH (on Windows: Settings, Optional features, OpenSSH Client), then try again.',
    ),
  'copy.noDockerProgram': () =>
    l10n.t('There is no docker program on this computer. Install Docker’s command line, then try again.'),
  'copy.badName': ({ name }) =>
    l10n.t(
      '“{0}” is not a name that can be handed to ssh or docker safely. Write it without spaces and special characters, as host or user@host.',
      name,
    ),
  'copy.ownHome': ({ path }) => l10n.t('{0} is the Codex home of this computer. Use “Switch Account” for it.', path),
  'copy.hostNotFound': ({ place }) =>
    l10n.t(
      'No host is known by the name in {0}. Check the spelling, your SSH configuration, and whether a VPN is needed.',
      place,
    ),
  'copy.hostDown': ({ place }) =>
    l10n.t(
      '{0} does not answer: the host is off, its SSH server is not running on that port, or a network lies in between. Nothing was sent.',
      place,
    ),
  'copy.hostKeyUnknown': ({ place }) =>
    l10n.t(
      'This computer has never seen the host key of {0}, and nobody can be asked here. Connect once in a terminal with ssh, compare the fingerprint, then try again. Nothing was sent.',
      place,
    ),
  'copy.hostKeyChanged': ({ place }) =>
    l10n.t(
      '{0} shows another host key than before: it was set up again, or somebody stands in between. Ask who runs it before you remove the old key. Nothing was sent.',
      place,
    ),
  'copy.keyRefused': ({ place }) =>
    l10n.t(
      '{0} did not accept your key (passwords cannot be asked for here). Load the right key with ssh-add or name it in your SSH configuration, then try again. Nothing was sent.',
      place,
    ),
  'copy.sshConfig': ({ place, said }) =>
    l10n.t(
      'The ssh program does not accept its configuration for {0}: “{1}”. Correct that, then try again.',
      place,
      said,
    ),
  'copy.cut': ({ place }) =>
    l10n.t(
      'The connection to {0} was cut. There is no half-written file there: either the old sign-in stands or the new one. Try again.',
      place,
    ),
  'copy.tooLong': ({ place, seconds }) =>
    l10n.t(
      '{0} did not answer within {1} seconds and was given up. Check the connection, then try again.',
      place,
      seconds,
    ),
  'copy.noShell': ({ place }) =>
    l10n.t('{0} has no POSIX shell (sh) that could write the file. Use one of the documented ways instead.', place),
  'copy.noAnswer': ({ place, exitCode }) =>
    l10n.t(
      '{0} did not do what was asked and did not say why (exit code {1}). Check with a terminal that you can run commands there.',
      place,
      exitCode,
    ),
  'copy.noHome': ({ place }) =>
    l10n.t('The user at {0} has no home folder. Set HOME or CODEX_HOME there, then try again.', place),
  'copy.dockerDown': () =>
    l10n.t(
      'Docker is not running, or its command line points to an engine that does not answer. Start it, then try again.',
    ),
  'copy.dockerDenied': () =>
    l10n.t('Your user may not use Docker on this computer. Ask to be added to its group, then try again.'),
  'copy.containerMissing': ({ place }) =>
    l10n.t('There is no container {0}. Look at “docker ps”, then try again.', place),
  'copy.containerStopped': ({ place }) => l10n.t('The container {0} is not running. Start it, then try again.', place),
  'copy.containerUser': ({ place }) =>
    l10n.t('The container has no such user: {0}. Check the name before the @.', place),
  'copy.storeElsewhere': ({ place, store }) =>
    l10n.t(
      'Codex there does not read {0}: its config.toml says cli_auth_credentials_store = "{1}". Set it to "file" there, then try again. Nothing was sent.',
      place,
      store,
    ),
  'copy.changedMeanwhile': ({ place }) =>
    l10n.t(
      '{0} was changed by somebody else meanwhile and was left alone. Try again to see who stands there now.',
      place,
    ),
  'copy.incomplete': ({ place }) =>
    l10n.t('Not every byte reached {0}, so it was left as it was. Check the connection, then try again.', place),
  'copy.notWritten': ({ place }) =>
    l10n.t(
      '{0} could not be written, and nothing there has changed. Look at its folder in a terminal on that host.',
      place,
    ),
};

/** The words of a sentence. Values that came from outside are shown as plain text. */
export function sayInWords<K extends SentenceId>(
  sentence: { readonly messageId: K; readonly args: Sentences[K] },
  machine: string = l10n.t('this computer'),
): string {
  return words[sentence.messageId](cleanArgs(sentence.args), linkSafeText(machine));
}

/** @param machine where our requests leave from, where that is not the person's own computer */
export function explain(failure: AuthError, machine?: string): string {
  const sentence: Sentence = failure.sentence;
  return sayInWords(sentence, machine);
}

function cleanArgs<T extends object>(args: T): T {
  return Object.fromEntries(Object.entries(args).map(([key, value]) => [key, linkSafeText(String(value))])) as T;
}
