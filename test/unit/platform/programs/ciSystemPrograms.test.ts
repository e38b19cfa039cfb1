import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CiSystemPrograms } from '../../../../src/platform/programs/ciSystemPrograms.ts';
import { Cancelled } from '../../../../src/errors/authError.ts';
import { Secret } from '../../../../src/base/secret.ts';
import { notEnded } from '../../../support/fakeClock.ts';
import { createTemporaryFolder } from '../../../support/temporaryFolder.ts';

function writeProgram(path: string, script: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
}

/** A `gh` of the person's that does what `script` says, beside a project. */
function createScene(script: string, more: { readonly path?: string; readonly ended?: AbortSignal } = {}) {
  const root = createTemporaryFolder();
  const project = join(root, 'project');
  mkdirSync(project);
  writeProgram(join(root, 'bin', 'gh'), script);
  const path = more.path === undefined ? join(root, 'bin') : `${join(root, more.path)}:${join(root, 'bin')}`;
  const environment = { PATH: `${path}:/usr/bin:/bin`, HOME: root };
  const programs = new CiSystemPrograms({ environment, workspaceFolders: () => [project] }, more.ended ?? notEnded);
  const run = { program: 'gh', args: ['a b', '$(id)'], folder: project, input: undefined, signal: notEnded } as const;
  return { programs, run, root, project };
}

describe('the program of a CI system', () => {
  it('runs in the project, asks nobody, and gets a secret over its standard input alone', async () => {
    const { programs, run, project } = createScene('pwd; printf "%s|" "$@" "$GH_PROMPT_DISABLED"; cat; env');
    const end = await programs.run({ ...run, input: new Secret('sk-typed') });
    if (end.kind !== 'done') throw new Error(end.kind);
    expect(end.stdout).toContain(`${project}\na b|$(id)|1|sk-typed`);
    expect(end.stdout.match(/sk-typed/gu)).toHaveLength(1);
  });

  it('is none that the project brings along, by whichever way PATH leads there', async () => {
    const scene = createScene('echo mine', { path: 'project/tools' });
    writeProgram(join(scene.project, 'tools', 'gh'), 'echo theirs');
    expect(await scene.programs.run(scene.run)).toEqual({ kind: 'done', stdout: 'mine\n' });
    const linked = createScene('echo mine', { path: 'linked' });
    writeProgram(join(linked.project, 'tools', 'gh'), 'echo theirs');
    symlinkSync(join(linked.project, 'tools'), join(linked.root, 'linked'));
    expect(await linked.programs.run(linked.run)).toEqual({ kind: 'done', stdout: 'mine\n' });
  });

  it('is not there', async () => {
    const { programs, run } = createScene('exit 0');
    expect(await programs.run({ ...run, program: 'glab' })).toEqual({ kind: 'noProgram' });
  });

  it('tells the kind of its failure, and nothing of what it printed', async () => {
    const { programs, run } = createScene('printf "\\n\\033[31mHTTP 404: Not Found\\nmore\\n" >&2; exit 1');
    expect(await programs.run(run)).toEqual({ kind: 'failed', why: 'notFound' });
    const loud = createScene('echo "bad value: $(cat)" >&2; exit 1');
    expect(await loud.programs.run({ ...loud.run, input: new Secret('sk-typed') })).toEqual({
      kind: 'failed',
      why: 'notKnown',
    });
    const signedOut = createScene('exit 4');
    expect(await signedOut.programs.run(signedOut.run)).toEqual({ kind: 'failed', why: 'notSignedIn' });
  });

  it('ends with the click, or with this extension', async () => {
    const person = new AbortController();
    const { programs, run } = createScene('exec sleep 30');
    const running = programs.run({ ...run, signal: person.signal });
    person.abort(new Cancelled());
    await expect(running).rejects.toThrow(Cancelled);
    const gone = new AbortController();
    gone.abort(new Cancelled());
    const over = createScene('echo hi', { ended: gone.signal });
    await expect(over.programs.run(over.run)).rejects.toThrow(Cancelled);
  });
});
