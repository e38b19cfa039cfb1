// The surfaces of main that the companion has too: what it says about a running Codex, or of a
// sign-in that it found, is what main says about its own.

export const companionSurfaces: readonly string[] = [
  'src/ui/running/restartPrompts.ts',
  'src/ui/shell/openFolders.ts',
  'src/ui/shell/prompts.ts',
  'src/ui/shell/restartExtensionHost.ts',
  'src/ui/shell/bringAlongFlow.ts',
  'src/ui/shell/vscodePrompts.ts',
  'src/ui/text/foundKindText.ts',
  'src/ui/text/stoppedServerText.ts',
  'src/ui/text/restartWord.ts',
  'src/ui/text/runningText.ts',
];
