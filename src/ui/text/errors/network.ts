import { l10n } from 'vscode';
import type { NetworkMessages } from '../../../errors/messageIds/network.ts';
import type { TextOf } from './textOf.ts';

export const networkWords: TextOf<NetworkMessages> = {
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
};
