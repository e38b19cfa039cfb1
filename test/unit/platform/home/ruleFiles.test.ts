import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { whileAnswering } from '../../../../src/platform/files/fileSystemTimeout.ts';
import { ConfigFiles } from '../../../../src/platform/home/configFiles.ts';
import { NodeRuleFiles } from '../../../../src/platform/home/ruleFiles.ts';
import { createFakeClock } from '../../../support/fakeClock.ts';
import { createTemporaryFolder } from '../../../support/temporaryFolder.ts';

function createHarness() {
  const root = createTemporaryFolder();
  const [home, system] = [join(root, 'codex'), join(root, 'etc')];
  for (const folder of [home, system]) mkdirSync(folder);
  const put = (path: string, text = ''): void => {
    mkdirSync(join(root, path, '..'), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  const files = new NodeRuleFiles(home, new ConfigFiles(home, system));
  /** The project of a folder, with its paths as they are below the root. */
  const project = async (folder: string, markers = ['.git']) => {
    const found = await files.readProject(join(root, folder), markers);
    const tell = (path: string): string => path.replace(root, '').slice(1);
    return {
      folder: tell(found.folder),
      root: tell(found.root),
      repository: tell(found.repository),
      configs: found.configs.map(({ folder: of, config }) => [tell(of), config.text]),
    };
  };
  return { root, home, system, files, put, project };
}

describe('the files of sign-in rules', () => {
  it('are those of each layer that is there, with where it stands', async () => {
    const { files, home, system, put } = createHarness();
    expect([await files.readBase(), await files.readProfiles(), await files.readCloudCache()]).toEqual([
      [],
      [],
      undefined,
    ]);
    put('codex/config.toml', 'a = 1');
    put('etc/requirements.toml', 'a = 2');
    put('codex/work.config.toml', 'a = 3');
    put('codex/not a profile.config.toml', 'a = 4');
    put('codex/cloud-config-bundle-cache.json', '{}');
    expect(await files.readBase()).toEqual([
      { source: { layer: 'user', path: join(home, 'config.toml') }, text: 'a = 1' },
      { source: { layer: 'requirements', path: join(system, 'requirements.toml') }, text: 'a = 2' },
    ]);
    expect(await files.readProfiles()).toMatchObject([{ source: { layer: 'profile' }, text: 'a = 3' }]);
    expect(await files.readCloudCache()).toMatchObject({ text: '{}' });
  });

  it('are none where the Home is not there', async () => {
    const { system, root } = createHarness();
    const files = new NodeRuleFiles(join(root, 'nowhere'), new ConfigFiles(join(root, 'nowhere'), system));
    expect([await files.readBase(), await files.readProfiles()]).toEqual([[], []]);
  });

  it('are read as far as they can be where the Home cannot be listed', async () => {
    const { system, root } = createHarness();
    const home = join(root, 'loop');
    symlinkSync(home, home);
    const files = new NodeRuleFiles(home, new ConfigFiles(home, system));
    expect(await files.readProfiles()).toEqual([]);
    expect(await files.readBase()).toMatchObject([{ source: { layer: 'user' }, text: null }]);
  });

  it('are read as far as they can be where a share does not answer', async () => {
    const { files, home, put } = createHarness();
    put('codex/work.config.toml', 'a = 3');
    const [clock, begun, call] = [
      createFakeClock(),
      Promise.withResolvers<undefined>(),
      Promise.withResolvers<undefined>(),
    ];
    const work = (): Promise<undefined> => {
      begun.resolve(undefined);
      return call.promise;
    };
    const hanging = whileAnswering(home, work, { clock }).catch(() => undefined);
    await begun.promise;
    await clock.advance(10_000);
    await hanging;
    expect(await files.readProfiles()).toEqual([]);
    expect((await files.readProject(home, [])).configs).toMatchObject([{ config: { text: null } }]);
    call.resolve(undefined);
  });
});

describe('the files of a project', () => {
  it('are those from its root down to the folder, the nearest last', async () => {
    const { put, project } = createHarness();
    put('.codex/config.toml', 'above');
    put('p/.git/HEAD');
    put('p/.codex/config.toml', 'root');
    put('p/a/b/.codex/config.toml', 'near');
    expect(await project('p/a/b')).toEqual({
      folder: 'p/a/b',
      root: 'p',
      repository: 'p',
      configs: [
        ['p', 'root'],
        ['p/a/b', 'near'],
      ],
    });
  });

  it('are those of the folder alone where Git never made one, or nothing marks a root', async () => {
    const { put, project, root } = createHarness();
    mkdirSync(join(root, 'p', '.git'), { recursive: true });
    put('p/.codex/config.toml', 'root');
    put('p/a/.codex/config.toml', 'near');
    expect(await project('p/a')).toMatchObject({ root: 'p/a', configs: [['p/a', 'near']] });
    put('p/.git/HEAD');
    expect(await project('p/a', [])).toMatchObject({ root: 'p/a' });
    put('p/marker');
    expect(await project('p/a', ['marker'])).toMatchObject({ root: 'p' });
  });

  it('are of a worktree, which belongs to its checkout', async () => {
    const { put, project, root } = createHarness();
    put('w/.git', `gitdir: ${root}/p/.git/worktrees/w\n`);
    put('w/.codex/config.toml', 'here');
    expect(await project('w')).toEqual({ folder: 'w', root: 'w', repository: 'p', configs: [['w', 'here']] });
  });

  it('are found through a link, by the real folder', async () => {
    const { put, project, root } = createHarness();
    put('real/.codex/config.toml', 'here');
    symlinkSync(join(root, 'real'), join(root, 'link'));
    expect(await project('link')).toMatchObject({ folder: 'real', configs: [['real', 'here']] });
  });

  it('are none where a file stands in the place of their folder', async () => {
    const { put, project } = createHarness();
    put('p/.git/HEAD');
    put('p/.codex', 'a note');
    put('p/a/.codex/config.toml', 'near');
    expect((await project('p/a')).configs).toEqual([['p/a', 'near']]);
  });

  it('are not those of the Home that stands in it, and say what cannot be read', async () => {
    const { root, put, system } = createHarness();
    put('u/.codex/config.toml', 'of the person');
    const home = join(root, 'u', '.codex');
    const files = new NodeRuleFiles(home, new ConfigFiles(home, system));
    expect((await files.readProject(join(root, 'u'), [])).configs).toEqual([]);
    mkdirSync(join(root, 'v', '.codex', 'config.toml'), { recursive: true });
    expect((await files.readProject(join(root, 'v'), [])).configs).toMatchObject([{ config: { text: null } }]);
  });
});
