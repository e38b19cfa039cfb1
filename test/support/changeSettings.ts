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
