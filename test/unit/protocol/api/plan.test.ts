import { describe, expect, it } from 'vitest';
import { findPlan } from '../../../../src/protocol/api/plan.ts';

describe('a plan', () => {
  it('has a name when we know it', () => {
    expect(findPlan('prolite')).toEqual({ name: 'Pro Lite', isWorkspace: false });
    expect(findPlan('hc')?.isWorkspace).toBe(true);
  });

  it.each(['constructor', '__proto__', 'toString', 'unknown-plan', '', undefined])('is unknown for %j', (raw) => {
    expect(findPlan(raw)).toBeUndefined();
  });
});
