import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  buildPracticeConfig,
  makeRepository,
  practiceEnvironment,
  withProgramFolder,
  withoutCodex,
} from '../../../scripts/practiceHome.mjs';
import { createTemporaryFolder } from '../../support/temporaryFolder.ts';

const url = 'http://127.0.0.1:8650';

describe('the practice Home of npm start', () => {
  it('sends the CLI to the practice issuer and opens the given folders without a question', () => {
    const config = buildPracticeConfig({ url }, ['/tmp/a "quoted" folder', 'C:\\Users\\ada']);
    expect(config).toContain(`chatgpt_base_url = "${url}/backend-api/"\n`);
    expect(config).toContain('[projects."/tmp/a \\"quoted\\" folder"]\ntrust_level = "trusted"\n');
    expect(config).toContain('[projects."C:\\\\Users\\\\ada"]\ntrust_level = "trusted"\n');
  });

  it('trusts no folder unless told to', () => {
    expect(buildPracticeConfig({ url })).not.toContain('projects');
  });

  it('names the authority of the issuer only where it speaks TLS', () => {
    expect(practiceEnvironment({ url })).not.toHaveProperty('CODEX_CA_CERTIFICATE');
    expect(practiceEnvironment({ url, caFile: '/tmp/ca.pem' })).toMatchObject({
      CODEX_CA_CERTIFICATE: '/tmp/ca.pem',
      CODEX_REFRESH_TOKEN_URL_OVERRIDE: `${url}/oauth/token`,
    });
  });

  it('takes nothing over that tells Codex who is signed in', () => {
    const environment = { CODEX_HOME: '/home/ada/.codex', CODEX_ACCESS_TOKEN: 'x', OPENAI_API_KEY: 'x', LANG: 'C' };
    expect(withoutCodex(environment)).toEqual({ LANG: 'C' });
  });

  it.for([
    [{ PATH: '/usr/bin' }, { PATH: `/codex${delimiter}/usr/bin` }],
    [{ Path: 'C:\\Windows' }, { Path: `/codex${delimiter}C:\\Windows` }],
    [{}, { PATH: '/codex' }],
  ] as const)('puts the CLI first on the search path of %o', ([before, after]) => {
    expect(withProgramFolder<Readonly<Record<string, string>>>(before, '/codex')).toEqual(after);
  });

  it('makes a folder a repository and leaves one alone that is', () => {
    const fresh = createTemporaryFolder();
    makeRepository(fresh);
    expect(readFileSync(join(fresh, '.git', 'HEAD'), 'utf8')).toBe('ref: refs/heads/main\n');
    const grown = createTemporaryFolder();
    mkdirSync(join(grown, '.git'));
    writeFileSync(join(grown, '.git', 'HEAD'), 'ref: refs/heads/work\n');
    makeRepository(grown);
    expect(readFileSync(join(grown, '.git', 'HEAD'), 'utf8')).toBe('ref: refs/heads/work\n');
  });
});
