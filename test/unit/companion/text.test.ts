import { describe, expect, it } from 'vitest';
import { describePlaced, describePlacing, nameFoundSignIn } from '../../../companion/text.ts';

describe('the words of the companion', () => {
  const endMs = Date.UTC(2026, 10, 21, 5);

  it.each([
    ['lease', { kind: 'none' }],
    ['own', { kind: 'placed', label: 'Work' }],
    ['copy', { kind: 'foreign', credential: 'chatgpt', email: 'bo@example.com' }],
    ['lease', { kind: 'unreadable' }],
  ] as const)('say what a %s does over %j', (binding, replaced) => {
    const said = describePlacing(
      { label: 'Work', binding, expiresAtMs: endMs, path: '/srv/auth.json', replaced },
      false,
    );
    expect(said).toContain('/srv/auth.json');
    expect(said.includes('cannot renew')).toBe(binding === 'lease');
    const name = replaced.kind === 'placed' ? replaced.label : replaced.kind === 'foreign' ? replaced.email : '';
    expect(said).toContain(name);
  });

  it('name a stranger by kind alone where no address may be seen', () => {
    const stranger = { kind: 'foreign', credential: 'chatgpt', email: 'bo@example.com' } as const;
    expect([nameFoundSignIn(stranger, true), nameFoundSignIn(stranger, false)]).toEqual([
      'a ChatGPT account',
      'bo@example.com',
    ]);
    const question = {
      label: 'Work',
      binding: 'own',
      expiresAtMs: undefined,
      path: '/srv/auth.json',
      replaced: stranger,
    } as const;
    expect(describePlacing(question, true)).not.toContain('bo@');
  });

  it('show no link that a label brings along', () => {
    const hostile = 'Work](command:workbench.action.terminal.new)';
    expect(describePlaced('gpu-box', { label: hostile, binding: 'lease', expiresAtMs: endMs })).not.toContain('](');
    const said = describePlacing(
      {
        label: hostile,
        binding: 'own',
        expiresAtMs: undefined,
        path: hostile,
        replaced: { kind: 'placed', label: hostile },
      },
      false,
    );
    expect(said).not.toContain('](');
  });
});
