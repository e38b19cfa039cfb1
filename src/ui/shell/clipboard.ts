import { env } from 'vscode';

/** The clipboard of the window. */
export interface Clipboard {
  readText(): Promise<string>;
  writeText(text: string): Promise<void>;
}

export const vscodeClipboard: Clipboard = {
  readText: async () => env.clipboard.readText(),
  writeText: async (text) => {
    await env.clipboard.writeText(text);
  },
};
