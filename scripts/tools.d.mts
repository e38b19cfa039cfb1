export const root: string;
export interface SystemProgram {
  program: string | readonly string[];
  package: string;
}
export function ensureRootInstall(): Promise<void>;
export function ensureNode24(): Promise<string>;
export function ensureCodeServer(): Promise<string>;
export interface CodeServerInstall {
  /** Path of the Node binary that it runs on. */
  readonly node: string;
  /** Its folder. */
  readonly codeServer: string;
}
export function ensureOldestCodeServer(): Promise<CodeServerInstall>;
export function ensureCodex(): Promise<string>;
export function ensureOlderCodex(): Promise<string>;
export function ensureWorkflowTools(): Promise<string>;
export function codexProgramFolder(tool?: string): string;
export function ensureSystemPackages(list: readonly SystemProgram[]): Promise<void>;
