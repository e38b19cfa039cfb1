import type { VariableNames } from '../../base/variableNames.ts';
import { findUsesHome, readVariableNames } from './linuxCodexProcesses.ts';
import { findServerPid } from './serverFiles.ts';

/** The background server of a Home, with the names of the variables that it was started with where the system tells them. */
export async function findServerVariables(
  home: string,
): Promise<{ readonly pid: number; readonly variables: VariableNames | undefined } | undefined> {
  const pid = await findServerPid(home);
  return pid === undefined || (await findUsesHome(pid, home)) === false
    ? undefined
    : { pid, variables: await readVariableNames(pid) };
}
