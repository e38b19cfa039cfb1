import { once } from 'node:events';
import { createServer } from 'node:http';
import { writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureCodex } from '../../scripts/tools.mjs';
import { judgeSignIn } from '../../src/home/rules/judgeSignIn.ts';
import { RuleReader } from '../../src/home/rules/ruleReader.ts';
import { ConfigFiles } from '../../src/platform/home/configFiles.ts';
import { NodeRuleFiles, locateCloudCache } from '../../src/platform/home/ruleFiles.ts';
import { makeCodexHome, runCodex } from '../interop/codexCli.ts';
import { chatgptOf } from '../interop/ruleHouse.ts';

const method = (value: string): string => `forced_login_method = "${value}"\n`;
const ada = chatgptOf('workspace-a', { plan: 'business' });
const list = (texts: readonly string[]) => ({
  enterprise_managed: texts.map((contents, at) => ({ id: String(at), name: `part ${String(at)}`, contents })),
});

const prescribed = { config_toml: list([]), requirements_toml: list([]) };
const cloud = createServer((request, response) => {
  response.statusCode = request.url?.endsWith('/wham/config/bundle') === true ? 200 : 404;
  response.setHeader('content-type', 'application/json').end(JSON.stringify(prescribed));
});
let backend = '';

beforeAll(async () => {
  await ensureCodex();
  cloud.listen(0, '127.0.0.1');
  await once(cloud, 'listening');
  const address = cloud.address();
  backend = `http://127.0.0.1:${String(typeof address === 'object' ? address?.port : '')}/backend-api/`;
});
afterAll(() => {
  cloud.close();
});

describe('what the CLI keeps of the cloud’s rules is judged as it does', () => {
  it.for<readonly [string, readonly string[], readonly string[], string, 'deleted' | 'kept']>([
    ['a method', [method('api')], [], '', 'deleted'],
    ['a method, by the first of two', [method('api'), method('chatgpt')], [], '', 'deleted'],
    ['another method, by the first of two', [method('chatgpt'), method('api')], [], '', 'kept'],
    ['a method, and the person has another', [method('api')], [], method('chatgpt'), 'kept'],
    ['requirements', [], ['allowed_login_methods = ["api"]\n'], '', 'kept'],
  ])('%s', async ([, config, requirements, user, expected]) => {
    prescribed.config_toml = list(config);
    prescribed.requirements_toml = list(requirements);
    const home = await makeCodexHome(`chatgpt_base_url = "${backend}"\n${user}`);
    try {
      await writeFile(home.authFile, ada.document, { mode: 0o600 });
      const over = new AbortController();
      await runCodex({
        home,
        args: ['exec', '--skip-git-repo-check', 'hello'],
        signal: over.signal,
        onOutput: (text) => {
          if (text.includes('session id:')) over.abort();
        },
      });
      const reader = new RuleReader({
        files: new NodeRuleFiles(home.path, new ConfigFiles(home.path, '/none')),
        clock: { nowMs: () => Date.now() },
        listFolders: () => [],
        cloudCachePath: locateCloudCache(home.path),
        system: process.platform,
      });
      const subject = { userId: 'user-ada', workspaceId: 'workspace-a', plan: 'business' };
      const { scopes, unknown } = await reader.observe(subject);
      const verdict = judgeSignIn(scopes[0].reading, ada);
      const ours = verdict.kind === 'refused' && verdict.consequence === 'signsOut' ? 'deleted' : 'kept';
      const theirs = (await home.readAuth()) === undefined ? 'deleted' : 'kept';
      expect([unknown, theirs, ours]).toEqual([undefined, expected, expected]);
      expect(verdict.kind).toBe(expected === 'deleted' || requirements.length > 0 ? 'refused' : 'allowed');
    } finally {
      await home.remove();
    }
  });
});
