import { buildSentence } from '../../errors/sentence.ts';
import type { Check } from '../check.ts';
import { found, type Finding, type Fix } from '../finding.ts';
import type { DiagnosisPorts, FileSight } from '../ports.ts';
import { pathOf, said, wordOf, type CloudFolder } from '../value.ts';

/** The file that Codex keeps its sign-in in: who can read and replace it, what Codex makes of it, and where it gets to. */
export const credentialFileCheck: Check<Pick<DiagnosisPorts, 'home'>, FileSight> = {
  id: 'file',
  observe: ({ home }, signal) => home.readFile(signal),
  judge: (seen) => {
    if (!seen.isUsed) {
      return [found('file.notUsed', 'good', { args: { path: pathOf(seen.path) } })];
    }
    const problems = [...findUnfit(seen), ...findPlaces(seen)];
    return problems.length > 0
      ? problems
      : [found(seen.isThere ? 'file.good' : 'file.absent', 'good', { args: { path: pathOf(seen.path) } })];
  },
};

function findUnfit(seen: FileSight): readonly Finding[] {
  const { path, problem, refusal, mode, hasNoModes, isThere } = seen;
  if (problem !== undefined) {
    return [
      found('file.problem', 'problem', {
        args: { reason: said(buildSentence(`home.${problem}`, { path })) },
        fixes: mendProblem(seen),
      }),
    ];
  }
  if (refusal !== undefined) {
    return [
      found('file.refused', 'problem', {
        args: { reason: said(refusal) },
        fixes: [{ id: 'signIn' }, { id: 'openFile', path }],
      }),
    ];
  }
  if (!isThere || mode === undefined || (mode & 0o077) === 0) {
    return [];
  }
  return hasNoModes
    ? [found('file.withoutModes', 'note', { args: { path: pathOf(path) }, fixes: [{ id: 'chooseStore' }] })]
    : [
        found('file.open', 'problem', {
          args: { path: pathOf(path), mode: { kind: 'number', number: Number(mode.toString(8)) } },
          fixes: [{ id: 'changeMode', path, mode: mode & 0o700, before: mode }],
        }),
      ];
}

function mendProblem(seen: FileSight): readonly Fix[] {
  const { path, problem, folderMode, target } = seen;
  const folder = (target ?? path).replace(/[\\/][^\\/]*$/u, '');
  switch (problem) {
    case 'folderWritableByOthers':
      return folderMode === undefined
        ? []
        : [{ id: 'changeMode', path: folder, mode: folderMode & ~0o022, before: folderMode }];
    case 'noPermission':
      return givePermission(seen, folder);
    case 'diskFull':
    case 'readOnlyDisk':
    case 'isFolder':
    case 'danglingLink':
    case 'linkLoop':
    case 'tooLarge':
      return [{ id: 'showFolder', path: folder }, { id: 'checkAgain' }];
    case 'notUtf8':
      return [{ id: 'openFile', path }];
    default:
      return [{ id: 'checkAgain' }];
  }
}

/** Of what is the person's own alone, and what lacks it: a folder first, since it hides what is in it. */
function givePermission(
  { path, target, folderMode, isFolderOwn, mode, isOwn }: FileSight,
  folder: string,
): readonly Fix[] {
  if (isFolderOwn && folderMode !== undefined && (folderMode & 0o700) !== 0o700) {
    return [{ id: 'changeMode', path: folder, mode: folderMode | 0o700, before: folderMode }];
  }
  return isOwn && mode !== undefined && (mode & 0o600) !== 0o600
    ? [{ id: 'changeMode', path: target ?? path, mode: mode | 0o600, before: mode }]
    : [{ id: 'showFolder', path: folder }, { id: 'checkAgain' }];
}

function findPlaces(seen: FileSight): readonly Finding[] {
  const { path, target, userFolder } = seen;
  const cloud = findCloudFolder(target ?? path, userFolder);
  return [
    ...(target === undefined
      ? []
      : [found('file.link', 'note', { args: { path: pathOf(path), target: pathOf(target) } })]),
    ...findInGit(seen),
    ...(cloud === undefined
      ? []
      : [
          found('file.cloud', 'problem', {
            args: { path: pathOf(path), service: wordOf(cloud) },
            fixes: [{ id: 'chooseStore' }],
          }),
        ]),
  ];
}

function findInGit({ path, target, repository, hasGitFolder, isTracked }: FileSight): readonly Finding[] {
  if (repository === undefined) {
    return [];
  }
  const args = { path: pathOf(path), repository: pathOf(repository) };
  if (isTracked) {
    return [found('file.tracked', 'problem', { args, fixes: [{ id: 'manageAccounts' }, { id: 'chooseStore' }] })];
  }
  const fix: Fix = hasGitFolder
    ? { id: 'keepOutOfGit', path: target ?? path, repository }
    : { id: 'showFolder', path: repository };
  return [found('file.repository', 'problem', { args, fixes: [fix] })];
}

const cloudNames: readonly (readonly [RegExp, CloudFolder])[] = [
  [/^Dropbox\b/iu, 'Dropbox'],
  [/^OneDrive\b/iu, 'OneDrive'],
  [/^(?:Google ?Drive|GoogleDrive-.*|My Drive)$/iu, 'Google Drive'],
  [/^(?:Mobile Documents|iCloud ?Drive.*|com~apple~CloudDocs)$/iu, 'iCloud'],
  [/^Nextcloud\b/iu, 'Nextcloud'],
  [/^Box(?: Sync|-Box)?$/iu, 'Box'],
];

/** The service that copies a folder to its servers, told by the names of the folders below the person's own. */
export function findCloudFolder(path: string, userFolder: string): CloudFolder | undefined {
  const inner = path.startsWith(userFolder) ? path.slice(userFolder.length) : path;
  const folders = inner.split(/[\\/]/u).slice(0, -1);
  for (const [pattern, service] of cloudNames) {
    if (folders.some((folder) => pattern.test(folder))) {
      return service;
    }
  }
  return undefined;
}
