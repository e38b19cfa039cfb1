declare module 'vscode' {
  namespace env {
    /** VS Code takes an address as the string that it is, too; its own types do not say so yet. */
    function openExternal(target: string): Thenable<boolean>;
  }
}
