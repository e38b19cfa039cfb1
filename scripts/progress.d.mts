export function say(text: string): void;
export function secondsSince(atMs: number): string;
