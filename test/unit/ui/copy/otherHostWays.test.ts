import { describe, expect, it } from 'vitest';
import { buildWaysPage, listWays, nameForShell } from '../../../../src/ui/copy/otherHostWays.ts';

describe('the documented ways', () => {
  const authFile = '~/.codex/auth.json';
  const page = buildWaysPage(authFile);

  it('stand in the order of the documentation, with its commands', () => {
    expect(listWays(authFile).map(({ command }) => command.split('\n'))).toEqual([
      ['codex login --device-auth'],
      ["ssh user@remote 'mkdir -p ~/.codex'", 'scp ~/.codex/auth.json user@remote:~/.codex/auth.json'],
      ["ssh user@remote 'mkdir -p ~/.codex && cat > ~/.codex/auth.json' < ~/.codex/auth.json"],
      [
        'CONTAINER_HOME=$(docker exec MY_CONTAINER printenv HOME)',
        'docker exec MY_CONTAINER mkdir -p "$CONTAINER_HOME/.codex"',
        'docker cp ~/.codex/auth.json MY_CONTAINER:"$CONTAINER_HOME/.codex/auth.json"',
      ],
      ['ssh -L 1455:localhost:1455 user@remote'],
    ]);
  });

  it('copy the file of the home that Codex on this computer uses', () => {
    const commands = listWays(nameForShell('/srv/my codex/auth.json', '/home/ada'))
      .map(({ command }) => command)
      .join('\n');
    expect(commands.match(/'\/srv\/my codex\/auth\.json'/gu)).toHaveLength(3);
    expect(commands).not.toMatch(/(?:scp|<|docker cp) ~/u);
    expect(buildWaysPage('/srv/codex/auth.json')).toContain('scp /srv/codex/auth.json user@remote:~/.codex/auth.json');
  });

  it.each([
    ['/home/ada/.codex/auth.json', '/home/ada', '~/.codex/auth.json'],
    ['/home/ada/my codex/auth.json', '/home/ada', `~/'my codex/auth.json'`],
    ['/srv/codex/auth.json', '/srv/cod', '/srv/codex/auth.json'],
    [`/srv/ada's $HOME/auth.json`, '/home/ada', `'/srv/ada'\\''s $HOME/auth.json'`],
    ['/srv/codex/auth.json', undefined, '/srv/codex/auth.json'],
    ['/srv/codex/auth.json', '', '/srv/codex/auth.json'],
    ['C:\\Users\\ada\\my codex\\auth.json', 'C:\\Users\\ada', '"C:\\Users\\ada\\my codex\\auth.json"'],
  ])('name the file as a shell takes it: %s', (path, userFolder, named) => {
    expect(nameForShell(path, userFolder)).toBe(named);
  });

  it('name their conditions', () => {
    const scp = chapter(page, '2. Copy the file with scp');
    expect(scp).toContain(
      'First run “codex login” on this computer, where the browser reaches localhost:1455, and check that auth.json is in its Codex home.',
    );
    expect(scp).toContain('It does not work while the sign-in is in the OS keyring: choose the store “file” first.');
    expect(scp).toContain(
      'auth.json is not tied to a host: a copy works on another one. A copy is for one machine at a time',
    );
    expect(chapter(page, '2. Copy the file into a container')).toContain('MY_CONTAINER is the container’s name or id');
    const forward = chapter(page, '3. Forward the callback');
    expect(forward).toContain('Where ports can be forwarded to this computer.');
    expect(forward).toContain('the forwarding begins before the sign-in');
  });

  it('say beside every “codex login” that it revokes, in the rows and on the page', () => {
    expect(
      listWays(authFile)
        .filter(({ command }) => command.includes('codex login'))
        .every(({ isRevoking }) => isRevoking),
    ).toBe(true);
    const chapters = page.split(/^## /mu).filter((one) => one.includes('codex login'));
    expect(chapters).toHaveLength(3);
    expect(chapters.filter((one) => !one.includes('revokes the sign-in'))).toEqual([]);
  });

  it('keep both where documents disagree on which is the easiest', () => {
    expect(page).toMatch(
      /put the device code first.* \*\(\[learn\.chatgpt\.com\/docs\/auth\]\(https:\/\/learn\.chatgpt\.com\/docs\/auth\), as of 2026-08\)\*/u,
    );
    expect(page).toMatch(
      /An earlier page calls copying the file likely the easiest way\. \*\(\[github\.com\/openai\/codex\/docs\/authentication\.md\]\(https:.*\), as of 2025\)\*/u,
    );
  });

  it('make a page that says why, where, and that the file is a password', () => {
    for (const part of [
      'localhost, port 1455',
      '%USERPROFILE%\\.codex',
      'CODEX_HOME',
      'like a password',
      'docs/auth/ci-cd-auth',
      '`~/.codex`',
    ]) {
      expect(page).toContain(part);
    }
    expect(page).toContain(
      'Codex reads auth.json with the store “file”, and with “auto” where the OS keyring has no sign-in or is not available.',
    );
  });
});

/** What the page says between two of its headings. */
function chapter(page: string, heading: string): string {
  return page.split(/^## /mu).find((one) => one.startsWith(heading)) ?? '';
}
