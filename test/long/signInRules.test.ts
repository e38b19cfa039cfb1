import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RuleHouse, apiKey, bedrockKey, chatgptOf, type RuleSet } from '../interop/ruleHouse.ts';
import { obstacles, unless } from '../support/unless.ts';
import { ensureCodex } from '../../scripts/tools.mjs';

type Layer = Exclude<keyof RuleSet, 'requirements'>;

const layers: readonly Layer[] = ['system', 'user', 'project', 'managed'];
const values = ['"api"', '"chatgpt"', '"other"'].map((value) => `forced_login_method = ${value}\n`);
const workspaces = ['"workspace-a"', '["b", " "]', '""', '"a,b"'].map(
  (value) => `forced_chatgpt_workspace_id = ${value}\n`,
);

/** Each rule in each layer, and each method over each other one in the next layer. */
const configurations: readonly RuleSet[] = [
  {},
  ...layers.flatMap((layer) => [...values, ...workspaces].map((text) => ({ [layer]: text }))),
  ...layers
    .slice(1)
    .flatMap((layer, at) =>
      values.flatMap((weak) => values.map((strong) => ({ [layers[at] ?? layer]: weak, [layer]: strong }))),
    ),
];

const requirements: readonly (string | undefined)[] = [
  undefined,
  'allowed_login_methods = ["api"]\n',
  'allowed_login_methods = ["chatgpt"]\n',
  'allowed_login_methods = []\n',
  'allowed_chatgpt_workspaces = [" workspace-a "]\n',
  'allowed_chatgpt_workspaces = [""]\n',
  'allowed_chatgpt_workspaces = "workspace-a"\n',
];

const signIns = {
  ChatGPT: chatgptOf('workspace-a'),
  'ChatGPT after a switch of workspaces': chatgptOf('b', { claimed: 'workspace-a' }),
  'an API key': apiKey,
  'a key of Bedrock': bedrockKey,
};

let house: RuleHouse;
beforeAll(async () => {
  await ensureCodex();
  house = await RuleHouse.open();
});
afterAll(async () => {
  process.stdout.write(`sign-in rules, the full matrix: ${String(house.cells)} verdicts of the real CLI compared\n`);
  await house.close();
});

describe('every sign-in rule in every layer is judged as the real CLI does', unless(obstacles.notRoot), () => {
  it.for(requirements)('under the requirements %s', async (required) => {
    const wrong: string[] = [];
    for (const configuration of configurations) {
      const rules = { ...configuration, ...(required === undefined ? {} : { requirements: required }) };
      house.prescribe(rules);
      for (const [name, signIn] of Object.entries(signIns)) {
        const [theirs, ours] = await house.status(signIn);
        if (theirs !== ours) wrong.push(`${JSON.stringify(rules)} with ${name}: ${theirs}, and we say ${ours}`);
      }
    }
    expect(wrong).toEqual([]);
  });
});
