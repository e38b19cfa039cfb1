import { describe, expect, it } from 'vitest';
import { CompanionClient } from '../../../../src/hosts/remote/companionClient.ts';
import { reachThroughCompanion } from '../../../../src/hosts/remote/companionHome.ts';

function reach(answers: Readonly<Record<string, unknown>>) {
  const execute = (command: string): Promise<unknown> => {
    const name = command.split('.')[1] ?? '';
    return name in answers
      ? Promise.resolve(answers[name])
      : Promise.reject(new TypeError(`command '${command}' not found`));
  };
  return reachThroughCompanion(new CompanionClient({ execute }, '0.1.0'));
}

describe('the Home behind the companion', () => {
  it('answers, refuses, is missing or makes no sense', async () => {
    const home = reach({ remove: { ok: { removed: true } }, status: { code: 'otherHost' }, put: 'yes' });
    expect(await home.remove('h')).toEqual({ kind: 'answer', answer: { removed: true } });
    expect(await home.status({ hostId: 'h' })).toEqual({ kind: 'refused', refusal: { code: 'otherHost' } });
    const put = { hostId: 'h', placementId: 'p', binding: 'lease', label: 'Work', document: '{}' } as const;
    expect(await home.put(put)).toEqual({ kind: 'unintelligible' });
    expect(await home.hello()).toEqual({ kind: 'missing' });
  });

  it('tells a companion of another release', async () => {
    expect(await reach({ hello: { ok: { protocol: 99, version: '9.0.0' } } }).hello()).toEqual({
      kind: 'newer',
      version: '9.0.0',
    });
  });
});
