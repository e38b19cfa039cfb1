import type { FileProblem } from '../home/ports.ts';
import { hasCode } from './systemError.ts';

const problems: readonly (readonly [FileProblem, readonly string[]])[] = [
  ['isFolder', ['EISDIR', 'ENOTDIR', 'EEXIST']],
  ['linkLoop', ['ELOOP']],
  ['noPermission', ['EACCES', 'EPERM']],
  ['readOnlyDisk', ['EROFS']],
  ['diskFull', ['ENOSPC', 'EDQUOT']],
  ['folderMissing', ['ENOENT']],
  ['busy', ['EBUSY', 'ETXTBSY']],
];

/** What a failure of the operating system means for a file of ours; undefined when it is none that a person can fix. */
export function nameFileProblem(failure: unknown): FileProblem | undefined {
  return problems.find(([, codes]) => hasCode(failure, ...codes))?.[0];
}
