import { describe, expect, it, vi } from 'vitest';
import { showHosts } from '../../../../src/ui/hosts/hostList.ts';
import type { HostRecord } from '../../../../src/storage/hostRecords.ts';
import { createPlaced, signInStatusOf, startMs } from '../../hosts/remote/remoteHostScene.ts';
import { createHostFlow } from './hostFlowScene.ts';

/** A host that no window is connected to now. */
function createFarHost(over: Partial<HostRecord> = {}): HostRecord {
  return {
    id: 'far',
    via: 'ssh',
    name: 'far',
    userName: 'ada',
    authority: undefined,
    choice: 'auto',
    placed: createPlaced({ binding: 'own', expiresAtMs: undefined }),
    lastSeenMs: startMs,
    ...over,
  };
}

describe('the list of hosts', () => {
  it('begins with this computer and has the connected host', async () => {
    const { flow, prompts } = await createHostFlow('dismiss');
    await showHosts(flow);
    expect(prompts.shown).toMatchObject([
      {
        kind: 'pickRowOrButton',
        text: 'Hosts',
        rows: [expect.stringContaining('This computer') as string, expect.stringContaining('gpu-box') as string],
      },
    ]);
  });

  it('says of the connected host what its rules do to what stands there', async () => {
    const { flow, there, prompts, lendBefore } = await createHostFlow('dismiss');
    const pick = vi.spyOn(prompts, 'pickRowOrButton');
    await lendBefore();
    const source = { layer: 'managed', path: '/etc/codex/managed_config.toml' } as const;
    there.rules = { kind: 'rules', forcedMethod: { key: 'forced_login_method', value: 'api', source } };
    await showHosts(flow);
    const rows = await pick.mock.calls[0]?.[0];
    expect(rows?.[1]?.detail).toMatch(/forced_login_method = "api" in \/etc\/codex\/managed_config\.toml/u);
  });

  it('leads from this computer to its accounts, and to its running Codex while one uses another account', async () => {
    const { flow, done } = await createHostFlow({ row: 'This computer' }, { row: 'This computer' });
    await showHosts(flow);
    await showHosts({ ...flow, running: { sentences: ['Codex in your terminals still uses another account.'] } });
    expect(done.commands).toEqual(['switchAccount', 'restartCodex']);
  });

  it('leads from the connected host to its menu', async () => {
    const { flow, prompts } = await createHostFlow({ row: 'gpu-box' }, 'dismiss');
    await showHosts(flow);
    expect(prompts.texts).toEqual(['Hosts', 'Codex on gpu-box']);
  });

  it('removes from the connected host what was put there', async () => {
    const { flow, host, lendBefore } = await createHostFlow({ row: 'gpu-box', button: 'Remove…' });
    await lendBefore();
    await showHosts(flow);
    expect(signInStatusOf(host)).toBe('empty');
  });

  it('keeps the note of a host that is not connected until the person says otherwise', async () => {
    const { flow, records, prompts } = await createHostFlow({ row: 'far' }, 'dismiss');
    await records.write(createFarHost());
    await showHosts(flow);
    expect(prompts.shown[1]).toMatchObject({
      kind: 'confirm',
      severity: 'warning',
      text: 'Remove far from the list?',
      buttons: ['Remove the Note'],
    });
    expect(await records.read('far')).toBeDefined();
  });

  it('drops the note of a host, and points to where its own sign-in is revoked', async () => {
    const { flow, records, prompts, browser } = await createHostFlow(
      { row: 'far' },
      { click: 'Remove the Note' },
      { click: 'See Where I Am Signed In' },
    );
    await records.write(createFarHost());
    await showHosts(flow);
    expect(await records.read('far')).toBeUndefined();
    expect(prompts.texts.at(-1)).toContain('The note of far is gone');
    expect(browser.opened).toEqual(['https://chatgpt.com/#settings/Security']);
  });

  it('says no more about a lease whose note was dropped: it ends by itself', async () => {
    const { flow, records, prompts } = await createHostFlow({ row: 'far' }, { click: 'Remove the Note' });
    await records.write(createFarHost({ placed: createPlaced() }));
    await showHosts(flow);
    expect(prompts.shown).toHaveLength(2);
  });
});
