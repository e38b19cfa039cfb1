export function listBenchmarks(folder: string): readonly string[];
export function runBenchmarks(
  names: readonly string[],
  runOne: (name: string) => Promise<number>,
): Promise<readonly string[]>;
