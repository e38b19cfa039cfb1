import { execFileSync } from 'node:child_process';
import { beforeAll, describe, expect, it } from 'vitest';
import { generateCi } from '../../src/ci/generate.ts';
import { everyChoice } from '../support/ciChoices.ts';
import { loadWorkflowReader, type WorkflowReader } from '../support/workflowReader.ts';
import { readGithubJob, readGitlabJob } from './ciJobs.ts';

let reader: WorkflowReader;

beforeAll(async () => {
  reader = await loadWorkflowReader();
});

const filesOf = (system: string) =>
  everyChoice
    .filter(([, choice]) => choice.system === system)
    .map(([name, choice]) => [name, generateCi(choice, { hasGitlabFile: false }).text] as const);

/** Our own runner's label, which a repository tells actionlint of in its configuration. */
const ownLabel = /label "codex-ci" is unknown/u;

/** What `sh -n` says of a script; nothing when it is one. */
function checkShell(script: string): string {
  return execFileSync('/bin/sh', ['-n'], { input: script, encoding: 'utf8' });
}

describe('actionlint', () => {
  it.each(filesOf('github'))('has nothing against %s', (_, text) => {
    expect(reader.lint(text).filter((finding) => !ownLabel.test(finding))).toEqual([]);
    for (const { run } of readGithubJob(reader, text).steps) {
      expect(checkShell(run ?? '')).toBe('');
    }
  });

  it('would find a word of a stranger in a command, and a key that GitHub does not know', () => {
    const [, text = ''] = filesOf('github').find(([name]) => name.includes('by command: prompt')) ?? [];
    expect(reader.lint(text.replace('triage', '${{ github.event.pull_request.title }}'))).toMatchObject([
      expect.stringContaining('potentially untrusted'),
    ]);
    expect(reader.lint(text.replace('timeout-minutes', 'timeout'))).toHaveLength(1);
  });
});

describe('a pipeline of GitLab', () => {
  it.each(filesOf('gitlab'))('is YAML with one job, whose scripts are shell: %s', (_, text) => {
    const { script, after_script: after = [] } = readGitlabJob(reader, text);
    for (const lines of [...script, ...after]) {
      expect(checkShell(lines)).toBe('');
    }
    expect(() => reader.parse(`${text}codex:\n  script: twice\n`)).toThrow();
  });
});

describe('a script', () => {
  it.each(filesOf('script'))('is shell: %s', (_, text) => {
    expect(checkShell(text)).toBe('');
  });
});

describe('the action', () => {
  /** Of its action.yml of November 2026; it refuses no other, and does nothing with one. */
  const inputs = ['openai-api-key', 'codex-version', 'sandbox', 'safety-strategy', 'prompt'];

  it.each(filesOf('github').filter(([, text]) => text.includes('codex-action')))(
    'gets inputs that it has: %s',
    (_, text) => {
      const step = readGithubJob(reader, text).steps.at(-1);
      expect(step?.uses).toBe('openai/codex-action@v1');
      expect(Object.keys(step?.with ?? {})).toEqual(inputs);
    },
  );
});
