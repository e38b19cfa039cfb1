import { env, l10n } from 'vscode';
import type { NetworkMessages } from '../../../errors/messageIds/network.ts';
import type { MessageTexts } from './messageTexts.ts';

/** A time of RFC 3339, as the language of VS Code writes it. */
function sayTime(time: string): string {
  const at = new Date(time);
  return Number.isNaN(at.getTime())
    ? time
    : at.toLocaleString(env.language, { dateStyle: 'medium', timeStyle: 'short' });
}

/** What people ask first: the browser gets there. */
function sayBrowserDiffers(): string {
  return l10n.t(
    'A browser may show the same address all the same: it has a proxy and certificates of its own, which this part of the editor does not use.',
  );
}

/** What makes a company's certificate known to Codex and to us. */
function sayCaVariable(): string {
  return l10n.t(
    'Ask your IT department for the root certificate as a PEM file. Before you sign in, set it where this editor and Codex are started: export CODEX_CA_CERTIFICATE=/path/to/company-root.pem (SSL_CERT_FILE counts where that is not set). Then start the editor again from there.',
  );
}

/** How each message about a CA file ends. */
function sayCaFile(variable: string): string {
  return l10n.t(
    'Codex refuses every connection with it too. Let {0} name a PEM file with one or more CERTIFICATE sections, or unset it, then start the editor again.',
    variable,
  );
}

