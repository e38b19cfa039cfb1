import { describe, expect, it } from 'vitest';
import { isFeatureOn } from '../../../src/home/codexFeatures.ts';

const none = { system: undefined, user: undefined, managed: undefined, requirements: undefined };
const on = '[features]\nrespect_system_proxy = true\n';
const off = '[features]\nrespect_system_proxy = false\n';

describe('a feature of Codex', () => {
  it.each([
    ['said nowhere', none, false],
    ['on in the Home', { ...none, user: on }, true],
    ['on in the system’s', { ...none, system: on }, true],
    ['off in a stronger layer', { ...none, user: on, managed: off }, false],
    ['another one', { ...none, user: '[features]\nx = "respect_system_proxy"\n' }, false],
    ['no switch', { ...none, user: '[features]\nrespect_system_proxy = "yes"\n' }, false],
    ['in a file that is broken', { ...none, user: `${on}[` }, false],
    ['in a file that cannot be read', { ...none, user: null, system: on }, true],
  ])('%s', async (_name, texts, expected) => {
    expect(await isFeatureOn(texts, 'respect_system_proxy')).toBe(expected);
  });
});
