import { describe, expect, it } from 'vitest';
import { buildOwn } from '../../../../src/home/credential/remoteCredential.ts';
import { CopyDocument } from '../../../../src/hosts/copy/copyDocument.ts';
import type { ProgramEnd, ProgramRun } from '../../../../src/hosts/copy/ports.ts';
import { ShellDestination } from '../../../../src/hosts/copy/shellDestination.ts';
import { Cancelled } from '../../../../src/errors/authError.ts';
import { sha256Hex } from '../../../../src/base/bytes.ts';
import { mintTokens } from '../../../support/tokens.ts';

const cancelled = new Cancelled();
const unknown = { knowsToken: () => Promise.resolve(false), knowsGrant: () => Promise.resolve(false) };
const cut: ProgramEnd = {
  kind: 'ended',
  exitCode: 255,
  stdout: '',
  stderr: 'Connection to far closed by remote host.',
};
const killed: ProgramEnd = { kind: 'ended', exitCode: 137, stdout: '', stderr: '' };
const stands = (stamp: string): ProgramEnd => ({
  kind: 'ended',
  exitCode: 0,
  stderr: '',
  stdout: ['user=ada', 'path=/x/auth.json', 'store=', `stamp=${stamp}`, 'holds=chatgpt']
    .map((line) => `codex-accounts:${line}\n`)
    .join(''),
});

/** A host whose programs end as given, one after the other; an end may depend on what was sent. */
async function put(...ends: readonly (ProgramEnd | Cancelled | ((digest: string) => ProgramEnd))[]) {
  const runs: ProgramRun[] = [];
  const document = await CopyDocument.admit(buildOwn(mintTokens()), unknown);
  const digest = await sha256Hex(document.content.reveal());
  const cancel = new AbortController();
  const programs = {
    has: () => Promise.resolve(true),
    run: (run: ProgramRun) => {
      const end = ends[runs.push(run) - 1] ?? cut;
      if (end instanceof Cancelled) {
        cancel.abort(end);
        return Promise.reject(end);
      }
      return run.signal?.aborted === true
        ? Promise.reject(cancelled)
        : Promise.resolve(typeof end === 'function' ? end(digest) : end);
    },
  };
  const destination = new ShellDestination(programs, {
    target: { kind: 'ssh', name: 'far' },
    place: 'ada@far:22',
    ssh: { configFile: undefined },
  });
  const result = destination.put({ document, expectedStamp: 'none', keepAs: 'auth.json.before-1' }, cancel.signal);
  return { document, result, runs };
}

describe('a document that was sent', () => {
  it('goes over standard input behind the script, and into no argument', async () => {
    const { document, result, runs } = await put({
      kind: 'ended',
      exitCode: 0,
      stderr: '',
      stdout: 'codex-accounts:path=/x/auth.json\ncodex-accounts:placed=ab\n',
    });
    await expect(result).resolves.toMatchObject({ path: '/x/auth.json' });
    expect(runs).toHaveLength(1);
    expect(runs[0]?.input.endsWith(`ca_main\n${document.content.reveal()}`)).toBe(true);
    expect(runs[0]?.args.join(' ')).not.toContain('access_token');
  });

  it('counts as there when only the answer was lost: a look tells', async () => {
    const { document, result, runs } = await put(cut, stands);
    await expect(result).resolves.toEqual({ path: '/x/auth.json', keptPath: '/x/auth.json.before-1', cli: undefined });
    expect(runs[1]?.input).not.toContain(document.content.reveal());
  });

  it('counts as there when the person cancels once it is: ending it would sign that host out', async () => {
    const { result } = await put(cancelled, stands);
    await expect(result).resolves.toMatchObject({ path: '/x/auth.json' });
  });

  it('is not there when the person cancels before that', async () => {
    const { result } = await put(cancelled, stands('f'.repeat(64)));
    await expect(result).rejects.toBe(cancelled);
  });

  it('is not there when something else stands there', async () => {
    const { result, runs } = await put(cut, stands('f'.repeat(64)));
    await expect(result).rejects.toMatchObject({ message: 'copy.cut', reason: 'copy' });
    expect(runs).toHaveLength(2);
  });

  it.each([
    ['whose answer was lost', cut],
    ['that was cancelled', cancelled],
    ['that was ended from outside', killed],
  ])('may be there after a copy %s, when nobody can tell', async (_what, end) => {
    const { result, runs } = await put(end, cut);
    await expect(result).rejects.toMatchObject({ reason: 'copyUncertain' });
    expect(runs).toHaveLength(2);
  });

  it('has not left when no connection came about, which asks nobody', async () => {
    const down = { ...cut, stderr: 'ssh: connect to host far port 22: Connection timed out' };
    const { result, runs } = await put(down);
    await expect(result).rejects.toMatchObject({ message: 'copy.hostDown', reason: 'copy' });
    expect(runs).toHaveLength(1);
  });
});
