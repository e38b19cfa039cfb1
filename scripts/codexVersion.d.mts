export interface NpmAnswer {
  readonly code: number;
  readonly output: string;
}
export function readPinned(folder: string): string;
export function pin(folder: string, version: string, makeLock?: (folder: string) => Promise<unknown>): Promise<void>;
export function tellNewest(folder: string): Promise<string | undefined>;
export function describeNewest(pinned: string, answer: NpmAnswer): string | undefined;
