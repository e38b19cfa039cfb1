import { l10n } from 'vscode';
import { pickVariables } from '../../base/variableNames.ts';
import { signInVariables } from '../../home/signInVariables.ts';
import type { HomeProxyFault } from '../../network/homeProxy.ts';
import { parseProxy, type ProxyAddress, type Variables } from '../../network/proxyEnvironment.ts';
import { networkVariables, type CaChoice, type ProxySettings, type Route } from '../../network/route.ts';
import { environmentFacts, providerKeyFact } from '../text/facts/environmentFacts.ts';
import type { Fact } from '../text/facts/fact.ts';
import { variableFacts } from '../text/facts/variableFacts.ts';
import { formatSentence } from '../text/errorText.ts';

/** What the page about variables is made of. */
export interface EnvironmentObservation {
  /** Of the process that Codex Accounts runs in, as `observeVariables` leaves it. */
  readonly environment: Variables;
  /** The Home's `.env`: where it is, the same of what it sets, and the names in it that the CLI drops. */
  readonly home: { readonly path: string; readonly variables: Variables; readonly droppedNames: readonly string[] };
  /** The names that `env_key` gives in `config.toml`. */
  readonly providerKeys: readonly string[];
  /** Which way a request to the sign-in service goes. */
  readonly route: Route;
  readonly ca: CaChoice | undefined;
  /** The hosts that no proxy is used for. */
  readonly exceptions: readonly string[];
  /** VS Code's own settings about proxies and certificates. */
  readonly settings: ProxySettings;
  /** The proxy that the Home's `.env` gives to Codex, when it does not work. */
  readonly homeProxyFault: HomeProxyFault | undefined;
}

export interface EnvironmentRow {
  readonly label: string;
  readonly description: string;
  readonly detail: string;
  readonly facts?: readonly Fact[];
}

type Shown = 'value' | 'proxy' | 'secret';

interface Variable {
  /** As it is spelled; of several the first that is set counts. */
  readonly names: readonly string[];
  readonly shown: Shown;
  readonly fact: Fact;
}

/** Every variable of the documents, in the order of the page. */
function listVariables(providerKeys: readonly string[]): readonly Variable[] {
  const { CODEX_HOME, CODEX_CA_CERTIFICATE, SSL_CERT_FILE, HTTPS_PROXY, ALL_PROXY, NO_PROXY, RUST_LOG } =
    environmentFacts;
  const keys = [...new Set(['AZURE_OPENAI_API_KEY', ...providerKeys])];
  return [
    { names: ['CODEX_HOME'], shown: 'value', fact: CODEX_HOME },
    { names: ['CODEX_CA_CERTIFICATE'], shown: 'value', fact: CODEX_CA_CERTIFICATE },
    { names: ['SSL_CERT_FILE'], shown: 'value', fact: SSL_CERT_FILE },
    { names: ['HTTPS_PROXY', 'https_proxy'], shown: 'proxy', fact: HTTPS_PROXY },
    { names: ['ALL_PROXY', 'all_proxy'], shown: 'proxy', fact: ALL_PROXY },
    { names: ['NO_PROXY', 'no_proxy'], shown: 'value', fact: NO_PROXY },
    ...signInVariables.map(({ name, effect }) => ({
      names: [name],
      shown: 'secret' as const,
      fact: variableFacts[effect](name),
    })),
    ...keys
      .filter((name) => !signInVariables.some((known) => known.name === name))
      .map((name) => ({ names: [name], shown: 'secret' as const, fact: providerKeyFact })),
    { names: ['RUST_LOG'], shown: 'value', fact: RUST_LOG },
  ];
}

/** What the page needs of an environment: the values that it shows, and of a secret whether it is empty. */
export function observeVariables(environment: Variables, providerKeys: readonly string[]): Variables {
  const variables = listVariables(providerKeys);
  const namesOf = (isSecret: boolean): readonly string[] =>
    variables.flatMap(({ names, shown }) => ((shown === 'secret') === isSecret ? names : []));
  const secrets = Object.entries(pickVariables(environment, namesOf(true)));
  return {
    ...pickVariables(environment, [...networkVariables, ...namesOf(false)]),
    ...Object.fromEntries(secrets.map(([name, value]) => [name, value === '' ? '' : 'set'])),
  };
}

