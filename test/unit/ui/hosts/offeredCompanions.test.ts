import { describe, expect, it } from 'vitest';
import { OfferedCompanions } from '../../../../src/ui/hosts/offeredCompanions.ts';

function createMemory(stored?: unknown) {
  const values = new Map<string, unknown>(stored === undefined ? [] : [['companionOffered', stored]]);
  return {
    values,
    get: (key: string): unknown => values.get(key),
    update: (key: string, value: unknown) => Promise.resolve(void values.set(key, value)),
  };
}

describe('the offer of the companion', () => {
  it('is made once on each remote', async () => {
    const memory = createMemory();
    const box = new OfferedCompanions(memory, 'ssh-remote+gpu-box');
    expect(box.has()).toBe(false);
    await box.add();
    expect([box.has(), new OfferedCompanions(memory, 'ssh-remote+other').has()]).toEqual([true, false]);
  });

  it('remembers the last hundred, and takes nonsense for nothing', async () => {
    const memory = createMemory('nonsense');
    expect(new OfferedCompanions(memory, 'a').has()).toBe(false);
    for (let count = 0; count <= 100; count += 1) {
      await new OfferedCompanions(memory, `host-${String(count)}`).add();
    }
    expect([new OfferedCompanions(memory, 'host-0').has(), new OfferedCompanions(memory, 'host-1').has()]).toEqual([
      false,
      true,
    ]);
  });
});
