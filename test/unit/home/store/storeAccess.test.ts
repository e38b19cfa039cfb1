import { describe, expect, it } from 'vitest';
import {
  decideGate,
  listWaysOn,
  type Gate,
  type HomeClick,
  type WayOn,
} from '../../../../src/home/store/storeAccess.ts';
import type { StoreDecision } from '../../../../src/home/store/credentialStore.ts';
import type { HomePlace } from '../../../../src/home/store/decidedCredential.ts';

const item = 'Codex Auth';

describe('what is said before a click reaches the Home', () => {
  it.each<readonly [HomePlace, HomeClick, Gate]>([
    [{ kind: 'file', path: 'auth.json' }, 'give', 'open'],
    [{ kind: 'keyring', item, reach: 'direct', otherwise: undefined }, 'give', 'open'],
    [{ kind: 'keyring', item, reach: 'onClick', otherwise: undefined }, 'give', 'announceKeychain'],
    [{ kind: 'keyring', item, reach: 'onClick', otherwise: 'auth.json' }, 'take', 'announceKeychain'],
    [{ kind: 'encrypted' }, 'give', 'offerWays'],
    [{ kind: 'encrypted' }, 'take', 'open'],
    [{ kind: 'nowhere' }, 'give', 'open'],
    [{ kind: 'invalid' }, 'give', 'open'],
  ])('at %j to %s is %s', (place, click, gate) => {
    expect(decideGate(place, click)).toBe(gate);
  });

  it.each<readonly [StoreDecision, readonly WayOn[]]>([
    [{ kind: 'store', store: 'keyring', decidedBy: 'user' }, ['moveToFile', 'signInWithCodex']],
    [{ kind: 'store', store: 'auto', decidedBy: 'system' }, ['moveToFile', 'signInWithCodex']],
    [{ kind: 'store', store: 'keyring', decidedBy: 'managed' }, ['signInWithCodex']],
    [{ kind: 'store', store: 'keyring', decidedBy: 'requirements' }, ['signInWithCodex']],
  ])('offers with %j: %j', (decision, ways) => {
    expect(listWaysOn(decision)).toEqual(ways);
  });
});
