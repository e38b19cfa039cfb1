import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readAwsFiles } from '../../../../src/platform/programs/awsFiles.ts';
import { createTemporaryFolder } from '../../../support/temporaryFolder.ts';

describe('the files of AWS', () => {
  it('are read from the person’s folder, whichever of them are there', async () => {
    const home = createTemporaryFolder();
    mkdirSync(join(home, '.aws', 'sso', 'cache'), { recursive: true });
    writeFileSync(join(home, '.aws', 'config'), '[default]\n');
    writeFileSync(join(home, '.aws', 'sso', 'cache', 'a.json'), '{}');
    writeFileSync(join(home, '.aws', 'sso', 'cache', 'notes.txt'), 'no');
    expect(await readAwsFiles(home, {})).toEqual({
      configPath: join(home, '.aws', 'config'),
      config: '[default]\n',
      credentials: undefined,
      ssoCache: ['{}'],
      loginCache: [],
    });
  });

  it('are read where the variables of AWS say', async () => {
    const folder = createTemporaryFolder();
    writeFileSync(join(folder, 'c'), '[default]\nregion = x\n');
    writeFileSync(join(folder, 'keys'), '[keys]\n');
    writeFileSync(join(folder, 'login.json'), '{"a":1}');
    const read = await readAwsFiles('/nowhere', {
      AWS_CONFIG_FILE: join(folder, 'c'),
      AWS_SHARED_CREDENTIALS_FILE: join(folder, 'keys'),
      AWS_LOGIN_CACHE_DIRECTORY: folder,
    });
    expect(read).toMatchObject({ config: '[default]\nregion = x\n', credentials: '[keys]\n', loginCache: ['{"a":1}'] });
  });
});
