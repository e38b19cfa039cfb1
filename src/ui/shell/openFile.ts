import { Uri, commands, window } from 'vscode';

/** Shows a file of this computer in an editor. */
export async function openFile(path: string): Promise<void> {
  await window.showTextDocument(Uri.file(path), { preview: true });
}

/** Shows a folder of this computer in its file manager; in a browser window, in that of the host. */
export async function showFolder(path: string): Promise<void> {
  await commands.executeCommand('revealFileInOS', Uri.file(path));
}

/** Opens VS Code's own settings at one of them. */
export async function openSettings(query: string): Promise<void> {
  await commands.executeCommand('workbench.action.openSettings', `@id:${query}`);
}
