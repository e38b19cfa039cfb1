import { dirname, join } from 'node:path';
import { configLayers, type ConfigLayer, type ConfigTexts, type HomeConfig } from '../../home/ports.ts';
import { isExpected } from '../../errors/authError.ts';
import { decodeUtf8 } from '../../base/bytes.ts';
import { whileAnswering } from '../files/fileSystemTimeout.ts';
import { readRegularFile } from '../files/regularFile.ts';
import { hasCode } from '../files/systemError.ts';

/** What a profile of macOS prescribes for Codex, and for whoever is signed in to the computer. */
export const managedPreferences = '/Library/Managed Preferences/com.openai.codex.plist';

/**
 * The configuration files that can decide about a Home's store, per layer (docs/codex-protocol.md, Configuration
 * layers).
 */
export class ConfigFiles implements HomeConfig {
  readonly userPath: string;
  /** Where each layer is, to be shown; both that a profile of macOS brings are in one file. */
  readonly paths: Readonly<Record<ConfigLayer, string>>;
  readonly #system: string;

  /** On Windows managed defaults are in the Home, everywhere else beside the system's own file. */
  constructor(home: string, systemFolder: string, system = process.platform) {
    this.userPath = join(home, 'config.toml');
    this.#system = system;
    this.paths = {
      system: join(systemFolder, 'config.toml'),
      user: this.userPath,
      managed: join(system === 'win32' ? home : systemFolder, 'managed_config.toml'),
      mdm: managedPreferences,
      requirements: join(systemFolder, 'requirements.toml'),
      mdmRequirements: managedPreferences,
    };
  }

  async readLayers(): Promise<ConfigTexts> {
    const files = configLayers.filter((layer) => this.paths[layer] !== managedPreferences);
    const [profile, ...texts] = await Promise.all([
      this.#system === 'darwin'
        ? import('./managedPreferences.ts').then(({ readManagedPreferences }) => readManagedPreferences())
        : undefined,
      ...files.map(async (layer) => [layer, await readLayer(this.paths[layer])] as const),
    ]);
    return { ...Object.fromEntries(texts), ...profile };
  }
}

/** Where Codex looks for what an admin decided. */
export function locateSystemConfig(environment: NodeJS.ProcessEnv): string {
  return process.platform === 'win32'
    ? join(environment['ProgramData'] ?? 'C:\\ProgramData', 'OpenAI', 'Codex')
    : '/etc/codex';
}

/** What is there and cannot be read stops the CLI too, so it must not pass for an absent file. */
export async function readLayer(path: string): Promise<string | null | undefined> {
  try {
    return await readText(path);
  } catch (failure) {
    if (!isExpected(failure)) {
      throw failure;
    }
    return null;
  }
}

/** The text of a file: undefined where there is none, null where it is no UTF-8 text. */
export async function readText(path: string): Promise<string | null | undefined> {
  try {
    return await whileAnswering(dirname(path), async () => decodeUtf8(await readRegularFile(path)) ?? null);
  } catch (failure) {
    if (hasCode(failure, 'ENOENT')) {
      return undefined;
    }
    throw failure;
  }
}
