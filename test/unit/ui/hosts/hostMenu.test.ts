import { describe, expect, it } from 'vitest';
import { signInHost } from '../../../../src/ui/hosts/hostMenu.ts';
import { signInStatusOf } from '../../hosts/remote/remoteHostScene.ts';
import { createHostFlow } from './hostFlowScene.ts';

describe('the menu of the host of this window', () => {
  it('changes nothing when it is dismissed', async () => {
    const { flow, prompts, there } = await createHostFlow('dismiss');
    await signInHost(flow);
    expect(prompts.shown).toMatchObject([{ kind: 'pick', text: 'Codex on gpu-box' }]);
    expect(there.puts).toEqual([]);
  });

  it('gives the lease of the account that was chosen', async () => {
    const { flow, host, account, records } = await createHostFlow({ row: 'Lease of' });
    await signInHost(flow);
    expect([signInStatusOf(host), (await records.read('host-1'))?.choice]).toEqual(['placed', 'lease']);
    expect((await records.read('host-1'))?.placed?.accountId).toBe(account.id);
  });

  it('makes a sign-in of its own for it', async () => {
    const { flow, own } = await createHostFlow({ row: 'A Sign-In of Its Own' }, { row: 'Browser' });
    await signInHost(flow);
    expect(own.requests).toHaveLength(1);
  });

  it('offers nothing for it any more once it is to be left alone, and can go back', async () => {
    const { flow, prompts, records } = await createHostFlow(
      { row: 'Leave This Host Alone' },
      { row: 'Decide by What' },
    );
    await signInHost(flow);
    expect([prompts.texts.at(-1), (await records.read('host-1'))?.choice]).toEqual([
      'Nothing is offered for gpu-box any more.',
      'none',
    ]);
    await signInHost(flow);
    expect((await records.read('host-1'))?.choice).toBe('auto');
  });

  it('renews and removes what was put there', async () => {
    const scene = await createHostFlow({ row: 'Renew the Lease Now' }, { row: 'Remove What Was Put There' });
    await scene.lendBefore();
    await signInHost(scene.flow);
    expect(scene.prompts.texts.at(-1)).toContain('The lease on gpu-box is renewed');
    await signInHost(scene.flow);
    expect(signInStatusOf(scene.host)).toBe('empty');
  });
});
