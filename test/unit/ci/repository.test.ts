import { describe, expect, it } from 'vitest';
import { CiSystemService, type WhyNotSent } from '../../../src/ci/ciSystemService.ts';
import type { CiProgramEnd, CiProgramFailure, CiProgramRun } from '../../../src/ci/ports.ts';
import { mayHoldAccountFile, parseRepository, type CiRepository } from '../../../src/ci/repository.ts';
import { sayCommand } from '../../../src/ci/secretCommands.ts';
import { Secret } from '../../../src/base/secret.ts';
import { notEnded } from '../../support/fakeClock.ts';

const gh = { nameWithOwner: 'acme/app', visibility: 'PRIVATE', url: 'https://github.com/acme/app' };
const glab = {
  path_with_namespace: 'acme/tools/app',
  visibility: 'internal',
  web_url: 'https://git.acme.eu/acme/tools/app',
};
const onGitHub: CiRepository = {
  program: 'gh',
  name: 'acme/app',
  address: 'github.com/acme/app',
  visibility: 'private',
};
const folder = { path: '/home/ada/app', isTrusted: true };

/** Programs that answer in turn, and what they were given. */
function createPrograms(...ends: readonly CiProgramEnd[]) {
  const runs: CiProgramRun[] = [];
  return {
    runs,
    run: (run: CiProgramRun) => {
      runs.push(run);
      return Promise.resolve(ends[runs.length - 1] ?? ({ kind: 'noProgram' } as const));
    },
  };
}
const done = (printed: unknown): CiProgramEnd => ({ kind: 'done', stdout: JSON.stringify(printed) });

describe('a repository as its program tells of it', () => {
  it.each([
    ['gh' as const, gh, onGitHub],
    ['gh' as const, { ...gh, visibility: 'PUBLIC' }, { ...onGitHub, visibility: 'public' }],
    ['glab' as const, glab, { program: 'glab', name: 'acme/tools/app', address: glab.web_url, visibility: 'internal' }],
    ['gh' as const, { ...gh, visibility: 'SECRET' }, undefined],
    ['gh' as const, { ...gh, nameWithOwner: '--help' }, undefined],
    ['gh' as const, { ...gh, url: 'nowhere' }, undefined],
    ['glab' as const, { ...glab, path_with_namespace: 'a b/c' }, undefined],
    ['glab' as const, gh, undefined],
  ])('%s: %o', (program, printed, told) => {
    expect(parseRepository(program, JSON.stringify(printed))).toEqual(told);
  });

  it('is none when it is no JSON', () => {
    expect(parseRepository('gh', 'no git remotes found')).toBeUndefined();
  });
});

describe('an account file', () => {
  it.each([
    ['private', true],
    ['internal', true],
    ['public', false],
  ] as const)('in a repository that is %s: %s', (visibility, may) => {
    expect(mayHoldAccountFile({ kind: 'known', repository: { ...onGitHub, visibility } })).toBe(may);
  });

  it('is refused where nothing is known', () => {
    expect(mayHoldAccountFile({ kind: 'unknown', why: 'noProgram' })).toBe(false);
  });
});

describe('the look at a repository', () => {
  it('starts nothing in a folder that is not trusted', async () => {
    const programs = createPrograms(done(gh));
    const look = await new CiSystemService(programs).look('github', { ...folder, isTrusted: false }, notEnded);
    expect([look, programs.runs]).toEqual([{ kind: 'unknown', why: 'notTrusted' }, []]);
  });

  it('is by the program of the system, in that folder', async () => {
    const programs = createPrograms(done(gh));
    expect(await new CiSystemService(programs).look('github', folder, notEnded)).toEqual({
      kind: 'known',
      repository: onGitHub,
    });
    expect(programs.runs).toMatchObject([{ program: 'gh', folder: '/home/ada/app', input: undefined }]);
  });

  it('is by either program for a script, and says which obstacle there was', async () => {
    const programs = createPrograms({ kind: 'failed', why: 'notKnown' }, { kind: 'noProgram' });
    expect(await new CiSystemService(programs).look('script', folder, notEnded)).toEqual({
      kind: 'unknown',
      why: 'notAnswered',
    });
    expect(programs.runs.map(({ program }) => program)).toEqual(['gh', 'glab']);
    expect(await new CiSystemService(createPrograms()).look('gitlab', folder, notEnded)).toEqual({
      kind: 'unknown',
      why: 'noProgram',
    });
  });
});