export const networkWords: MessageTexts<NetworkMessages> = {
  'network.offline': ({ host }) =>
    l10n.t(
      'Could not reach {0}. Check the connection and the proxy settings of VS Code (http.proxy), then try again.',
      host,
    ),
  'network.cut': ({ host }) =>
    l10n.t('The connection to {0} was cut before its answer arrived. Check the connection, then try again.', host),
  'network.tooSlow': ({ host, seconds }) =>
    l10n.t('{0} did not answer within {1} seconds. Check the connection, then try again.', host, seconds),
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
  'network.unknownIssuer': ({ host, issuer }) =>
    [
      l10n.t(
        'The certificate of {0} comes from “{1}”, which is not trusted here, so nothing was sent. A company’s proxy or security program may be reading the connection.',
        host,
        issuer,
      ),
      sayCaVariable(),
      sayBrowserDiffers(),
    ].join(' '),
  'network.issuerNotInFile': ({ host, issuer, variable, path }) =>
    [
      l10n.t(
        'The certificate of {0} comes from “{1}”, which is neither in {3}, the file that {2} names, nor trusted by this system, so nothing was sent. Add that root certificate to the file, then try again.',
        host,
        issuer,
        variable,
        path,
      ),
      sayBrowserDiffers(),
    ].join(' '),
  'network.intercepted': ({ host, issuer, product }) =>
    [
      l10n.t(
        '{2} reads the connection to {0}: its certificate comes from “{1}”, which is not trusted here, so nothing was sent.',
        host,
        issuer,
        product,
      ),
      sayCaVariable(),
      sayBrowserDiffers(),
    ].join(' '),
  'network.notYetValid': ({ host, from, now }, machine) =>
    l10n.t(
      'The certificate of {0} is valid from {1} on, and by the clock of {3} it is {2}, so nothing was sent. Set the date, time and time zone of {3} right, then try again.',
      host,
      sayTime(from),
      sayTime(now),
      machine,
    ),
  'network.expired': ({ host, until, now }, machine) =>
    l10n.t(
      'The certificate of {0} was valid until {1}, and by the clock of {3} it is {2}, so nothing was sent. If that clock is right, whoever runs the proxy or the service has to renew the certificate; else set the date, time and time zone of {3} right, then try again.',
      host,
      sayTime(until),
      sayTime(now),
      machine,
    ),
  'network.wrongHost': ({ host, names }) =>
    l10n.t(
      'What answered in place of {0} showed a certificate for {1}, so nothing was sent. A proxy, a name server or a network sign-in page leads elsewhere: open any website to check, then try again.',
      host,
      names,
    ),
  'network.envNotEditable': ({ path }) =>
    l10n.t(
      '{0} cannot be changed line by line: it is not UTF-8 text, a quote in it is never closed, or it sets the same variable in a way that we do not understand. Correct it by hand, then try again.',
      path,
    ),
  'network.caUnreadable': ({ variable, path }) =>
    [
      l10n.t('The file with certificates that {0} names cannot be read, so nothing was sent: {1}.', variable, path),
      sayCaFile(variable),
    ].join(' '),
  'network.caMissing': ({ variable, path }) =>
    [
      l10n.t('The file with certificates that {0} names does not exist, so nothing was sent: {1}.', variable, path),
      sayCaFile(variable),
    ].join(' '),
  'network.caEmpty': ({ variable, path }) =>
    [
      l10n.t('There is no certificate in the file that {0} names, so nothing was sent: {1}.', variable, path),
      sayCaFile(variable),
    ].join(' '),
  'network.caNotPem': ({ variable, path }) =>
    [
      l10n.t('The file that {0} names is no PEM file that Codex can read, so nothing was sent: {1}.', variable, path),
      sayCaFile(variable),
    ].join(' '),
  'network.caBadCertificate': ({ variable, path, number }) =>
    [
      l10n.t('Certificate {2} in the file that {0} names is broken, so nothing was sent: {1}.', variable, path, number),
      sayCaFile(variable),
    ].join(' '),
  'network.proxyUnusable': ({ source }) =>
    l10n.t(
      'What {0} says is no address of a proxy, so nothing was sent, not past it either. It has the form http://host:port. Correct or remove it, start the editor again where it is a variable, then try again.',
      source,
    ),
  'network.proxyKind': ({ source }) =>
    l10n.t(
      '{0} names a SOCKS proxy, which Codex does not speak, so nothing was sent, not past it either. Name an http or https proxy there, or put the SOCKS proxy into VS Code’s setting http.proxy for this editor alone.',
      source,
    ),
  'network.proxyOffline': ({ proxy, source }, machine) =>
    l10n.t(
      'Could not reach the proxy {0}, which {1} names, from {2}; nothing was sent. Check that it runs and that its address is still right, then try again.',
      proxy,
      source,
      machine,
    ),
  'network.proxyRefused': ({ proxy, source, status }) =>
    l10n.t(
      'The proxy {0}, which {1} names, did not let the request through (HTTP {2}), so nothing was sent. Ask who runs it whether it may lead to the sign-in service.',
      proxy,
      source,
      status,
    ),
  'network.proxyNoPassword': ({ proxy, source }) =>
    l10n.t(
      'The proxy {0} asks for a name and password, and {1} has none, so the sign-in service was not reached. Put them there, as in http://name:password@host:port, then try again.',
      proxy,
      source,
    ),
  'network.proxyWrongPassword': ({ proxy, source }) =>
    l10n.t(
      'The proxy {0} does not take the name and password of {1}, so the sign-in service was not reached. Correct them there (a password with special characters has to be percent-encoded), then try again.',
      proxy,
      source,
    ),
  'network.proxyStrange': ({ proxy, source }) =>
    l10n.t(
      'What answers as the proxy {0}, which {1} names, gives no connection, so nothing was sent. It may be a proxy of another kind (http, https, socks5) or none at all, or put a page of its own in the way. Check the address, then try again.',
      proxy,
      source,
    ),
  'network.proxyTooSlow': ({ proxy, source, host, seconds }) =>
    l10n.t(
      '{2} did not answer within {3} seconds through the proxy {0}, which {1} names. Check that the proxy runs and may lead there, then try again.',
      proxy,
      source,
      host,
      seconds,
    ),
  'network.socksRefused': ({ proxy, source, code }) =>
    l10n.t(
      'The proxy {0}, which {1} names, did not let the request through (SOCKS reply {2}), so nothing was sent. Ask who runs it whether it may lead to the sign-in service.',
      proxy,
      source,
      code,
    ),
  'network.tunnelRefused': ({ host }, machine) =>
    l10n.t(
      'The proxy of {1} did not let the request to {0} through, so nothing was sent. Ask your IT department whether it may lead there.',
      host,
      machine,
    ),
  'network.systemCertificatesOff': ({ host }) =>
    l10n.t(
      'The certificate of {0} is trusted by this system alone, and VS Code’s setting http.systemCertificates is off, so nothing was sent. Switch the setting on, or set CODEX_CA_CERTIFICATE before the editor starts.',
      host,
    ),
  'network.botCheck': ({ status }, machine) =>
    l10n.t(
      'A check for robots stands before the sign-in service (HTTP {0}), and only a browser passes it; your sign-in is not at fault. It comes with some VPNs, proxies and addresses: try again from another network than {1} is in.',
      status,
      machine,
    ),
  'network.blockPage': ({ status, product }, machine) =>
    [
      product === ''
        ? l10n.t(
            'The network of {1} answered with a page of its own that blocks the sign-in service (HTTP {0}).',
            status,
            machine,
          )
        : l10n.t(
            '{2} answered in the network of {1} with a page that blocks the sign-in service (HTTP {0}).',
            status,
            machine,
            product,
          ),
      l10n.t('Ask your IT department to let auth.openai.com and chatgpt.com through, then try again.'),
      sayBrowserDiffers(),
    ].join(' '),
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
};
