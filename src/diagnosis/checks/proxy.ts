import type { HomeProxyFault } from '../../network/homeProxy.ts';
import { findRouteProxy, type NamedProxy, type Route } from '../../network/route.ts';
import type { Check } from '../check.ts';
import { found, plain, type Finding, type Fix } from '../finding.ts';
import type { DiagnosisPorts, ServiceAnswer } from '../ports.ts';
import { foreign, knownName, pathOf, said } from '../value.ts';

interface ProxySeen {
  readonly route: Route;
  /** Whether anything answers at the proxy of the route; undefined where there is none. */
  readonly isListening: boolean | undefined;
  readonly answer: ServiceAnswer;
  readonly homeProxyFault: HomeProxyFault | undefined;
  readonly variablesPath: string;
}

/** The proxy that our requests take, and the one that the Home gives to Codex. */
export const proxyCheck: Check<Pick<DiagnosisPorts, 'network'>, ProxySeen> = {
  id: 'proxy',
  observe: async ({ network }, signal) => {
    const [seen, answer] = await Promise.all([network.observe(signal), network.ask('issuer', signal)]);
    const proxy = findRouteProxy(seen.route);
    return { ...seen, answer, isListening: proxy === undefined ? undefined : await network.isListening(proxy, signal) };
  },
  judge: ({ route, isListening, answer, homeProxyFault, variablesPath }) => [
    describeWay(route, isListening, answer),
    ...(homeProxyFault === undefined ? [] : [describeHomeProxy(homeProxyFault, variablesPath)]),
  ],
};

function describeWay(route: Route, isListening: boolean | undefined, answer: ServiceAnswer): Finding {
  const fixes: readonly Fix[] = [{ id: 'setProxy' }, { id: 'showEnvironment' }];
  if (route.kind === 'refused') {
    return found('proxy.refused', 'problem', { args: { reason: said(route.sentence) }, fixes });
  }
  const proxy = findRouteProxy(route);
  if (proxy !== undefined && isListening === false) {
    return found('proxy.offline', 'problem', { args: nameProxy(proxy), fixes });
  }
  if (answer.kind === 'failure' && (answer.reason === 'proxy' || answer.reason === 'noRoute')) {
    return found('proxy.refused', 'problem', { args: { reason: said(answer.sentence) }, fixes });
  }
  if (answer.kind === 'failure' && answer.reason === 'proxySignIn') {
    return found('proxy.wantsSignIn', 'problem', { args: { reason: said(answer.sentence) }, fixes });
  }
  return proxy === undefined ? plain('proxy.none', 'good') : found('proxy.used', 'good', { args: nameProxy(proxy) });
}

/** Without its name and password. */
function nameProxy({ scheme, host, port, source }: NamedProxy) {
  return { proxy: foreign(`${scheme}://${host}:${String(port)}`), source: knownName(source) };
}

function describeHomeProxy({ kind, source }: HomeProxyFault, path: string): Finding {
  const args = { name: knownName(source), path: pathOf(path) };
  const fixes: readonly Fix[] = [
    { id: 'removeVariable', name: source },
    { id: 'openFile', path },
  ];
  switch (kind) {
    case 'notListening':
      return found('proxy.homeOffline', 'problem', { args, fixes });
    case 'notSpoken':
      return found('proxy.homeNotSpoken', 'problem', { args, fixes });
    case 'ignored':
      return found('proxy.homeIgnored', 'problem', { args, fixes });
  }
}
