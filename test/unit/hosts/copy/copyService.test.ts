import { describe, expect, it } from 'vitest';
import { homeError } from '../../../../src/errors/authError.ts';
import { buildOwn } from '../../../../src/home/credential/remoteCredential.ts';
import { CopyService, type FoundPlace, type Sending } from '../../../../src/hosts/copy/copyService.ts';
import { createFakeClock, notEnded } from '../../../support/fakeClock.ts';
import { unknownIdentity } from '../../../support/records.ts';
import { mintTokens } from '../../../support/tokens.ts';
import { createRemoteScene } from '../remote/remoteHostScene.ts';

const found: FoundPlace = {
  target: { kind: 'ssh', name: 'far' },
  place: 'ada@far:22',
  by: undefined,
  mustKeep: false,
  home: { user: 'ada', path: '/x/auth.json', holds: 'none', stamp: 'none' },
};
const sending: Sending = {
  credential: buildOwn(mintTokens()),
  belonging: { accountId: undefined, label: 'Work', identity: unknownIdentity },
};

/** A host that takes everything. */
async function createScene() {
  const { records } = await createRemoteScene();
  const puts: unknown[] = [];
  const service = new CopyService({
    records,
    clock: createFakeClock(),
    programs: { has: () => Promise.resolve(false), run: () => Promise.reject(new RangeError('no program')) },
    findHomeFolder: (path) => Promise.resolve(path),
    isOwnHome: () => Promise.resolve(false),
    sshConfig: () => ({ start: '', read: () => Promise.resolve(undefined), list: () => Promise.resolve([]) }),
    ssh: () => ({ configFile: undefined }),
    grants: { knowsToken: () => Promise.resolve(false), knowsGrant: () => Promise.resolve(false) },
    reach: () => ({
      look: () => Promise.resolve(found.home),
      put: (request) => {
        puts.push(request);
        return Promise.resolve({ path: '/x/auth.json', keptPath: undefined, cli: undefined });
      },
    }),
  });
  return { service, records, puts };
}

describe('a sign-in that has arrived on a host', () => {
  it('is noted here', async () => {
    const { service, records } = await createScene();
    expect(await service.send(found, sending, notEnded)).toMatchObject({ path: '/x/auth.json', isNoted: true });
    expect((await records.read('ssh:ada@far:22'))?.placed?.label).toBe('Work');
  });

  it('is no failure when it can not be noted: whoever hears of one ends the sign-in that is in use there', async () => {
    const { service, records, puts } = await createScene();
    records.write = () => Promise.reject(homeError('diskFull', '/state'));
    expect(await service.send(found, sending, notEnded)).toMatchObject({ path: '/x/auth.json', isNoted: false });
    expect(puts).toHaveLength(1);
  });

  it('hides no defect', async () => {
    const { service, records } = await createScene();
    records.write = () => Promise.reject(new RangeError('a defect'));
    await expect(service.send(found, sending, notEnded)).rejects.toThrow(RangeError);
  });
});
