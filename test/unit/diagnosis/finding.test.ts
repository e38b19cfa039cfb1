import { describe, expect, expectTypeOf, it } from 'vitest';
import { found, plain, type Finding } from '../../../src/diagnosis/finding.ts';
import { numberOf } from '../../../src/diagnosis/value.ts';
import { sayFinding } from '../../../src/ui/text/diagnosisText.ts';

describe('a finding', () => {
  it('is meant in its own ways alone: the compiler takes no free port for a problem', () => {
    expectTypeOf(found<'ports.free'>)
      .parameter(1)
      .toEqualTypeOf<'good'>();
    expectTypeOf(plain<'hosts.none'>)
      .parameter(1)
      .toEqualTypeOf<'good'>();
    expectTypeOf<Extract<Finding, { readonly id: 'hosts.ended' }>['state']>().toEqualTypeOf<'problem' | 'note'>();
    expect(plain('hosts.none', 'good')).toEqual({ id: 'hosts.none', state: 'good', args: {}, fixes: [] });
  });

  it('has the values that its words need, and what mends it', () => {
    const fixes = [{ id: 'checkAgain' }] as const;
    const finding = found('ports.busyUnknown', 'note', { args: { port: numberOf(1455) }, fixes });
    expectTypeOf(finding.args).toEqualTypeOf<Extract<Finding, { readonly id: 'ports.busyUnknown' }>['args']>();
    expect([finding.fixes, sayFinding(finding)[0]]).toEqual([fixes, expect.stringContaining('1455')]);
  });
});
