import { AuthError, homeError } from '../../errors/authError.ts';
import { buildSentence } from '../../errors/sentence.ts';
import { notAnsweringCodes } from './fileProblem.ts';
import { hasCode } from './systemError.ts';

const problems = [
  ['isFile', ['ENOTDIR', 'EEXIST', 'EISDIR', 'ELOOP']],
  ['noPermission', ['EACCES', 'EPERM']],
  ['readOnlyDisk', ['EROFS']],
  ['diskFull', ['ENOSPC', 'EDQUOT']],
] as const;

/** Runs `work` on a folder of ours: what the operating system refuses there becomes one sentence that names the folder. */
export async function inOwnFolder<T>(folder: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (failure) {
    return refuseOwnFolder(folder, failure);
  }
}

/** The same for a failure at hand; what is none of the operating system's is thrown as it is. */
export function refuseOwnFolder(folder: string, failure: unknown): never {
  const isOfSystem = failure instanceof Error && 'code' in failure && /^E[A-Z0-9]+$/u.test(String(failure.code));
  if (!isOfSystem) {
    throw failure;
  }
  if (hasCode(failure, ...notAnsweringCodes)) {
    throw homeError('notAnswering', folder, { cause: failure });
  }
  const problem = problems.find(([, codes]) => hasCode(failure, ...codes))?.[0] ?? 'unusable';
  throw new AuthError('fixFile', buildSentence(`folder.${problem}`, { path: folder }), {
    reason: problem,
    cause: failure,
  });
}
