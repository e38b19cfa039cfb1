import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CodexCli } from '../../../../src/platform/codex/codexCli.ts';
import { Cancelled } from '../../../../src/errors/authError.ts';
import { createTemporaryFolder } from '../../../support/temporaryFolder.ts';
import { obstacles, unless } from '../../../support/unless.ts';
import { notEnded } from '../../../support/fakeClock.ts';

/** A program named `codex` that does what `script` says; it writes its process id and its arguments first. */
function createScene(script: string, { answerLimitMs = 4000, isOpen = false } = {}) {
  const folder = createTemporaryFolder();
  writeFileSync(
    join(folder, 'codex'),
    `#!/bin/sh\necho $$ > ${folder}/pid\necho "$@" > ${folder}/arguments\nenv > ${folder}/environment\n${script}\n`,
    { mode: 0o700 },
  );
  const environment = { PATH: `${folder}:/usr/bin:/bin`, OPENAI_API_KEY: 'not for it' };
  const ended = new AbortController();
  const cli = new CodexCli({
    home: folder,
    ended: ended.signal,
    environment,
    version: '1',
    answerLimitMs,
    workspaceFolders: () => (isOpen ? [folder] : []),
  });
  const read = (name: string): string => readFileSync(join(folder, name), 'utf8').trim();
  return { folder, cli, ended, read };
}

/** Asks a program that never answers, with more time until it has come as far as its script; the answer is its process id. */
async function giveUpOn(script: string): Promise<number> {
  for (let answerLimitMs = 150; ; answerLimitMs *= 2) {
    const { folder, cli, read } = createScene(script, { answerLimitMs });
    expect(await cli.readAccount()).toEqual({ kind: 'noAnswer' });
    // On a busy machine a program may be ended before it has begun.
    if (existsSync(join(folder, 'environment'))) {
      return Number(read('pid'));
    }
  }
}

function isRunning(pid: number): boolean {
  return existsSync(`/proc/${String(pid)}`) && !readFileSync(`/proc/${String(pid)}/stat`, 'utf8').includes(') Z ');
}

const shake = 'read line; echo \'{"id":1,"result":{}}\'; read line; ';
const startedSignIn =
  'read line; echo \'{"id":2,"result":{"type":"chatgpt","loginId":"l","authUrl":"https://example.com/a"}}\'; ';

describe('asking the CLI', unless(obstacles.notLinux), () => {
  it('starts its app-server, gives it the Home, and none of the person’s secrets', async () => {
    const { cli, folder, read } = createScene(
      `${shake}read line; echo '{"id":2,"result":{"authMethod":null}}'; read line; echo '{"id":3,"result":{"account":null}}'; read line`,
    );
    expect(await cli.readAccount()).toEqual({ kind: 'none' });
    expect(read('arguments')).toBe('app-server');
    expect(read('environment')).toContain(`CODEX_HOME=${folder}`);
    expect(read('environment')).not.toContain('not for it');
  });

  it.each<readonly [string, string, string]>([
    ['ends at once', 'exit 3', 'noAnswer'],
    ['says something else', 'echo hello; read line; echo \'{"id":1}\'; exit 0', 'noAnswer'],
    ['refuses', 'read line; echo \'{"id":1,"error":{"code":-1,"message":"no"}}\'; read line', 'noAnswer'],
    [
      'refuses the second question',
      `${shake}read line; echo '{"id":2,"result":{"authMethod":"apikey"}}'; read line; echo '{"id":3,"error":{"code":-1}}'; read line`,
      'apiKey',
    ],
  ])('makes no failure of one that %s', async (_name, script, kind) => {
    expect(await createScene(script).cli.readAccount()).toEqual({ kind });
  });

  it('gives up on one that never answers, and ends it', async () => {
    const pid = await giveUpOn('exec sleep 60');
    await expect.poll(() => isRunning(pid)).toBe(false);
  });

  it('ends one by force that does not listen', async () => {
    const pid = await giveUpOn("trap '' TERM; while :; do read line; done");
    await expect.poll(() => isRunning(pid), { timeout: 4000 }).toBe(false);
  });
});

describe('having the CLI sign in', unless(obstacles.notLinux), () => {
  const done = (success: boolean): string =>
    `echo '{"method":"account/login/completed","params":{"loginId":"l","success":${String(success)}}}'; read line`;

  it('opens the page that it names, and waits for its word', async () => {
    const opened: string[] = [];
    const open = (url: string) => Promise.resolve(opened.push(url) > 0);
    await createScene(`${shake}${startedSignIn}${done(true)}`).cli.signIn(open, new AbortController().signal);
    expect(opened).toEqual(['https://example.com/a']);
  });

  it.each<readonly [string, string, boolean, string]>([
    ['was refused', `${shake}${startedSignIn}${done(false)}`, true, 'codex.signInFailed'],
    ['has no browser', `${shake}${startedSignIn}read line`, false, 'codex.signInFailed'],
    ['names no page', `${shake}read line; echo '{"id":2,"result":{}}'; read line`, true, 'codex.signInFailed'],
    ['ends in the middle', `${shake}${startedSignIn}exit 1`, true, 'codex.noAnswer'],
  ])('says that it %s', async (_name, script, hasBrowser, messageId) => {
    const { cli } = createScene(script);
    await expect(cli.signIn(() => Promise.resolve(hasBrowser), new AbortController().signal)).rejects.toMatchObject({
      sentence: { messageId },
    });
  });

  it.each(['the person’s word', 'this extension'])('ends with %s, and leaves nothing running', async (what) => {
    const { cli, ended, read } = createScene(`${shake}${startedSignIn}exec sleep 60`);
    const person = new AbortController();
    const open = () => {
      (what === 'this extension' ? ended : person).abort(new Cancelled());
      return Promise.resolve(true);
    };
    await expect(cli.signIn(open, person.signal)).rejects.toBeInstanceOf(Cancelled);
    await expect.poll(() => isRunning(Number(read('pid')))).toBe(false);
  });

  it('never starts one that a folder open in the editor brings along', async () => {
    const { cli, folder } = createScene(shake, { isOpen: true });
    expect(await cli.readAccount()).toEqual({ kind: 'codexMissing' });
    await expect(cli.signIn(() => Promise.resolve(true), new AbortController().signal)).rejects.toMatchObject({
      sentence: { messageId: 'codex.missing' },
    });
    expect(existsSync(join(folder, 'pid'))).toBe(false);
  });

  it('says that there is no CLI', async () => {
    const cli = new CodexCli({
      home: '/nowhere',
      ended: notEnded,
      environment: { PATH: '/nowhere' },
      version: '1',
      workspaceFolders: () => [],
    });
    await expect(cli.signIn(() => Promise.resolve(true), new AbortController().signal)).rejects.toMatchObject({
      code: 'fixFile',
      sentence: { messageId: 'codex.missing' },
    });
  });
});
