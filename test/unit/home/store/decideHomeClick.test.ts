import { describe, expect, it } from 'vitest';
import {
  decideHomeClick,
  listWorkarounds,
  type AccessQuestion,
  type HomeClick,
  type Workaround,
} from '../../../../src/home/store/decideHomeClick.ts';
import type { StoreDecision } from '../../../../src/home/store/credentialStore.ts';
import type { HomePlace } from '../../../../src/home/store/decidedCredential.ts';

const item = 'Codex Auth';

describe('what is said before a click reaches the Home', () => {
  it.each<readonly [HomePlace, HomeClick, AccessQuestion]>([
    [{ kind: 'file', path: 'auth.json' }, 'write', 'open'],
    [{ kind: 'keyring', item, reach: 'direct', otherwise: undefined }, 'write', 'open'],
    [{ kind: 'keyring', item, reach: 'onClick', otherwise: undefined }, 'write', 'announceKeychain'],
    [{ kind: 'keyring', item, reach: 'onClick', otherwise: 'auth.json' }, 'clear', 'announceKeychain'],
    [{ kind: 'encrypted' }, 'write', 'offerWays'],
    [{ kind: 'encrypted' }, 'clear', 'open'],
    [{ kind: 'nowhere' }, 'write', 'open'],
    [{ kind: 'invalid' }, 'write', 'open'],
  ])('at %j to %s is %s', (place, click, gate) => {
    expect(decideHomeClick(place, click)).toBe(gate);
  });

  it.each<readonly [StoreDecision, readonly Workaround[]]>([
    [{ kind: 'store', store: 'keyring', decidedBy: 'user' }, ['moveToFile', 'signInWithCodex']],
    [{ kind: 'store', store: 'auto', decidedBy: 'system' }, ['moveToFile', 'signInWithCodex']],
    [{ kind: 'store', store: 'keyring', decidedBy: 'managed' }, ['signInWithCodex']],
    [{ kind: 'store', store: 'keyring', decidedBy: 'requirements' }, ['signInWithCodex']],
  ])('offers with %j: %j', (decision, ways) => {
    expect(listWorkarounds(decision)).toEqual(ways);
  });
});
