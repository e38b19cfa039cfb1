import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { CopyService } from '../../src/hosts/copy/copyService.ts';
import { startPracticeIssuer, type PracticeIssuer } from '../issuer/practiceIssuer.ts';
import { findSecret, readAccessToken } from './leakWatch.ts';
import { makeVaultWithAccount, type VaultWithAccount } from './vaultWithAccount.ts';

/**
 * No engine runs where these tests do. A program of that name stands in: it writes down its arguments and its input,
 * says what the real one says, and gives `sh` a home of its own.
 */
const standIn = String.raw`#!/bin/sh
printf "%s\n" "$@" >> "$STAND_IN/arguments"
printf -- "--\n" >> "$STAND_IN/arguments"
if [ "$1" = ps ]; then
  [ ! -e "$STAND_IN/down" ] || { echo "Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?" >&2; exit 1; }
  printf '{"name":"box","image":"debian:12"}\n{"name":"odd name","image":"x"}\n'
  exit 0
fi
shift
while [ "$1" != -- ]; do shift; done
name=$2
shift 2
case "$name" in
  gone) echo "Error response from daemon: No such container: gone" >&2; exit 1 ;;
  stopped) echo "Error response from daemon: container 1f2e is not running" >&2; exit 1 ;;
  bare) echo 'OCI runtime exec failed: exec failed: unable to start container process: exec: "sh": executable file not found in $PATH: unknown' >&2; exit 127 ;;
esac
unset CODEX_HOME
tee -a "$STAND_IN/input" | env HOME="$STAND_IN/home" "$@"
`;

const { signal } = new AbortController();
let issuer: PracticeIssuer;
let here: VaultWithAccount;
let folder: string;
let copy: CopyService;

beforeAll(async () => {
  issuer = await startPracticeIssuer();
});
afterAll(async () => {
  await issuer.close();
});
beforeEach(async () => {
  here = await makeVaultWithAccount(issuer);
  folder = mkdtempSync(join(tmpdir(), 'codex-accounts-docker-'));
  mkdirSync(join(folder, 'home'));
  writeFileSync(join(folder, 'docker'), standIn);
  chmodSync(join(folder, 'docker'), 0o755);
  copy = here.copy({
    environment: { ...process.env, STAND_IN: folder, PATH: `${folder}${delimiter}${process.env['PATH'] ?? ''}` },
  });
});
afterEach(() => {
  here.close();
  rmSync(folder, { recursive: true, force: true });
});

const recorded = (name: string): string => readFileSync(join(folder, name), 'utf8');

describe('a container', () => {
  it('is offered by the name it runs under', async () => {
    expect(await copy.hasDocker()).toBe(true);
    expect(await copy.listContainers(signal)).toEqual([{ name: 'box', image: 'debian:12' }]);
  });

  it('gets a lease over standard input, as another user when one is named', async () => {
    const target = { kind: 'docker', container: 'box', user: 'vscode' } as const;
    const found = await copy.find(target, signal);
    expect(found.place).toBe('vscode@box');
    const lease = await here.makeLease();
    const result = await copy.send(found, lease, signal);
    expect(result.path).toBe(join(folder, 'home', '.codex', 'auth.json'));
    expect(readFileSync(result.path, 'utf8')).toBe(lease.credential.document.reveal());
    expect(statSync(result.path).mode).toBe(0o100600);
    expect(recorded('arguments')).toMatch(
      /^exec\n-i\n-u\nvscode\n--\nbox\nsh\n-c\neval "\$\(dd bs=1 count=\d+ 2>\/dev\/null\)"\n--\n/u,
    );
    expect(recorded('input').endsWith(lease.credential.document.reveal())).toBe(true);
    expect(
      findSecret([...here.refreshTokens(), readAccessToken(lease.credential.document)], [recorded('arguments')]),
    ).toEqual([]);
    expect(findSecret(here.refreshTokens(), [recorded('input')])).toEqual([]);
  });

  it.each([
    ['gone', 'copy.containerMissing'],
    ['stopped', 'copy.containerStopped'],
    ['bare', 'copy.noShell'],
  ])('that is %s is said as %s', async (container, message) => {
    await expect(copy.find({ kind: 'docker', container, user: undefined }, signal)).rejects.toMatchObject({ message });
    expect(existsSync(join(folder, 'input'))).toBe(false);
  });

  it('cannot be listed while the engine is down', async () => {
    writeFileSync(join(folder, 'down'), '');
    await expect(copy.listContainers(signal)).rejects.toMatchObject({ message: 'copy.dockerDown' });
  });
});

describe('a folder of this computer', () => {
  it('gets a lease by the rules of a Home, and what stood there is kept beside', async () => {
    const path = join(folder, 'mounted');
    mkdirSync(path, { mode: 0o700 });
    writeFileSync(join(path, 'auth.json'), '{"auth_mode":"apikey","OPENAI_API_KEY":"sk-old"}', { mode: 0o644 });
    const found = await copy.find({ kind: 'folder', path }, signal);
    expect(found).toMatchObject({ place: path, mustKeep: true, home: { user: undefined, holds: 'apiKey' } });
    const lease = await here.makeLease();
    const result = await copy.send(found, lease, signal);
    expect(readFileSync(join(path, 'auth.json'), 'utf8')).toBe(lease.credential.document.reveal());
    expect(statSync(join(path, 'auth.json')).mode).toBe(0o100600);
    expect(readFileSync(result.keptPath ?? '', 'utf8')).toContain('sk-old');
    expect(statSync(result.keptPath ?? '').mode).toBe(0o100600);
  });

  it('that others may write to is refused', async () => {
    const path = join(folder, 'open');
    mkdirSync(path);
    chmodSync(path, 0o777);
    const found = await copy.find({ kind: 'folder', path }, signal);
    await expect(copy.send(found, await here.makeLease(), signal)).rejects.toMatchObject({
      message: 'home.folderWritableByOthers',
    });
    expect(existsSync(join(path, 'auth.json'))).toBe(false);
  });
});
