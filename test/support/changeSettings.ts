import { vi } from 'vitest';
import { workspace } from './vscodeWords.ts';

/** Lets a test change the settings of a section, as the person does. @returns what has it happen */
export function listenToSettings(): (section: string) => void {
  const listeners: ((change: { affectsConfiguration(section: string): boolean }) => void)[] = [];
  vi.spyOn(workspace, 'onDidChangeConfiguration').mockImplementation((listener) => {
    listeners.push(listener);
    return { dispose: () => undefined };
  });
  return (section) => {
    for (const listener of listeners) {
      listener({ affectsConfiguration: (name) => name === section });
    }
  };
}

/** What stands in the settings, by whole names; each of them is one that this VS Code knows. */
export function writeSettings(values: Readonly<Record<string, unknown>>): void {
  const find = (section: string, name: string): unknown => values[`${section}.${name}`];
  vi.spyOn(workspace, 'getConfiguration').mockImplementation((section = '') => ({
    get: (name) => find(section, name),
    inspect: (name) => (find(section, name) === undefined ? undefined : { defaultValue: false }),
  }));
}
