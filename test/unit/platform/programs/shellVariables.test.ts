import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hashVariables, readLoginShell } from '../../../../src/platform/programs/shellVariables.ts';
import { notEnded } from '../../../support/fakeClock.ts';
import { createTemporaryFolder } from '../../../support/temporaryFolder.ts';
import { randomText } from '../../../support/tokens.ts';

/** A shell that reads start files of its own and then does what it is told, as every shell with `-c` as its last flag. */
function writeShell(startFile: string): string {
  const path = join(createTemporaryFolder(), 'shell');
  writeFileSync(path, `#!/bin/sh\n[ "$1 $2 $3" = "-i -l -c" ] || exit 9\n${startFile}\neval "$4"\n`);
  chmodSync(path, 0o700);
  return path;
}

describe('the login shell', () => {
  it('names what its start files set, change and take away, and gives no value', async () => {
    const secret = randomText('secret');
    const SHELL = writeShell(`echo noise; export ADDED=${secret} CHANGED=b EMPTY=; unset GONE`);
    const environment = { SHELL, SAME: 'a', CHANGED: 'a', GONE: 'a' };
    const answer = await readLoginShell(environment, notEnded);
    const window = hashVariables(environment);
    const variables = answer.kind === 'read' ? answer.variables : {};
    expect([variables['SAME'], variables['EMPTY'], variables['GONE']]).toEqual([window['SAME'], '', undefined]);
    expect(variables['ADDED']).toBe(hashVariables({ ADDED: secret })['ADDED']);
    expect(variables['CHANGED']).not.toBe(window['CHANGED']);
    expect(Object.keys(variables)).not.toContain('ELECTRON_RUN_AS_NODE');
    expect(JSON.stringify(answer)).not.toContain(secret);
  });

  it('that fails, or answers something else, has told nothing', async () => {
    expect(await readLoginShell({ SHELL: writeShell('exit 1') }, notEnded)).toEqual({ kind: 'noAnswer' });
    expect(await readLoginShell({ SHELL: join(createTemporaryFolder(), 'none') }, notEnded)).toEqual({
      kind: 'noAnswer',
    });
  });

  it('that does not come to an end is ended with the person’s cancel', async () => {
    const cancel = new AbortController();
    const asked = readLoginShell({ SHELL: writeShell('exec sleep 100') }, cancel.signal);
    cancel.abort(new TypeError('cancelled'));
    await expect(asked).rejects.toThrow('cancelled');
  });

  it.each([
    ['there is none', {}, 'linux'],
    ['Windows has none', { SHELL: '/bin/sh' }, 'win32'],
  ])('is not started where %s', async (_name, environment, platform) => {
    expect(await readLoginShell(environment, notEnded, platform)).toEqual({ kind: 'noShell' });
  });
});
