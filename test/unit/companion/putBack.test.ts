import { expect, it } from 'vitest';
import type { PutBackResult } from '../../../companion/hostCommands.ts';
import { putBack } from '../../../companion/putBack.ts';
import { homeError } from '../../../src/errors/authError.ts';
import { ScriptedPrompts } from '../../support/scriptedPrompts.ts';

async function tell(result: PutBackResult | Error): Promise<readonly (string | undefined)[]> {
  const prompts = new ScriptedPrompts();
  const hostCommands = {
    putBack: () => (result instanceof Error ? Promise.reject(result) : Promise.resolve(result)),
  };
  const log = { info: () => undefined, failure: () => undefined };
  await putBack({ host: 'gpu-box', hostCommands, log, prompts }, 'asking');
  return prompts.shown.flatMap(({ severity, text }) => [severity, text]);
}

it.each<readonly [PutBackResult, string, string]>([
  ['done', 'information', 'Codex on gpu-box uses again what it used before.'],
  ['nothingKept', 'information', 'There is nothing to put back on gpu-box'],
  ['changedMeanwhile', 'warning', 'Nothing was put back: try again.'],
  ['untrusted', 'warning', 'a window whose folder you do not trust'],
  ['notKept', 'warning', 'so nothing was put back'],
])('says what came of putting a sign-in back: %s', async (result, severity, words) => {
  expect(await tell(result)).toEqual([severity, expect.stringContaining(words)]);
});

it('says nothing when the person has declined to put a sign-in back', async () => {
  expect(await tell('declined')).toEqual([]);
});

it('names the file that could not be written when a sign-in was to be put back', async () => {
  const path = '/srv/ada/.codex/auth.json';
  expect(await tell(homeError('noPermission', path))).toEqual(['error', expect.stringContaining(path)]);
});
