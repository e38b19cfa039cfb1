/** Where a Home is, and who said so. */
export interface HomeLocation {
  readonly folder: string;
  readonly source: 'setting' | 'environment' | 'default';
}

/** What decides where the Home is: the setting, `CODEX_HOME`, the person's own folder. */
export interface HomeLocationInput {
  /** The `codexAccounts.codexHome` setting of this machine. */
  readonly setting: string;
  /** `CODEX_HOME` of this process; an empty one counts as unset, as for the CLI. */
  readonly environment: string | undefined;
  readonly userFolder: string;
  readonly isAbsolute: (path: string) => boolean;
  readonly join: (...parts: string[]) => string;
}

/**
 * Setting, else `CODEX_HOME`, else `~/.codex` (docs/codex-protocol.md, Variables). A path that is not absolute does not
 * count.
 */
export function locateHome(input: HomeLocationInput): HomeLocation {
  const setting = expandHome(input.setting.trim(), input);
  if (setting !== '' && input.isAbsolute(setting)) {
    return { folder: setting, source: 'setting' };
  }
  const environment = input.environment?.trim() ?? '';
  if (environment !== '' && input.isAbsolute(environment)) {
    return { folder: environment, source: 'environment' };
  }
  return { folder: input.join(input.userFolder, '.codex'), source: 'default' };
}

function expandHome(path: string, input: HomeLocationInput): string {
  const starts = ['~/', input.join('~', 'x').slice(0, 2)];
  return path === '~' || starts.includes(path.slice(0, 2)) ? input.join(input.userFolder, path.slice(1)) : path;
}
