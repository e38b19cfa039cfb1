import { describe, expect, it } from 'vitest';
import type { ProjectFiles, RuleFiles, RuleLayer, RuleText } from '../../../../src/home/rules/ports.ts';
import { RuleReader } from '../../../../src/home/rules/ruleReader.ts';
import type { RuleSubject } from '../../../../src/home/rules/cloudBundle.ts';

const nowMs = Date.UTC(2026, 10, 21, 4, 0);
const textOf = (layer: RuleLayer, text: string | null, path: string = layer): RuleText => ({
  source: { layer, path },
  text,
});
const method = (value: string): string => `forced_login_method = "${value}"\n`;

interface Given {
  readonly base?: readonly RuleText[];
  readonly cloud?: string;
  readonly profiles?: readonly RuleText[];
  readonly projects?: Readonly<Record<string, Partial<ProjectFiles>>>;
}

function createReader({ base = [], cloud, profiles = [], projects = {} }: Given) {
  const asked: (readonly string[])[] = [];
  const files: RuleFiles = {
    readBase: () => Promise.resolve(base),
    readCloudCache: () =>
      Promise.resolve(cloud === undefined ? undefined : textOf('cloudRequirements', cloud, 'cache')),
    readProfiles: () => Promise.resolve(profiles),
    readProject: (folder, markers) => {
      asked.push(markers);
      const given = projects[folder] ?? {};
      return Promise.resolve({ folder, root: folder, repository: folder, configs: [], ...given });
    },
  };
  const reader = new RuleReader({
    files,
    clock: { nowMs: () => nowMs },
    listFolders: () => Object.keys(projects),
    cloudCachePath: 'cache',
    system: 'linux',
  });
  /** The forced method of each scope that is left, or what is wrong with it. */
  const tell = async (subject?: RuleSubject): Promise<readonly (string | undefined)[]> =>
    (await reader.observe(subject)).scopes.map(({ reading }) =>
      reading.kind === 'rules' ? reading.rules.forcedMethod?.value : `${reading.problem} ${reading.source.path}`,
    );
  return { reader, asked, tell };
}

const trusted = (folder: string, level = 'trusted'): string => `[projects."${folder}"]\ntrust_level = "${level}"\n`;
const own = (folder: string, text: string | null): Partial<ProjectFiles> => ({
  configs: [{ folder, config: textOf('project', text, `${folder}/.codex/config.toml`) }],
});

describe('the rules of a folder that is open', () => {
  it('are those of its project, once it is trusted', async () => {
    const projects = { '/p': own('/p', method('api')) };
    expect(await createReader({ projects }).tell()).toEqual([undefined]);
    const base = [textOf('user', trusted('/p'))];
    expect(await createReader({ base, projects }).tell()).toEqual([undefined, 'api']);
    expect(await createReader({ base: [textOf('user', trusted('/p', 'untrusted'))], projects }).tell()).toEqual([
      undefined,
    ]);
  });

  it.each<readonly [string, Partial<ProjectFiles>]>([
    ['its root', { root: '/r' }],
    ['the checkout of its worktree', { repository: '/r' }],
  ])('are trusted by %s too', async (_name, files) => {
    const projects = { '/r/p': { ...own('/r/p', method('api')), ...files } };
    expect(await createReader({ base: [textOf('user', trusted('/r'))], projects }).tell()).toEqual([undefined, 'api']);
    const both = [textOf('user', `${trusted('/r')}${trusted('/r/p', 'untrusted')}`)];
    expect(await createReader({ base: both, projects }).tell()).toEqual([undefined]);
  });

  it('stand below what an admin manages, and above the person', async () => {
    const projects = { '/p': own('/p', method('api')) };
    const base = [textOf('user', `${method('chatgpt')}${trusted('/p')}`)];
    expect(await createReader({ base, projects }).tell()).toEqual(['chatgpt', 'api']);
    const managed = [...base, textOf('managed', method('chatgpt'))];
    expect(await createReader({ base: managed, projects }).tell()).toEqual(['chatgpt']);
  });

  it('keep Codex from starting there alone where they are no TOML', async () => {
    const projects = { '/p': own('/p', 'x = '), '/q': own('/q', 'x = ') };
    expect(await createReader({ base: [textOf('user', trusted('/p'))], projects }).tell()).toEqual([
      undefined,
      'notToml /p/.codex/config.toml',
    ]);
  });

  it('begin where the strongest layer says, else at Git’s folder', async () => {
    const projects = { '/p': {} };
    const usual = createReader({ projects });
    await usual.reader.observe();
    const base = [textOf('system', 'project_root_markers = ["a"]\n'), textOf('user', 'project_root_markers = []\n')];
    const said = createReader({ base, projects });
    await said.reader.observe();
    expect([usual.asked, said.asked]).toEqual([[['.git']], [[]]]);
  });
});

it('a profile is read on top of the person, and counts for nobody else', async () => {
  const { reader } = createReader({
    base: [textOf('user', method('chatgpt'))],
    profiles: [textOf('profile', method('api'), '/home/ada/.codex/work.config.toml')],
  });
  const { scopes, profiles } = await reader.observe();
  expect([scopes.length, profiles]).toMatchObject([
    1,
    [{ profile: 'work', reading: { rules: { forcedMethod: { value: 'api', source: { layer: 'profile' } } } } }],
  ]);
});

describe('the rules of a company’s cloud', () => {
  const ada: RuleSubject = { userId: 'user-ada', workspaceId: 'workspace-a', plan: 'business' };
  const keep = (over: Readonly<Record<string, unknown>> = {}): string =>
    JSON.stringify({
      signature: 'made-up',
      signed_payload: {
        version: 2,
        expires_at: '2026-11-21T04:30:00Z',
        chatgpt_user_id: 'user-ada',
        account_id: 'workspace-a',
        bundle: {
          config_toml: {
            enterprise_managed: [
              { id: '1', name: 'strong', contents: method('api') },
              { id: '2', name: 'weak', contents: method('chatgpt') },
            ],
          },
          requirements_toml: { enterprise_managed: [] },
        },
        ...over,
      },
    });

  it('count for whom the CLI has kept them, the first fragment over the others, below the person', async () => {
    expect(await createReader({ cloud: keep() }).tell(ada)).toEqual(['api']);
    expect(await createReader({ cloud: keep(), base: [textOf('user', method('chatgpt'))] }).tell(ada)).toEqual([
      'chatgpt',
    ]);
  });

  it('have no say where nobody is named, as with codex login', async () => {
    expect(await createReader({ cloud: keep() }).tell()).toEqual([undefined]);
  });

  it.each<readonly [string, string | undefined, Partial<RuleSubject>, boolean]>([
    ['kept for her', keep(), {}, false],
    ['not there', undefined, {}, true],
    ['kept for somebody else', keep({ chatgpt_user_id: 'user-bea' }), {}, true],
    ['kept for another workspace', keep({ account_id: 'workspace-b' }), {}, true],
    ['too old', keep({ expires_at: '2026-11-21T03:59:59Z' }), {}, true],
    ['no JSON', '{', {}, true],
    ['not asked for on a plan of one person', undefined, { plan: 'plus' }, false],
    ['not asked for on a plan that nobody knows', undefined, { plan: undefined }, false],
  ])('are %s', async (_name, cloud, over, isUnknown) => {
    const { unknown } = await createReader(cloud === undefined ? {} : { cloud }).reader.observe({ ...ada, ...over });
    expect(unknown).toEqual(isUnknown ? { layer: 'cloudRequirements', path: 'cache' } : undefined);
  });
});
