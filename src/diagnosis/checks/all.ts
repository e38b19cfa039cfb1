import { bindCheck, type CheckId, type RunnableCheck } from '../check.ts';
import type { DiagnosisPorts } from '../ports.ts';
import { callbackPortsCheck } from './callbackPorts.ts';
import { certificatesCheck } from './certificates.ts';
import { cliCheck } from './cli.ts';
import { clockCheck } from './clockSkew.ts';
import { configCheck } from './config.ts';
import { credentialFileCheck } from './credentialFile.ts';
import { dnsCheck } from './dns.ts';
import { hostsCheck } from './hosts.ts';
import { keyringCheck } from './keyring.ts';
import { loopbackCheck } from './loopback.ts';
import { payersCheck } from './payers.ts';
import { proxyCheck } from './proxy.ts';
import { rulesCheck } from './rules.ts';
import { runningCheck } from './running.ts';
import { secretsCheck } from './secrets.ts';
import { backendCheck, issuerCheck } from './service.ts';
import { shellCheck, shellNotAsked } from './shell.ts';
import { stateCheck } from './state.ts';
import { storeCheck } from './storeMode.ts';

/** Every check, ready to run. @param asksShell a person has said that their login shell may be started */
export function listChecks(ports: DiagnosisPorts, asksShell = false): readonly RunnableCheck[] {
  return [
    bindCheck(callbackPortsCheck, ports),
    bindCheck(loopbackCheck, ports),
    bindCheck(dnsCheck, ports),
    bindCheck(proxyCheck, ports),
    bindCheck(certificatesCheck, ports),
    bindCheck(issuerCheck, ports),
    bindCheck(backendCheck, ports),
    bindCheck(clockCheck, ports),
    bindCheck(cliCheck, ports),
    asksShell ? bindCheck(shellCheck, ports) : bindCheck(shellNotAsked, ports),
    bindCheck(credentialFileCheck, ports),
    bindCheck(storeCheck, ports),
    bindCheck(keyringCheck, ports),
    bindCheck(configCheck, ports),
    bindCheck(payersCheck, ports),
    bindCheck(rulesCheck, ports),
    bindCheck(secretsCheck, ports),
    bindCheck(stateCheck, ports),
    bindCheck(runningCheck, ports),
    bindCheck(hostsCheck, ports),
  ];
}

/** Only these of them. */
export function chooseChecks(ports: DiagnosisPorts, ids: readonly CheckId[]): readonly RunnableCheck[] {
  return listChecks(ports).filter(({ id }) => ids.includes(id));
}
