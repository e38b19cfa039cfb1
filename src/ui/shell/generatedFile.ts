import { Uri, WorkspaceEdit, Position, commands, l10n, window, workspace } from 'vscode';

/** @param folder its URI, of whichever file system */
function locate(folder: string, path: string): Uri {
  return Uri.joinPath(Uri.parse(folder, true), ...path.split('/'));
}

/** Whether there is a file already. */
export async function isThere(folder: string, path: string): Promise<boolean> {
  return workspace.fs.stat(locate(folder, path)).then(
    () => true,
    () => false,
  );
}

/**
 * Opens a text that is not saved: as the new file of that name, which saving puts there; where one is already, beside
 * it, as a comparison. Nothing is written.
 */
export async function openGenerated(folder: string, path: string, content: string): Promise<'new' | 'compared'> {
  const place = locate(folder, path);
  if (await isThere(folder, path)) {
    const { languageId } = await workspace.openTextDocument(place);
    const { uri } = await workspace.openTextDocument({ content, language: languageId });
    await commands.executeCommand('vscode.diff', place, uri, l10n.t('{0} ↔ made anew, not saved', path));
    return 'compared';
  }
  const document = await workspace.openTextDocument(place.with({ scheme: 'untitled' }));
  const edit = new WorkspaceEdit();
  edit.insert(document.uri, new Position(0, 0), content);
  await workspace.applyEdit(edit);
  await window.showTextDocument(document, { preview: false });
  return 'new';
}
