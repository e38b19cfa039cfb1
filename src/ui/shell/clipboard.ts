import { env } from 'vscode';

/** The clipboard of the window, to write to. */
export interface Clipboard {
  writeText(text: string): Promise<void>;
}

export const vscodeClipboard: Clipboard = {
  writeText: async (text) => {
    await env.clipboard.writeText(text);
  },
};
