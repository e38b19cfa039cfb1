import { env } from 'vscode';

/** A day and a time, as the language of VS Code writes them. */
export function dayAndTime(atMs: number): string {
  return new Date(atMs).toLocaleString(env.language, { dateStyle: 'medium', timeStyle: 'short' });
}

/** A time of today. */
export function timeOfDay(atMs: number): string {
  return new Date(atMs).toLocaleTimeString(env.language, { timeStyle: 'short' });
}
