import { readFile, readdir, realpath, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { ProjectFiles, RuleFiles, RuleText } from '../../home/rules/ports.ts';
import { isExpected } from '../../errors/authError.ts';
import { whileAnswering } from '../files/fileSystemTimeout.ts';
import { readBaseRules } from './baseRules.ts';
import { readLayer, type ConfigFiles } from './configFiles.ts';

const profileFile = /^[\w-]+\.config\.toml$/u;

/** Where the CLI keeps the rules that come from the service. */
export function locateCloudCache(home: string): string {
  return join(home, 'cloud-config-bundle-cache.json');
}

/** The files of this computer that sign-in rules are in (docs/codex-protocol.md, Sign-in rules). */
export class NodeRuleFiles implements RuleFiles {
  readonly #home: string;
  readonly #config: ConfigFiles;

  constructor(home: string, config: ConfigFiles) {
    this.#home = home;
    this.#config = config;
  }

  async readBase(): Promise<readonly RuleText[]> {
    return readBaseRules(this.#config);
  }

  async readCloudCache(): Promise<RuleText | undefined> {
    return readRuleText('cloudRequirements', locateCloudCache(this.#home));
  }

  /** They are shown and nothing else: a Home that cannot be listed has none to show. */
  async readProfiles(): Promise<readonly RuleText[]> {
    const names = await whileAnswering(this.#home, () => readdir(this.#home)).catch(ifOfDisk<string[]>([]));
    const texts = await Promise.all(
      names
        .filter((name) => profileFile.test(name))
        .sort()
        .map((name) => readRuleText('profile', join(this.#home, name))),
    );
    return texts.filter((text) => text !== undefined);
  }

  async readProject(folder: string, markers: readonly string[]): Promise<ProjectFiles> {
    const source = { layer: 'project', path: locateProjectConfig(folder) } as const;
    const configs = [{ folder, config: { source, text: null } }];
    return whileAnswering(folder, () => this.#readProject(folder, markers)).catch(
      ifOfDisk<ProjectFiles>({ folder, root: folder, repository: folder, configs }),
    );
  }

  async #readProject(folder: string, markers: readonly string[]): Promise<ProjectFiles> {
    const place = await realpath(folder).catch(() => resolve(folder));
    const chain = listUpwards(place);
    const marked = await Promise.all(chain.map((one) => isMarked(one, markers)));
    const root = chain[marked.indexOf(true)] ?? place;
    const home = await realpath(this.#home).catch(() => this.#home);
    const own = chain.slice(0, chain.indexOf(root) + 1).reverse();
    const configs = await Promise.all(
      own.map(async (one) => {
        const path = locateProjectConfig(one);
        // The Home itself may be in the project: its file is the person's. What is no folder has none.
        const isProjects = dirname(path) !== home && (await isFolder(dirname(path)));
        const config = isProjects ? await readRuleText('project', path) : undefined;
        return config === undefined ? [] : [{ folder: one, config }];
      }),
    );
    return { folder: place, root, repository: await findRepository(root), configs: configs.flat() };
  }
}

function locateProjectConfig(folder: string): string {
  return join(folder, '.codex', 'config.toml');
}

async function readRuleText(layer: RuleText['source']['layer'], path: string): Promise<RuleText | undefined> {
  const text = await readLayer(path);
  return text === undefined ? undefined : { source: { layer, path }, text };
}

function listUpwards(folder: string): readonly string[] {
  const above = dirname(folder);
  return above === folder ? [folder] : [folder, ...listUpwards(above)];
}

/** A folder named `.git` counts once Git has made it; a file with that name is that of a worktree. */
async function isMarked(folder: string, markers: readonly string[]): Promise<boolean> {
  const found = await Promise.all(
    markers.map(async (marker) => {
      const path = join(folder, marker);
      return marker === '.git' && (await isFolder(path)) ? exists(join(path, 'HEAD')) : exists(path);
    }),
  );
  return found.includes(true);
}

/** A linked worktree is trusted with the checkout that it belongs to. */
async function findRepository(root: string): Promise<string> {
  const link = await readFile(join(root, '.git'), 'utf8').catch(() => '');
  const [, folder] = /^gitdir: (.+)[\\/]\.git[\\/]worktrees[\\/][^\\/\n]+\s*$/u.exec(link) ?? [];
  return folder === undefined ? root : resolve(root, folder);
}

async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isDirectory() === true;
}

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined)) !== undefined;
}

/** Also where the disk has said nothing in time. */
function ifOfDisk<Value>(otherwise: Value): (failure: unknown) => Value {
  return (failure) => {
    if (isExpected(failure)) {
      return otherwise;
    }
    throw failure;
  };
}
