import { describe, expect, it } from 'vitest';
import { foreseeReach } from '../../../src/window/callbackReach.ts';
import { findRemote, type HostFacts, type HostSituation } from '../../../src/window/hostSituation.ts';
import { codeServerFacts, situationOf } from '../../support/situations.ts';

const there = { side: 'workspace', hostName: 'far' } as const;
const web = { ...there, window: 'web', appHost: 'server-distro' } as const;
const chosen = { ...there, wantedSide: 'workspace' } as const;

/** Where the window runs, the facts of it, and: kind, window, side, the remote that is not ours, our machine, how a browser reaches us. */
const rows: readonly (readonly [string, Partial<HostFacts>, string])[] = [
  ['a desktop', {}, 'local desktop ui - - direct'],
  ['a desktop whose setting speaks of remotes', { wantedSide: 'ui' }, 'local desktop ui - - direct'],
  ['a desktop inside WSL', { seesWsl: true }, 'local desktop ui - - forwarded'],
  ['Windows with Codex in WSL', { platform: 'win32', wantsCodexInWsl: true }, 'local desktop ui - - direct'],
  ['Remote-SSH', { remoteName: 'ssh-remote' }, 'ssh desktop ui ssh-remote - direct'],
  [
    'Remote-SSH, moved there by the setting',
    { remoteName: 'ssh-remote', ...chosen },
    'ssh desktop workspace - far forwarded',
  ],
  ['Remote-SSH, installed only there', { remoteName: 'ssh-remote', ...there }, 'ssh desktop workspace - far forwarded'],
  ['WSL', { remoteName: 'wsl', platform: 'win32' }, 'wsl desktop ui wsl - direct'],
  ['WSL, moved there', { remoteName: 'wsl', seesWsl: true, ...chosen }, 'wsl desktop workspace - far forwarded'],
  ['a dev container', { remoteName: 'dev-container' }, 'container desktop ui dev-container - direct'],
  [
    'a dev container, moved there',
    { remoteName: 'dev-container', seesContainer: true, ...chosen },
    'container desktop workspace - far forwarded',
  ],
  ['an attached container', { remoteName: 'attached-container' }, 'container desktop ui attached-container - direct'],
  [
    'an attached container, moved there',
    { remoteName: 'attached-container', ...chosen },
    'container desktop workspace - far forwarded',
  ],
  ['a container of a cluster', { remoteName: 'k8s-container' }, 'container desktop ui k8s-container - direct'],
  ['a Codespace on the desktop', { remoteName: 'codespaces' }, 'codespaces desktop ui codespaces - direct'],
  [
    'a Codespace on the desktop, moved there',
    { remoteName: 'codespaces', seesCodespaces: true, ...chosen },
    'codespaces desktop workspace - far forwarded',
  ],
  [
    'a Codespace in the browser',
    { ...web, remoteName: 'codespaces', appHost: 'codespaces', seesCodespaces: true },
    'codespaces web workspace - far elsewhere',
  ],
  ['a tunnel', { remoteName: 'tunnel' }, 'tunnel desktop ui tunnel - direct'],
  ['a tunnel, moved there', { remoteName: 'tunnel', ...chosen }, 'tunnel desktop workspace - far elsewhere'],
  [
    'a tunnel in the browser',
    { ...web, remoteName: 'tunnel', appHost: 'vscode.dev' },
    'tunnel web workspace - far elsewhere',
  ],
  ['code-server', codeServerFacts, 'codeServer web workspace - buildbox elsewhere'],
  [
    'code-server under a release of another embedder',
    { ...codeServerFacts, appHost: 'web' },
    'codeServer web workspace - buildbox elsewhere',
  ],
  ['serve-web', { ...web, remoteName: '127.0.0.1:8000' }, 'serveWeb web workspace - far elsewhere'],
  [
    'another server',
    { ...web, remoteName: 'ide.example.com', appHost: 'somebody' },
    'otherServer web workspace - far elsewhere',
  ],
  ['another remote', { remoteName: 'new-remote' }, 'otherRemote desktop ui new-remote - direct'],
  [
    'another remote, moved there',
    { remoteName: 'new-remote', ...chosen },
    'otherRemote desktop workspace - far forwarded',
  ],
];

function tell(situation: HostSituation): string {
  const { kind, window, side, machine = '-' } = situation;
  return [kind, window, side, findRemote(situation) ?? '-', machine, foreseeReach(situation)].join(' ');
}

describe('where am I', () => {
  it.each(rows)('%s', (_name, facts, told) => {
    expect(tell(situationOf(facts))).toBe(told);
  });

  it('knows that Codex runs in WSL only on Windows', () => {
    const isCodexInWsl = (facts: Partial<HostFacts>): boolean => {
      const situation = situationOf({ wantsCodexInWsl: true, ...facts });
      return situation.kind === 'local' && situation.isCodexInWsl;
    };
    expect([isCodexInWsl({ platform: 'win32' }), isCodexInWsl({ platform: 'darwin' })]).toEqual([true, false]);
    expect(isCodexInWsl({ platform: 'win32', remoteName: 'wsl' })).toBe(false);
  });

  it('tells a side that the person chose from one that only is so', () => {
    const ssh = { remoteName: 'ssh-remote' };
    expect(situationOf({ ...ssh, ...chosen }).isSideChosen).toBe(true);
    expect(situationOf({ ...ssh, ...there }).isSideChosen).toBe(false);
    expect(situationOf({ ...ssh, wantedSide: 'workspace' }).isSideChosen).toBe(false);
    expect(situationOf({ wantedSide: 'ui' }).isSideChosen).toBe(false);
  });

  it.each([
    ['a dev container', { remoteName: 'dev-container', ...there }, true],
    ['a Codespace', { ...web, remoteName: 'codespaces' }, true],
    ['code-server in a Codespace', { ...codeServerFacts, seesCodespaces: true }, true],
    ['code-server in a dev container', { ...codeServerFacts, seesContainer: true }, true],
    ['an SSH session into a dev container', { remoteName: 'ssh-remote', ...there, seesContainer: true }, true],
    ['code-server on a machine', codeServerFacts, false],
    ['the desktop beside a dev container', { remoteName: 'dev-container' }, false],
  ] as const)('knows whether a rebuild empties the machine we run on: %s', (_name, facts, isRebuilt) => {
    expect(situationOf(facts).isRebuilt).toBe(isRebuilt);
  });
});
