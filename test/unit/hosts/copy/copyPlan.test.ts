import { describe, expect, it } from 'vitest';
import { planCommand, planResolve } from '../../../../src/hosts/copy/copyPlan.ts';
import { buildLookCommand, buildPutCommand, type PutFacts } from '../../../../src/hosts/copy/installScript.ts';

const facts: PutFacts = {
  byteCount: 10,
  sha256: 'a'.repeat(64),
  expectedStamp: 'none',
  nonce: 'n0123456789',
  keepAs: 'auth.json.before-20261121-042741',
};

describe('the command for a host', () => {
  const { args } = planCommand({ kind: 'ssh', name: 'far' }, buildLookCommand(), { configFile: undefined });

  it('asks nobody, forwards nothing, and ends its options before the name', () => {
    expect(args).toEqual(
      expect.arrayContaining(['BatchMode=yes', 'ForwardAgent=no', 'ClearAllForwardings=yes', 'RemoteCommand=none']),
    );
    expect(args.slice(-3, -1)).toEqual(['--', 'far']);
  });

  it('is one line that every login shell reads alike', () => {
    expect(args.at(-1)).toMatch(/^exec sh -c 'eval "\$\(dd bs=1 count=\d+ 2>\/dev\/null\)"'$/u);
    expect(args.at(-1)).not.toMatch(/[!\\\n]/u);
  });

  it('uses the configuration file that was chosen', () => {
    expect(planResolve('far', { configFile: '/c' }).args).toEqual(['-G', '-F', '/c', '--', 'far']);
  });
});

describe('the script', () => {
  it('is as long in bytes as the command says, and does nothing before its last line', () => {
    const { forSh, script } = buildPutCommand(facts);
    expect(forSh).toContain(`count=${String(new TextEncoder().encode(script).length)} `);
    expect(script.trimEnd().split('\n').at(-1)).toBe('ca_main');
    expect(script.split('\n')[1]).toBe('ca_main() {');
  });

  it.each<Partial<PutFacts>>([
    { byteCount: 0 },
    { byteCount: 1.5 },
    { sha256: 'x' },
    { expectedStamp: 'none; id' },
    { nonce: '../../x/abcdef' },
    { nonce: 'a' },
    { keepAs: 'auth.json' },
    { keepAs: '../auth.json.x' },
    { keepAs: 'auth.json.$(id)' },
  ])('takes no fact of another shape: %j', (odd) => {
    expect(() => buildPutCommand({ ...facts, ...odd })).toThrow(TypeError);
  });
});
