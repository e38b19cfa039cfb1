/** Takes a change back; false where that has changed meanwhile, and was left as it is. */
export type TakeBack = () => Promise<boolean>;

/** The permissions of a file or folder, and those that it had when it was looked at. */
interface ModeChange {
  readonly mode: number;
  readonly before: number;
}

/** Changes that mend something and that no other part of this extension makes. `undefined`: it has changed meanwhile. */
export interface FixPorts {
  readonly changeMode: (path: string, change: ModeChange) => Promise<TakeBack>;
  readonly keepOutOfGit: (path: string, repository: string) => Promise<TakeBack>;
  /** Makes comments of lines of the person's `config.toml`. */
  readonly switchLinesOff: (lines: readonly number[]) => Promise<TakeBack | undefined>;
  /** Takes a variable out of the Home's `.env`. */
  readonly removeVariable: (name: string) => Promise<TakeBack | undefined>;
  readonly takeOutOfTerminals: (name: string) => Promise<TakeBack>;
}