describe('a secret', () => {
  const value = new Secret('sk-of-a-test');
  const key = { name: 'OPENAI_API_KEY', content: 'apiKey', environment: undefined } as const;
  const file = { name: 'CODEX_AUTH_JSON', content: 'accountFile', environment: 'codex' } as const;
  const onGitLab: CiRepository = { ...onGitHub, program: 'glab', address: glab.web_url };

  it('goes over standard input, never among the arguments', async () => {
    const programs = createPrograms(done(''));
    const sent = await new CiSystemService(programs).send(
      { secret: key, value, folder: folder.path },
      onGitHub,
      notEnded,
    );
    expect(sent).toEqual({ kind: 'sent' });
    expect(programs.runs).toMatchObject([
      { args: ['secret', 'set', 'OPENAI_API_KEY', '--repo', 'github.com/acme/app'], input: value },
    ]);
    expect(programs.runs.flatMap(({ args }) => args).join(' ')).not.toContain('sk-');
  });

  it('of an environment has that made first, unless it is there', async () => {
    const there = createPrograms(done(''), done(''));
    await new CiSystemService(there).send({ secret: file, value, folder: folder.path }, onGitHub, notEnded);
    expect(there.runs.map(({ args }) => args.join(' '))).toEqual([
      'api --hostname github.com --silent repos/acme/app/environments/codex',
      'secret set CODEX_AUTH_JSON --repo github.com/acme/app --env codex',
    ]);
    const missing = createPrograms({ kind: 'failed', why: 'notFound' }, done(''), done(''));
    await new CiSystemService(missing).send({ secret: file, value, folder: folder.path }, onGitHub, notEnded);
    expect(missing.runs.map(({ args, input }) => [args[0], args.includes('PUT'), input])).toEqual([
      ['api', false, undefined],
      ['api', true, undefined],
      ['secret', false, value],
    ]);
  });

  it('that GitLab has already is replaced', async () => {
    const programs = createPrograms({ kind: 'failed', why: 'notKnown' }, done(''));
    expect(
      await new CiSystemService(programs).send({ secret: key, value, folder: folder.path }, onGitLab, notEnded),
    ).toEqual({ kind: 'sent' });
    expect(programs.runs.map(({ args }) => [...args.slice(0, 3), args.at(-1)])).toEqual([
      ['variable', 'set', 'OPENAI_API_KEY', '--masked'],
      ['variable', 'update', 'OPENAI_API_KEY', '--masked'],
    ]);
  });

  it.each<[CiProgramEnd, WhyNotSent]>([
    [{ kind: 'failed', why: 'notSignedIn' }, 'notSignedIn'],
    [{ kind: 'noProgram' }, 'noProgram'],
  ])('that did not arrive is told by its kind: %o', async (end, why) => {
    const service = new CiSystemService(createPrograms(end));
    expect(await service.send({ secret: key, value, folder: folder.path }, onGitHub, notEnded)).toEqual({
      kind: 'notSent',
      why,
    });
  });

  it.each<[WhyNotSent, CiProgramFailure, CiProgramFailure]>([
    ['notAllowed', 'notAllowed', 'notFound'],
    ['notKnown', 'notKnown', 'notFound'],
    ['notAllowed', 'notKnown', 'notAllowed'],
    ['notFound', 'notFound', 'notFound'],
  ])(
    'that GitLab neither made nor updated did not arrive for the reason that says more: %s',
    async (why, set, update) => {
      const programs = createPrograms({ kind: 'failed', why: set }, { kind: 'failed', why: update });
      const service = new CiSystemService(programs);
      expect(await service.send({ secret: key, value, folder: folder.path }, onGitLab, notEnded)).toEqual({
        kind: 'notSent',
        why,
      });
    },
  );

  it('can be given by hand with the same command', () => {
    expect(sayCommand(key, onGitHub)).toBe('gh secret set OPENAI_API_KEY --repo github.com/acme/app');
    expect(sayCommand(key, onGitLab)).toBe(
      `glab variable set OPENAI_API_KEY --repo ${glab.web_url} --scope codex --masked`,
    );
    expect(sayCommand(file, onGitLab)).toContain('--type file --protected');
  });
});
