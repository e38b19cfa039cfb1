import {
  allProxyNames,
  findCodexVariable,
  httpsProxyNames,
  isSocks,
  parseProxy,
  type ProxyAddress,
  type ProxyChoice,
  type Variables,
} from './proxyEnvironment.ts';

/** The proxy that the Home's `.env` gives to Codex, when it breaks Codex: our own requests may get through all the same. */
export interface HomeProxyFault extends ProxyChoice {
  /** `ignored`: Codex passes over the address and goes straight. */
  readonly kind: 'notListening' | 'notSpoken' | 'ignored';
}

/**
 * What is wrong with it (docs/codex-protocol.md, Certificates and proxies).
 * @param isListening whether anything answers there; asked once, and only of an address that Codex would take
 */
export async function judgeHomeProxy(
  variables: Variables,
  isListening: (address: ProxyAddress) => Promise<boolean>,
): Promise<HomeProxyFault | undefined> {
  const choice = findCodexVariable(variables, httpsProxyNames, allProxyNames);
  if (choice === undefined) {
    return undefined;
  }
  const address = parseProxy(choice.value);
  // Codex reads it as it is: with a blank before or behind it is no address.
  const isBlank = variables[choice.source] !== choice.value;
  if (address === undefined || isBlank || /^socks:/iu.test(choice.value)) {
    return { ...choice, kind: 'ignored' };
  }
  if (isSocks(address)) {
    return { ...choice, kind: 'notSpoken' };
  }
  return (await isListening(address)) ? undefined : { ...choice, kind: 'notListening' };
}
