import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ConfigFiles, locateSystemConfig } from '../../../../src/platform/home/configFiles.ts';
import { openUserConfig } from '../../../../src/platform/home/homeTextFile.ts';
import { obstacles, unless } from '../../../support/unless.ts';
import { createTemporaryFolder } from '../../../support/temporaryFolder.ts';
import { notEnded } from '../../../support/fakeClock.ts';

function createHarness() {
  const root = createTemporaryFolder();
  const home = join(root, 'codex');
  const system = join(root, 'etc');
  mkdirSync(home);
  mkdirSync(system);
  return { home, system, config: openUserConfig(new ConfigFiles(home, system), notEnded) };
}

describe('the configuration of a Home', () => {
  it('has its managed defaults in the Home on Windows', async () => {
    const { home, system } = createHarness();
    writeFileSync(join(home, 'managed_config.toml'), 'a = 5');
    expect((await new ConfigFiles(home, system, 'win32').readLayers()).managed).toBe('a = 5');
    expect((await new ConfigFiles(home, system, 'linux').readLayers()).managed).toBeUndefined();
  });

  it('is read in its four layers', async () => {
    const { home, system, config } = createHarness();
    expect(await config.readLayers()).toEqual({
      system: undefined,
      user: undefined,
      managed: undefined,
      requirements: undefined,
    });
    writeFileSync(join(system, 'config.toml'), 'a = 1');
    writeFileSync(join(home, 'config.toml'), 'a = 2');
    writeFileSync(join(system, 'managed_config.toml'), 'a = 3');
    writeFileSync(join(system, 'requirements.toml'), 'a = 4');
    expect(await config.readLayers()).toEqual({
      system: 'a = 1',
      user: 'a = 2',
      managed: 'a = 3',
      requirements: 'a = 4',
    });
  });

  it('is null where a layer is there and can not be read', async () => {
    const { home, system, config } = createHarness();
    mkdirSync(join(home, 'config.toml'));
    writeFileSync(join(system, 'config.toml'), Buffer.from('# caf\u00e9\n', 'latin1'));
    writeFileSync(join(system, 'managed_config.toml'), Buffer.from('\uFEFFa = 1\n', 'utf16le'));
    expect(await config.readLayers()).toEqual({ system: null, user: null, managed: null, requirements: undefined });
  });

  it('is null where the disk fails', unless(obstacles.notLinux), async () => {
    const { config } = createHarness();
    // Reading it from its beginning fails with EIO.
    symlinkSync('/proc/self/mem', config.userPath);
    expect(await config.readLayers()).toMatchObject({ user: null });
  });

  it('keeps a byte order mark, and takes a link that leads nowhere for no file, as the CLI does', async () => {
    const { home, system, config } = createHarness();
    symlinkSync(join(home, 'gone.toml'), config.userPath);
    writeFileSync(join(system, 'config.toml'), '\uFEFFa = 1\n');
    expect(await config.readLayers()).toMatchObject({ system: '\uFEFFa = 1\n', user: undefined });
  });

  it('is looked for where the CLI does', () => {
    expect(locateSystemConfig({})).toBe(process.platform === 'win32' ? 'C:\\ProgramData\\OpenAI\\Codex' : '/etc/codex');
  });
});

describe('the person’s own config.toml', () => {
  it('is made for its owner only, with its folder', async () => {
    const { home, system } = createHarness();
    const config = openUserConfig(new ConfigFiles(join(home, 'new'), system), notEnded);
    await config.writeUser('a = 1\n', '');
    expect(readFileSync(config.userPath, 'utf8')).toBe('a = 1\n');
    expect(statSync(config.userPath).mode & 0o777).toBe(0o600);
    expect(statSync(join(home, 'new')).mode & 0o777).toBe(0o700);
  });

  it('keeps its permissions and leaves nothing beside it', async () => {
    const { home, config } = createHarness();
    writeFileSync(config.userPath, 'a = 1\n');
    chmodSync(config.userPath, 0o640);
    await config.writeUser('a = 2\n', 'a = 1\n');
    expect([statSync(config.userPath).mode & 0o777, readdirSync(home)]).toEqual([0o640, ['config.toml']]);
  });

  it('is left alone when somebody else changed it', async () => {
    const { config } = createHarness();
    writeFileSync(config.userPath, 'a = 9\n');
    await expect(config.writeUser('a = 2\n', 'a = 1\n')).rejects.toMatchObject({
      code: 'tryAgain',
      sentence: { messageId: 'store.configChanged', args: { path: config.userPath } },
    });
    expect(readFileSync(config.userPath, 'utf8')).toBe('a = 9\n');
  });

  it('is left alone when it is in another encoding, which is not empty', async () => {
    const { config } = createHarness();
    const bytes = Buffer.from('\uFEFFa = 1\n', 'utf16le');
    writeFileSync(config.userPath, bytes);
    await expect(config.writeUser('a = 2\n', '')).rejects.toMatchObject({
      code: 'fixFile',
      sentence: { messageId: 'store.configNotUnderstood' },
    });
    expect(readFileSync(config.userPath)).toEqual(bytes);
  });

  it('is left alone when it is a link to nothing', async () => {
    const { home, config } = createHarness();
    symlinkSync(join(home, 'gone.toml'), config.userPath);
    await expect(config.writeUser('a = 1\n', '')).rejects.toMatchObject({ reason: 'danglingLink' });
    expect(readdirSync(home)).toEqual(['config.toml']);
  });

  it('goes when it is to be empty again', async () => {
    const { config } = createHarness();
    await config.writeUser('a = 1\n', '');
    await config.writeUser('', 'a = 1\n');
    expect(existsSync(config.userPath)).toBe(false);
  });

  it('stays a link to where the person keeps it, also when it is emptied', async () => {
    const { home, config } = createHarness();
    const target = join(home, 'dotfiles.toml');
    writeFileSync(target, '');
    symlinkSync(target, config.userPath);
    await config.writeUser('a = 1\n', '');
    expect([lstatSync(config.userPath).isSymbolicLink(), readFileSync(target, 'utf8')]).toEqual([true, 'a = 1\n']);
    await config.writeUser('', 'a = 1\n');
    expect([lstatSync(config.userPath).isSymbolicLink(), readFileSync(target, 'utf8')]).toEqual([true, '']);
  });

  it('is not replaced where it can not be read, and says how to fix that', async () => {
    const { config } = createHarness();
    mkdirSync(config.userPath);
    await expect(config.writeUser('a = 2\n', '')).rejects.toMatchObject({
      code: 'fixFile',
      sentence: { messageId: 'home.isFolder', args: { path: config.userPath } },
    });
  });
});
