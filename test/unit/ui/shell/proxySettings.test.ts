import { ExtensionKind, workspace } from 'vscode';
import { describe, expect, it, vi } from 'vitest';
import { readProxySettings } from '../../../../src/ui/shell/proxySettings.ts';
import { makeProxySettings } from '../../../support/proxySettings.ts';

/** Each setting by its name, as VS Code has its values. */
type Kept = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

function keep(values: Kept): void {
  const http = {
    get: (name: string) => values[name]?.['merged'],
    inspect: (name: string) => ({ key: name, ...(values[name] as object | undefined) }),
  };
  vi.spyOn(workspace, 'getConfiguration').mockReturnValue(http as never);
}

describe('VS Code’s settings about proxies', () => {
  const onBoth: Kept = {
    proxy: {
      defaultValue: '',
      globalLocalValue: 'http://mine:1',
      globalRemoteValue: 'http://far:1',
      merged: 'http://far:1',
    },
    proxySupport: { defaultValue: 'override', globalLocalValue: undefined, merged: 'off' },
  };

  it('are the person’s own beside the person, as VS Code takes them there', () => {
    keep(onBoth);
    expect(readProxySettings(ExtensionKind.UI)).toEqual(makeProxySettings({ proxy: 'http://mine:1' }));
  });

  it('are those of the host on another host', () => {
    keep(onBoth);
    expect(readProxySettings(ExtensionKind.Workspace)).toEqual(
      makeProxySettings({ proxy: 'http://far:1', support: 'off' }),
    );
  });

  it('are the person’s where an editor tells no two apart', () => {
    keep({ proxy: { defaultValue: '', globalValue: 'http://mine:1' } });
    expect(readProxySettings(ExtensionKind.UI).proxy).toBe('http://mine:1');
  });

  it.each([ExtensionKind.UI, ExtensionKind.Workspace])('count for nothing with another type (%i)', (kind) => {
    const odd = (value: unknown) => ({ defaultValue: '', globalLocalValue: value, merged: value });
    keep({
      proxy: odd(5),
      noProxy: odd(['a.test', 5]),
      proxySupport: odd(false),
      fetchAdditionalSupport: odd('no'),
      systemCertificates: odd(0),
      proxyStrictSSL: odd(null),
      proxyAuthorization: odd({}),
    });
    expect(readProxySettings(kind)).toEqual(makeProxySettings({ noProxy: ['a.test'] }));
  });

  it('say what is switched off', () => {
    const merged = (value: unknown) => ({ merged: value });
    keep({
      fetchAdditionalSupport: merged(false),
      systemCertificates: merged(false),
      proxyStrictSSL: merged(false),
      proxyAuthorization: merged('Basic x'),
    });
    expect(readProxySettings(ExtensionKind.Workspace)).toEqual(
      makeProxySettings({ extendsFetch: false, systemCertificates: false, strictSsl: false, hasAuthorization: true }),
    );
  });
});
