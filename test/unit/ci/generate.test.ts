import { describe, expect, it } from 'vitest';
import { chooseVersion, parsePrompt, testedVersion, type CiChoice } from '../../../src/ci/choice.ts';
import { generateCi } from '../../../src/ci/generate.ts';
import {
  accessToken,
  apiKeyByAction,
  apiKeyByCommand,
  everyChoice,
  freshAccount,
  persistentAccount,
} from '../../support/ciChoices.ts';

const textOf = (choice: CiChoice): string => generateCi(choice, { hasGitlabFile: false }).text;
const pick = (system: CiChoice['system'], credential: CiChoice['credential'], task = 'prompt'): CiChoice => {
  const found = everyChoice.find(
    ([, choice]) => choice.system === system && choice.credential === credential && choice.task.kind === task,
  );
  if (found === undefined) throw new Error(`No choice of ${system} for ${task}.`);
  return found[1];
};
/** Its steps, each from its dash on. */
const stepsOf = (text: string): readonly string[] => text.split(/\n(?= {6}- )/u).slice(1);

describe('a file for CI', () => {
  it.each(everyChoice)(
    '%s: says what it is, reads only the secrets it names, and knows no other of its words',
    (_, choice) => {
      const { text, secrets, path } = generateCi(choice, { hasGitlabFile: false });
      expect(text).toContain('# Prompts and tool output can hold code and data of this project');
      expect(text).toContain('# Never for untrusted or public environments.');
      expect(text).not.toMatch(/undefined|\[object|\t|[^\n]$/u);
      expect(text.split('\n').filter((line) => line.length > 125)).toEqual([]);
      const named = ['OPENAI_API_KEY', 'CODEX_ACCESS_TOKEN', 'CODEX_AUTH_JSON', 'CODEX_SECRETS_TOKEN'];
      expect(named.filter((name) => text.includes(name))).toEqual(
        named.filter((name) => secrets.some((secret) => secret.name === name)),
      );
      expect(path).toMatch(/^(?:\.github\/workflows\/codex\.yml|\.gitlab-ci\.yml|codex-ci\.sh)$/u);
    },
  );

  it.each(everyChoice)('%s: is the same file every time', (_, choice) => {
    expect(textOf(choice)).toBe(textOf(choice));
  });
});

describe('a workflow of GitHub', () => {
  const workflows = everyChoice.filter(([, { system }]) => system === 'github');

  it.each(workflows)(
    '%s: reads the contents and nothing else, and gives a secret to single steps only',
    (_, choice) => {
      const text = textOf(choice);
      expect(text).toMatch(/\npermissions:\n {2}contents: read\n\n(?! )/u);
      expect(text).not.toContain('pull_request_target');
      expect(text).toContain('persist-credentials: false');
      const [before = ''] = text.split('    steps:\n');
      expect(before).not.toContain('secrets.');
      for (const step of stepsOf(text)) {
        expect(step.match(/secrets\./gu)?.length ?? 0).toBeLessThan(2);
        // What a person from outside can choose the words of is never part of a command.
        expect(step.slice(step.indexOf('run:') + 1)).not.toMatch(/run: \|\n(?:.*\n)*.*\$\{\{/u);
      }
    },
  );

  it.each(workflows.filter(([, { task }]) => task.kind === 'reviewDiff'))('%s: runs for nobody’s fork', (_, choice) => {
    const text = textOf(choice);
    if (choice.credential.kind === 'accountFile') {
      expect(text).not.toContain('pull_request');
      expect(text).toContain("    if: github.event_name == 'schedule' || github.event.repository.private\n");
      expect(text.indexOf('Stop where the repository has become public')).toBeLessThan(text.indexOf('checkout'));
    } else {
      expect(text).toContain('github.event.pull_request.head.repo.full_name == github.repository &&');
      // What was pushed since is not reviewed under the name of what was seen.
      expect(text).toContain('ref: ${{ github.event.pull_request.head.sha }}');
    }
  });

  it('runs an API key by the action, as its last step, with the least rights', () => {
    const steps = stepsOf(textOf(pick('github', apiKeyByAction)));
    expect(steps).toHaveLength(2);
    expect(steps[1]).toContain('uses: openai/codex-action@v1');
    expect(steps[1]).toContain('openai-api-key: ${{ secrets.OPENAI_API_KEY }}');
    expect(steps[1]).toContain('sandbox: read-only\n          safety-strategy: drop-sudo');
    expect(steps[1]).toContain('prompt: |\n            triage open bug reports\n');
  });

  it('gives the action no second stage, which it does not have', () => {
    const text = textOf(pick('github', apiKeyByAction, 'resume'));
    expect(text).not.toContain('codex-action');
    expect(text).toContain("codex exec 'find the flaky tests'\n");
    expect(text).toContain("codex exec resume --last 'fix the worst of them'\n");
  });

  it('has a key and a token in the environment of the one step that runs Codex', () => {
    expect(textOf(pick('github', apiKeyByCommand))).toContain(
      'env:\n          CODEX_API_KEY: ${{ secrets.OPENAI_API_KEY }}\n        run: |\n          codex exec --json',
    );
    expect(textOf(pick('github', accessToken, 'reviewDiff'))).toContain(
      'env:\n          CODEX_ACCESS_TOKEN: ${{ secrets.CODEX_ACCESS_TOKEN }}\n          BASE_SHA: ${{ github.event.pull_request.base.sha }}\n',
    );
  });

  it.each([persistentAccount, freshAccount])('as an account: one stream, kept fresh every week: %o', (credential) => {
    const text = textOf(pick('github', credential));
    expect(text).toContain('concurrency:\n  group: codex-account\n  cancel-in-progress: false\n');
    expect(text).toContain("    - cron: '0 9 * * 1'\n");
    expect(text).toContain("if: github.event_name == 'schedule'\n        run: |\n          codex exec --json");
    expect(text).toContain('if [ ! -s "$CODEX_HOME/auth.json" ]; then\n');
    expect(text).toContain('cli_auth_credentials_store = "file"');
  });

  it('gives the file back whatever became of the run, where the runner does not keep it', () => {
    const { text, secrets } = generateCi(pick('github', freshAccount), { hasGitlabFile: false });
    expect(stepsOf(text).at(-1)).toContain('if: always()');
    expect(stepsOf(text).at(-1)).toContain('gh secret set CODEX_AUTH_JSON --repo "$GITHUB_REPOSITORY" --env codex');
    // Those of the repository would be read before the run before has given its file back.
    expect(text).toContain('    environment: codex\n');
    expect(secrets.map(({ name, environment }) => [name, environment])).toEqual([
      ['CODEX_AUTH_JSON', 'codex'],
      ['CODEX_SECRETS_TOKEN', 'codex'],
    ]);
    const kept = textOf(pick('github', persistentAccount));
    expect(kept).toContain('runs-on: [self-hosted, codex-ci]\n');
    expect(kept).not.toContain('always()');
    expect(kept).not.toContain('environment:');
  });
});

describe('a pipeline of GitLab', () => {
  it('gives the key to the one command, in a job whose environment keeps it from others', () => {
    const text = textOf(pick('gitlab', apiKeyByCommand));
    expect(text).toContain(`CODEX_API_KEY="$OPENAI_API_KEY" codex exec --json 'triage open bug reports'\n`);
    expect(text).toContain('environment:\n    name: codex\n    action: access\n');
    expect(text).not.toMatch(/variables:\n(?: {4}.*\n)*.*KEY/u);
  });

  it('reviews no fork', () => {
    expect(textOf(pick('gitlab', apiKeyByCommand, 'reviewDiff'))).toContain(
      '$CI_MERGE_REQUEST_SOURCE_PROJECT_ID == $CI_PROJECT_ID\n',
    );
  });

  it('as an account: never where the project is public, one at a time, given back afterwards', () => {
    const text = textOf(pick('gitlab', freshAccount, 'reviewDiff'));
    expect(text).toContain('rules:\n    - if: $CI_PROJECT_VISIBILITY == "public"\n      when: never\n');
    expect(text).not.toContain('merge_request');
    expect(text).toContain('resource_group: codex-account\n');
    expect(text).toContain('after_script:\n');
    expect(textOf(pick('gitlab', persistentAccount))).not.toContain('after_script');
  });

  it('stands beside a pipeline that is there already, and says that it has to be included', () => {
    const choice = pick('gitlab', apiKeyByCommand);
    const { path, remarks } = generateCi(choice, { hasGitlabFile: true });
    expect([path, remarks[0]]).toEqual(['.gitlab/codex.yml', 'includeFile']);
    expect(generateCi(choice, { hasGitlabFile: false }).path).toBe('.gitlab-ci.yml');
  });
});

describe('a script', () => {
  it('takes the key out of the environment before anything runs, and gives it to the commands of Codex alone', () => {
    const text = textOf(pick('script', apiKeyByCommand, 'resume'));
    expect(text).toContain('credential=$OPENAI_API_KEY\nunset OPENAI_API_KEY\n');
    expect(text.match(/CODEX_API_KEY="\$credential" codex exec/gu)).toHaveLength(2);
  });

  it('as an account keeps its disk: it has nowhere to give a file back to', () => {
    expect(textOf(pick('script', freshAccount))).toBe(textOf(pick('script', persistentAccount)));
    expect(textOf(pick('script', persistentAccount))).toContain('exec 9> "$CODEX_HOME/ci.lock"\nflock 9\n');
  });
});

describe('a prompt', () => {
  it.each([
    ['', 'empty'],
    ['  ', 'empty'],
    [`say ${'x'.repeat(1000)}`, 'tooLong'],
    ['two\nlines', 'control'],
    ['two\u2028lines', 'control'],
    ['a \u0007 bell', 'control'],
    ['resume', 'oneWord'],
    ['--dangerously-bypass-approvals-and-sandbox now', 'dash'],
    ['say ${{ secrets.OPENAI_API_KEY }}', 'expression'],
  ])('is refused: %j', (typed, problem) => {
    expect(parsePrompt(typed)).toEqual({ kind: 'refused', problem });
  });

  it('is taken as it is, and quoted for the shell', () => {
    const typed = ` say "hi" to $HOME; it's \`here\` `;
    expect(parsePrompt(typed)).toEqual({ kind: 'prompt', prompt: typed.trim() });
    const text = textOf({ ...pick('gitlab', apiKeyByCommand), task: { kind: 'prompt', prompt: typed.trim() } });
    expect(text).toContain(String.raw`codex exec --json 'say "hi" to $HOME; it'\''s ${'`'}here${'`'}'`);
  });
});

describe('the release of the CLI', () => {
  it.each([
    ['0.169.0', '0.169.0'],
    [undefined, testedVersion],
    ['latest; rm -rf /', testedVersion],
  ])('%s is %s', (found, chosen) => {
    expect(chooseVersion(found)).toBe(chosen);
  });
});
