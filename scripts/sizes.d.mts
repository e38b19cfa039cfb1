export interface FileSize {
  readonly path: string;
  readonly lines: number;
}

export function measureFiles(root: string, folders: readonly string[]): readonly FileSize[];
export function describeSizes(files: readonly FileSize[]): string;
