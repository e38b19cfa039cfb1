import { Uri, window } from 'vscode';

/** Shows a file of this computer in an editor. */
export async function openFile(path: string): Promise<void> {
  await window.showTextDocument(Uri.file(path), { preview: true });
}
