import { describe, expect, it } from 'vitest';
import { findWhoPays, type CredentialSight } from '../../../../src/billing/whoPays.ts';
import { readModelProvider } from '../../../../src/home/modelProvider.ts';
import { sayPayers, type PayerExtras } from '../../../../src/ui/text/payerText.ts';
import { sortVariables } from '../../../../src/base/variableNames.ts';

interface Given {
  readonly variables?: readonly string[];
  readonly stored?: CredentialSight['stored'];
  readonly config?: string;
  readonly server?: CredentialSight['server'];
  readonly hasOwnCodex?: boolean;
  readonly profiles?: PayerExtras['profiles'];
  readonly shell?: PayerExtras['shell'];
}

async function say({ variables = [], stored = { kind: 'chatgpt', plan: 'plus' }, config = '', ...given }: Given = {}) {
  const environment = sortVariables(Object.fromEntries(variables.map((name) => [name, 'set'])));
  const provider = await readModelProvider({ user: config }, []);
  const sight: CredentialSight = {
    environment,
    terminalEnvironment: environment,
    homeVariables: { filled: [], empty: [] },
    server: given.server ?? { kind: 'absent' },
    stored,
    provider,
  };
  return sayPayers(findWhoPays(sight), provider, {
    hasOwnCodex: given.hasOwnCodex ?? false,
    profiles: given.profiles ?? [],
    shell: given.shell,
  });
}

const own = (fields: string): string => `model_provider = "own"\n[model_providers.own]\n${fields}\n`;
const usual = 'codex in a terminal, codex --no-daemon, codex exec, the Codex extension';

describe('who pays, in words', () => {
  it('is one sentence where all agree, and nothing in the bar where a plan pays', async () => {
    expect(await say()).toEqual({
      short: undefined,
      billedBy: undefined,
      sentences: ['Who pays for Codex here: A ChatGPT plan.'],
      rows: [{ places: usual, payer: 'A ChatGPT plan.', reason: 'It uses the ChatGPT sign-in in the Codex home.' }],
      shell: 'Not looked at: what the start files of a shell set in a terminal.',
    });
  });

  it('has a row for a profile that names another provider', async () => {
    const provider = await readModelProvider({ user: 'model_provider = "amazon-bedrock"' }, []);
    const { rows, sentences } = await say({
      profiles: [{ profile: { name: 'work', provider }, payment: { credential: { kind: 'awsChain' }, payer: 'aws' } }],
    });
    expect(rows.at(-1)).toEqual({
      places: 'codex -p work',
      payer: 'An AWS account.',
      reason:
        'This profile names another provider. Requests are signed with what the AWS configuration of this computer says.',
    });
    expect(sentences).toHaveLength(1);
  });

  it.each<readonly [PayerExtras['shell'], string]>([
    [{ kind: 'noShell' }, 'There is no login shell here that could be asked.'],
    [{ kind: 'noAnswer' }, 'The login shell gave no answer within 5 seconds, so nothing of it is in these rows.'],
    [
      { kind: 'seen', added: [], changed: [], removed: [] },
      'The start files of the login shell change nothing that counts here.',
    ],
    [
      { kind: 'seen', added: ['CODEX_API_KEY'], changed: ['AWS_PROFILE', 'AWS_REGION'], removed: ['OWN_KEY'] },
      'The start files of the login shell were looked at, and are in these rows. They set CODEX_API_KEY. They give AWS_PROFILE, AWS_REGION another value than this VS Code has. They take OWN_KEY away.',
    ],
  ])('says what the login shell does: %j', async (shell, words) => {
    expect((await say({ shell })).shell).toBe(words);
  });

  it('is one for each group where they do not', async () => {
    const { short, sentences } = await say({ variables: ['CODEX_API_KEY'] });
    expect(short).toBe('codex exec: API key');
    expect(sentences).toEqual([
      'Who pays for codex in a terminal, codex --no-daemon, the Codex extension: A ChatGPT plan.',
      'Who pays for codex exec: The OpenAI API account of a key, for each token.',
    ]);
  });

  it('has VS Code’s own Codex where that is on', async () => {
    const { rows, sentences } = await say({ hasOwnCodex: true });
    expect(rows.map(({ places, payer }) => [places, payer])).toEqual([
      [usual, 'A ChatGPT plan.'],
      ['VS Code’s own Codex with a ChatGPT model', 'A ChatGPT plan.'],
      ['VS Code’s own Codex with a Copilot model', 'The Copilot subscription.'],
    ]);
    expect(sentences).toHaveLength(1);
  });

  it.each<readonly [string, Given, string | undefined, string, string]>([
    [
      'a stored key',
      { stored: { kind: 'apiKey' } },
      'API key pays',
      'The OpenAI API account of a key, for each token.',
      'It uses the API key in the Codex home.',
    ],
    [
      'Azure',
      {
        variables: ['AZ'],
        config: own('name = "Azure"\nbase_url = "https://mine.openai.azure.com/openai"\nenv_key = "AZ"'),
      },
      'Azure bills',
      'An Azure subscription.',
      'The model provider own takes its key from AZ. It is sent to mine.openai.azure.com.',
    ],
    [
      'Azure without its key',
      { config: own('name = "Azure"\nenv_key = "AZ"') },
      undefined,
      'Nobody.',
      'Codex stops: the model provider own wants a key in AZ, which is not set.',
    ],
    [
      'Bedrock',
      { config: 'model_provider = "amazon-bedrock"' },
      'AWS bills',
      'An AWS account.',
      'Requests are signed with what the AWS configuration of this computer says.',
    ],
    [
      'a relay with a key of another program',
      { stored: { kind: 'apiKey' }, config: 'openai_base_url = "https://relay.example/v1"' },
      undefined,
      'Whoever has an account at relay.example.',
      'It uses the API key in the Codex home. It is sent to relay.example.',
    ],
    [
      'a local model',
      { config: 'model_provider = "ollama"' },
      undefined,
      'Nobody.',
      'Codex sends no key to the model provider ollama.',
    ],
    ['nobody', { stored: { kind: 'none' } }, undefined, 'Nobody.', 'Codex is not signed in.'],
    [
      'workload identity',
      { variables: ['OPENAI_FEDERATION_RULE_ID'] },
      undefined,
      'Not known.',
      'OPENAI_FEDERATION_RULE_ID selects workload identity; whom that bills is not known here.',
    ],
    [
      'a broken configuration',
      { config: 'model_provider = ' },
      undefined,
      'Nobody.',
      'Codex does not start: its configuration cannot be read.',
    ],
  ])('%s', async (_name, given, short, payer, reason) => {
    const said = await say(given);
    expect([said.short, said.rows.at(-1)]).toEqual([short, { places: usual, payer, reason }]);
  });

  it('says why it is not known, and a key all the same', async () => {
    const server = { kind: 'running', variables: undefined, stored: { kind: 'apiKey' } } as const;
    const { short, rows } = await say({ server, stored: { kind: 'apiKey' } });
    expect(short).toBe('API key pays');
    expect(rows[0]).toMatchObject({ places: 'codex in a terminal', payer: 'Not known.' });
    expect(rows[0]?.reason).toContain('A background server of Codex runs here.');
  });

  it('cleans names that come from files', async () => {
    const { rows } = await say({ config: 'model_provider = "a\\u202Eb"' });
    expect(rows[0]?.reason).toBe('Codex does not start: its configuration has no model provider a b.');
  });
});
