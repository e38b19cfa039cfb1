import type { ChildProcess } from 'node:child_process';

export interface CodeServerOptions {
  readonly node: string;
  readonly codeServer: string;
  readonly dataFolder: string;
  readonly folder: string;
  readonly vsixPaths: readonly string[];
  readonly userSettings: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly trust?: boolean;
  readonly port?: number;
  readonly nodeArguments?: readonly string[];
}
export interface RunningCodeServer {
  readonly url: string;
  readonly child: ChildProcess;
  readonly userDataDir: string;
  readonly extensionsDir: string;
  close(): Promise<void>;
}
export const quietSettings: Readonly<Record<string, unknown>>;
export function startCodeServer(options: CodeServerOptions): Promise<RunningCodeServer>;
export function withoutVsCode(env: Readonly<Record<string, string | undefined>>): Record<string, string | undefined>;
