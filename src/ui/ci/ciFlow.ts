import type { AccountDirectory } from '../../accounts/directory/accountDirectory.ts';
import type { CiSystem } from '../../ci/choice.ts';
import type { CiFolder, CiSystemService } from '../../ci/ciSystemService.ts';
import type { OfferedDocument } from '../../hosts/copy/copyDocument.ts';
import type { Clock } from '../../base/clock.ts';
import type { Secret } from '../../base/secret.ts';
import type { OwnSignInFlow } from '../hosts/ownSignInProgress.ts';
import type { Clipboard } from '../shell/clipboard.ts';
import type { Log } from '../shell/log.ts';
import type { ShowPage } from '../shell/markdownPages.ts';
import type { SourcedPickFlow } from '../shell/pickSourced.ts';
import type { Prompts } from '../shell/prompts.ts';
import type { CredentialFlow } from '../signIn/credentialSource.ts';

/** A folder that is open in this window. */
export interface ProjectFolder extends CiFolder {
  readonly name: string;
  /** Its URI, whichever file system it is on. */
  readonly address: string;
}

/** What the command about CI needs of this computer; loaded with it. */
export interface CiAccess extends Pick<CiSystemService, 'look' | 'send'> {
  readonly listFolders: () => readonly ProjectFolder[];
  /** Whether a file of a project is there. */
  readonly exists: (folder: ProjectFolder, path: string) => Promise<boolean>;
  /** Opens a text as a file that is not saved; beside what is there, where something is. */
  readonly open: (folder: ProjectFolder, path: string, text: string) => Promise<'new' | 'compared'>;
  /** The release of the CLI of this computer; undefined where there is none. */
  readonly findVersion: () => Promise<string | undefined>;
  /** The document of a sign-in that was made for CI. @throws AuthError when it is a grant of this computer */
  readonly admit: (offered: OfferedDocument) => Promise<Secret>;
}

export type SetUpCiFlow = SourcedPickFlow &
  OwnSignInFlow &
  CredentialFlow & {
    readonly prompts: Prompts;
    readonly clipboard: Clipboard;
    readonly clock: Pick<Clock, 'delay'>;
    /** Aborts when this extension ends. */
    readonly ended: AbortSignal;
    readonly log: Pick<Log, 'unawaited' | 'info'>;
    readonly directory: Pick<AccountDirectory, 'list'>;
    readonly showPage: ShowPage;
    readonly loadCi: () => Promise<CiAccess>;
  };

/** A name of each system for its sentences; they are names, the same in every language. */
export const systemNames: Readonly<Record<CiSystem, string>> = {
  github: 'GitHub',
  gitlab: 'GitLab',
  script: 'CI',
};
