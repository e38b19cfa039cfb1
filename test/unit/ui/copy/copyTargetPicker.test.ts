import { describe, expect, it } from 'vitest';
import { AuthError } from '../../../../src/errors/authError.ts';
import { buildSentence } from '../../../../src/errors/sentence.ts';
import { pickCopyTarget, type TargetChoice } from '../../../../src/ui/copy/copyTargetPicker.ts';
import { ScriptedPrompts, type Answer } from '../../../support/scriptedPrompts.ts';

const noDocker: TargetChoice = {
  listSshNames: () => Promise.resolve(['gpu-box']),
  hasDocker: () => Promise.resolve(false),
  listContainers: () => Promise.reject(new TypeError('There is no docker to ask.')),
  findFolder: (path) => Promise.resolve({ kind: 'folder', path }),
};
const docker: TargetChoice = {
  ...noDocker,
  hasDocker: () => Promise.resolve(true),
  listContainers: () => Promise.resolve([{ name: 'web', image: 'node:24' }]),
};

function pick(copy: TargetChoice, ...answers: readonly Answer[]) {
  const prompts = new ScriptedPrompts(...answers);
  return { prompts, picked: pickCopyTarget(copy, prompts) };
}

describe('the choice of the host that gets a copy', () => {
  it('is nothing when it is dismissed', async () => {
    const { picked } = pick(noDocker, 'dismiss');
    expect(await picked).toBeUndefined();
  });

  it('has containers only where docker is', async () => {
    const [without, beside] = [pick(noDocker), pick(docker)];
    await Promise.all([without.picked, beside.picked]);
    expect(without.prompts.shown[0]?.rows).not.toContain('Docker');
    expect(beside.prompts.shown[0]?.rows?.slice(3, 6)).toEqual([
      'Docker',
      '$(package) web',
      '$(add) Another Container…',
    ]);
  });

  it.each<[string, readonly Answer[], unknown]>([
    ['a host by its name', [{ row: 'gpu-box' }], { kind: 'ssh', name: 'gpu-box' }],
    ['a host that is typed', [{ row: 'Another SSH Host' }, { type: 'ada@far' }], { kind: 'ssh', name: 'ada@far' }],
    ['a container that runs', [{ row: 'web' }], { kind: 'docker', container: 'web', user: undefined }],
    [
      'a container that is typed',
      [{ row: 'Another Container' }, { type: 'ada@db' }],
      { kind: 'docker', container: 'db', user: 'ada' },
    ],
    ['the documented ways', [{ row: 'Ways to Sign In' }], 'ways'],
    ['nothing when the typing is dismissed', [{ row: 'Another SSH Host' }, 'dismiss'], undefined],
  ])('is %s', async (_what, answers, target) => {
    expect(await pick(docker, ...answers).picked).toEqual(target);
  });

  it.each(['Another SSH Host', 'Another Container'])('explains a name that cannot be used: %s', async (row) => {
    const { prompts, picked } = pick(docker, { row }, { type: '-oProxyCommand=x' });
    expect(await picked).toBeUndefined();
    expect(prompts.texts.at(-1)).toContain('This is not a name that can be used here');
  });

  it('leaves the hosts beside a docker that does not answer', async () => {
    const down: TargetChoice = {
      ...docker,
      listContainers: () => Promise.reject(new AuthError('tryAgain', buildSentence('copy.dockerDown', {}))),
    };
    const { picked } = pick(down, { row: 'gpu-box' });
    expect(await picked).toEqual({ kind: 'ssh', name: 'gpu-box' });
  });

  it('ends the listing of containers once the choice is made', async () => {
    let listing: AbortSignal | undefined;
    const watched: TargetChoice = {
      ...docker,
      listContainers: (signal) => {
        listing = signal;
        return Promise.resolve([]);
      },
    };
    await pick(watched, 'dismiss').picked;
    expect(listing?.aborted).toBe(true);
  });
});
