import { describe, expect, it } from 'vitest';
import type { ProxySettings } from '../../../../src/network/route.ts';
import { buildDifferenceRows, buildSettingRows } from '../../../../src/ui/environment/noteRows.ts';
import { makeProxySettings } from '../../../support/proxySettings.ts';
import { makeObservation } from '../../../support/environmentObservation.ts';

describe('settings that do not do what their names promise', () => {
  it('are none, when nobody touched them', () => {
    expect(buildSettingRows(makeObservation())).toEqual([]);
  });

  it.each<readonly [Partial<ProxySettings>, string, string, RegExp]>([
    [{ support: 'off' }, 'http.proxySupport', 'off', /http\.proxy does not count then\. HTTPS_PROXY and ALL_PROXY do/u],
    [{ extendsFetch: false }, 'http.fetchAdditionalSupport', 'off', /opens its connections itself/u],
    [{ systemCertificates: false }, 'http.systemCertificates', 'off', /do not count for Codex Accounts.*For Codex/u],
    [{ strictSsl: false }, 'http.proxyStrictSSL', 'off', /check every certificate all the same/u],
    [
      { hasAuthorization: true },
      'http.proxyAuthorization',
      'set, not shown',
      /Put the name and password into http\.proxy/u,
    ],
  ])('%j', (changes, name, description, detail) => {
    expect(buildSettingRows(makeObservation({ settings: makeProxySettings(changes) }))).toEqual([
      { label: `$(info) ${name}`, description, detail: expect.stringMatching(detail) as string },
    ]);
  });
});

describe('where Codex reads a variable in another way than VS Code', () => {
  const differences = (environment: Readonly<Record<string, string>>, source = '') =>
    buildDifferenceRows(
      makeObservation({
        environment,
        ...(source === ''
          ? {}
          : {
              route: {
                kind: 'hostFetch',
                proxy: { scheme: 'http', host: 'p', port: 1, credentials: undefined, source },
              },
            }),
      }),
    ).map(({ label, description }) => `${label}: ${description}`);

  it.each<readonly [string, Readonly<Record<string, string>>, readonly string[]]>([
    ['nothing', {}, []],
    ['the same twice', { HTTPS_PROXY: 'http://p:1', https_proxy: ' http://p:1' }, []],
    ['one spelling', { https_proxy: 'http://p:1', no_proxy: 'a.test' }, []],
    ['a lower spelling that is empty', { HTTPS_PROXY: 'http://p:1', https_proxy: '' }, []],
    [
      'two proxies',
      { HTTPS_PROXY: 'http://p:1', https_proxy: 'http://q:1' },
      ['$(warning) HTTPS_PROXY, https_proxy: say different things'],
    ],
    [
      'an upper spelling that is empty, by which Codex goes straight',
      { HTTPS_PROXY: '', https_proxy: 'http://q:1' },
      ['$(warning) HTTPS_PROXY, https_proxy: say different things'],
    ],
    ['two exceptions', { NO_PROXY: 'a', no_proxy: 'b' }, ['$(warning) NO_PROXY, no_proxy: say different things']],
    [
      'exceptions with a port',
      { NO_PROXY: 'a.test, .b.test:8443, [::1]:1, ::1' },
      ['$(warning) NO_PROXY: .b.test:8443'],
    ],
  ])('%s', (_name, environment, expected) => {
    expect(differences(environment)).toEqual(expected);
  });

  it('HTTP_PROXY, which VS Code takes for the service and Codex does not', () => {
    expect(differences({ HTTP_PROXY: 'http://p:1' }, 'HTTP_PROXY')).toEqual([
      '$(warning) HTTP_PROXY: has no effect on Codex',
    ]);
    expect(differences({ HTTPS_PROXY: 'http://p:1' }, 'HTTPS_PROXY')).toEqual([]);
  });

  it('an address with a blank behind it, which Codex passes over', () => {
    expect(differences({ HTTPS_PROXY: 'http://p:1 ' }, 'HTTPS_PROXY')).toEqual([
      '$(warning) HTTPS_PROXY: has no effect on Codex',
    ]);
  });
});