/** One row for each: its name, whether and where it is set, what it is for and who reads it. */
export function buildVariableRows({
  environment,
  home,
  providerKeys,
}: EnvironmentObservation): readonly EnvironmentRow[] {
  const inHome = home.variables;
  return listVariables(providerKeys).map(({ names, shown, fact }) => {
    const homeName = names.find((name) => inHome[name] !== undefined);
    const ownName = names.find((name) => environment[name] !== undefined);
    const own = ownName === undefined ? undefined : environment[ownName];
    const atHome = homeName === undefined ? undefined : inHome[homeName];
    return {
      label: `${own === undefined && atHome === undefined ? '$(circle-outline)' : '$(pass-filled)'} ${homeName ?? ownName ?? names[0] ?? ''}`,
      description: [
        ...(atHome === undefined
          ? []
          : [l10n.t('in .env of the Codex home, for Codex: {0}', showValue(atHome, shown))]),
        ...(own === undefined ? [] : [l10n.t('in the environment of this editor: {0}', showValue(own, shown))]),
        ...(own === undefined && atHome === undefined ? [l10n.t('not set')] : []),
      ].join(' · '),
      detail: fact.say(),
      facts: [fact],
    };
  });
}

/** Neither a secret nor the password of a proxy is ever shown. */
function showValue(value: string, shown: Shown): string {
  if (value === '') {
    return l10n.t('empty');
  }
  switch (shown) {
    case 'value':
      return value;
    case 'secret':
      return l10n.t('set, not shown');
    case 'proxy': {
      const proxy = parseProxy(value);
      return proxy === undefined ? l10n.t('no address of a proxy') : showProxy(proxy);
    }
  }
}

function showProxy({ scheme, host, port, credentials }: ProxyAddress): string {
  const address = `${scheme}://${host}:${String(port)}`;
  return credentials === undefined ? address : l10n.t('{0}, with a name and password', address);
}

/** Names in the Home's `.env` that Codex drops: whoever wrote one hears so. */
export function buildDroppedRows({ home }: EnvironmentObservation): readonly EnvironmentRow[] {
  return home.droppedNames.map((name) => ({
    label: `$(warning) ${name}`,
    description: l10n.t('has no effect in {0}', home.path),
    detail: /^codex_ca_certificate$/iu.test(name)
      ? l10n.t('Codex passes over every name there that begins with CODEX_. Write SSL_CERT_FILE there instead.')
      : l10n.t('Codex passes over every name there that begins with CODEX_. Set it in the environment instead.'),
  }));
}

/** A proxy that breaks Codex while our own requests may get through. */
export function buildHomeProxyRows({ home, homeProxyFault: fault }: EnvironmentObservation): readonly EnvironmentRow[] {
  return fault === undefined
    ? []
    : [
        {
          label: `$(warning) ${fault.source}`,
          description: l10n.t('in {0}: {1}', home.path, showValue(fault.value, 'proxy')),
          detail: describeHomeProxy(fault),
        },
      ];
}

function describeHomeProxy({ kind }: HomeProxyFault): string {
  switch (kind) {
    case 'notListening':
      return l10n.t(
        'No proxy answers there, so no Codex of this home reaches the service. Correct or remove the line.',
      );
    case 'notSpoken':
      return l10n.t(
        'Codex does not speak SOCKS: no Codex of this home reaches the service. Correct or remove the line.',
      );
    case 'ignored':
      return l10n.t('This is no address that Codex takes: it goes straight instead. Correct or remove the line.');
  }
}

/** The way that a request of ours takes, as it is decided now. */
export function buildRouteRow({ route, ca }: EnvironmentObservation): EnvironmentRow {
  return {
    label:
      route.kind === 'refused'
        ? l10n.t('$(warning) Requests of Codex Accounts')
        : l10n.t('$(arrow-swap) Requests of Codex Accounts'),
    description: ca === undefined ? '' : l10n.t('with the certificates of {0}', ca.path),
    detail: describeRoute(route),
  };
}

function describeRoute(route: Route): string {
  switch (route.kind) {
    case 'hostFetch':
      return route.proxy === 'ofSystem'
        ? l10n.t('They go the way of VS Code, with the proxy and certificates of this system, as far as it has them.')
        : route.proxy === 'none'
          ? l10n.t('They go the way of VS Code, straight, without a proxy.')
          : l10n.t(
              'They go the way of VS Code, through the proxy {0} that {1} names.',
              showProxy(route.proxy),
              route.proxy.source,
            );
    case 'direct':
      return l10n.t('They go straight, without a proxy.');
    case 'proxy':
      return l10n.t('They go through the proxy {0} that {1} names.', showProxy(route.proxy), route.proxy.source);
    case 'refused':
      return formatSentence(route.sentence);
  }
}
