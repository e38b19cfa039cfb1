import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PayerHouse, nameWinner, ownProvider, type Cell } from './payerHouse.ts';

/** One cell for each class of answers; every combination is in whoPays.long.test.ts. */

let house: PayerHouse;

beforeAll(async () => {
  house = await PayerHouse.open();
});
afterAll(async () => {
  await house.close();
});

const all = ['CODEX_API_KEY', 'OPENAI_API_KEY', 'CODEX_ACCESS_TOKEN'];

/** Those that an app-server is asked about too are the ones where its answer is another, or could be. */
const cells: readonly (readonly [string, Cell, 'exec' | 'both'])[] = [
  ['a plan beside OPENAI_API_KEY', { stored: 'chatgpt', variables: ['OPENAI_API_KEY'] }, 'exec'],
  ['a plan beside CODEX_API_KEY', { stored: 'chatgpt', variables: ['CODEX_API_KEY'] }, 'both'],
  ['a plan beside all three', { stored: 'chatgpt', variables: all }, 'both'],
  ['a stored key beside CODEX_ACCESS_TOKEN', { stored: 'apiKey', variables: ['CODEX_ACCESS_TOKEN'] }, 'exec'],
  ['nothing at all', { stored: 'none' }, 'exec'],
  [
    'a provider’s own variable, beside everything',
    { stored: 'chatgpt', variables: [...all, 'OWN_KEY'], ...ownProvider('env_key = "OWN_KEY"') },
    'both',
  ],
  [
    'a provider’s variable that is not there',
    { stored: 'apiKey', variables: all, ...ownProvider('env_key = "OWN_KEY"') },
    'exec',
  ],
  ['a provider without any key', { stored: 'apiKey', variables: all, ...ownProvider('') }, 'exec'],
  ['a provider that takes the sign-in', { stored: 'apiKey', ...ownProvider('requires_openai_auth = true') }, 'exec'],
  [
    'a provider that takes the sign-in, with its own variable',
    { stored: 'chatgpt', variables: ['OWN_KEY'], ...ownProvider('requires_openai_auth = true\nenv_key = "OWN_KEY"') },
    'exec',
  ],
  ['a key of Bedrock for OpenAI', { stored: 'bedrockKey' }, 'exec'],
];

describe('who pays is what the real CLI does with', () => {
  it.each(cells)('%s', async (_name, cell, surfaces) => {
    const foreseen = await house.foresee(cell);
    expect(await house.exec(cell)).toBe(nameWinner(foreseen.exec));
    if (surfaces === 'both') {
      expect(await house.appServer(cell)).toBe(nameWinner(foreseen.ideExtension));
    }
  });
});
