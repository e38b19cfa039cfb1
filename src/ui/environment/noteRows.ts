import { l10n } from 'vscode';
import { findRouteProxy } from '../../network/route.ts';
import type { EnvironmentObservation, EnvironmentRow } from './environmentRows.ts';

/** VS Code's settings that do not do for us or for Codex what their names promise. */
export function buildSettingRows({ settings }: EnvironmentObservation): readonly EnvironmentRow[] {
  const { support, extendsFetch, systemCertificates, strictSsl, hasAuthorization } = settings;
  const off = l10n.t('off');
  return [
    ...(support === 'off'
      ? [
          note('http.proxySupport', off, [
            l10n.t('The setting http.proxy does not count then. HTTPS_PROXY and ALL_PROXY do, as they do for Codex.'),
          ]),
        ]
      : []),
    ...(extendsFetch
      ? []
      : [
          note('http.fetchAdditionalSupport', off, [
            l10n.t('Codex Accounts opens its connections itself then, since those of VS Code have no proxy.'),
          ]),
        ]),
    ...(systemCertificates
      ? []
      : [
          note('http.systemCertificates', off, [
            l10n.t('The certificates of this system do not count for Codex Accounts then. For Codex they do.'),
          ]),
        ]),
    ...(strictSsl
      ? []
      : [note('http.proxyStrictSSL', off, [l10n.t('Codex Accounts and Codex check every certificate all the same.')])]),
    ...(hasAuthorization
      ? [
          note('http.proxyAuthorization', l10n.t('set, not shown'), [
            l10n.t('VS Code does not use it for extensions.'),
            l10n.t('Put the name and password into http.proxy, as in http://name:password@host:port.'),
          ]),
        ]
      : []),
  ];
}

function note(name: string, description: string, sentences: readonly string[]): EnvironmentRow {
  return { label: `$(info) ${name}`, description, detail: sentences.join(' ') };
}

/** Where Codex reads the same variables in another way than VS Code, so that one of them gets through and the other does not. */
export function buildDifferenceRows({ environment, route }: EnvironmentObservation): readonly EnvironmentRow[] {
  const source = findRouteProxy(route)?.source ?? '';
  const passedOver = listPortExceptions(environment['NO_PROXY'] ?? environment['no_proxy'] ?? '');
  return [
    ...['HTTPS_PROXY', 'NO_PROXY']
      .filter((upper) => isOtherThan(environment[upper], environment[upper.toLowerCase()]))
      .map((upper) => ({
        label: `$(warning) ${upper}, ${upper.toLowerCase()}`,
        description: l10n.t('say different things'),
        detail: l10n.t(
          'Codex goes by {0}, VS Code and Codex Accounts by {1}. Set both to the same.',
          upper,
          upper.toLowerCase(),
        ),
      })),
    ...(/^\s|\s$/u.test(environment[source] ?? '')
      ? [
          {
            label: `$(warning) ${source}`,
            description: l10n.t('has no effect on Codex'),
            detail: l10n.t('A blank before or behind the address makes Codex pass over it and go straight. Remove it.'),
          },
        ]
      : []),
    ...(/^http_proxy$/iu.test(source)
      ? [
          {
            label: `$(warning) ${source}`,
            description: l10n.t('has no effect on Codex'),
            detail: l10n.t(
              'Codex takes the proxy of {0} for http addresses alone, and the service has none. Set HTTPS_PROXY too.',
              source,
            ),
          },
        ]
      : []),
    ...(passedOver.length > 0
      ? [
          {
            label: '$(warning) NO_PROXY',
            description: passedOver.join(', '),
            detail: l10n.t('Codex passes over a name with a port there. Write the name alone.'),
          },
        ]
      : []),
  ];
}

/** VS Code goes by the lower spelling only where it says something. */
function isOtherThan(upper: string | undefined, lower = ''): boolean {
  return upper !== undefined && lower.trim() !== '' && upper.trim() !== lower.trim();
}

function listPortExceptions(value: string): readonly string[] {
  return value
    .split(',')
    .map((name) => name.trim())
    .filter((name) => /^[^[\]:]+:\d+$/u.test(name));
}
