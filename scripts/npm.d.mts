export function takeFirstLines(output: string): string;
