import { describe, expect, it } from 'vitest';
import { buildHello } from '../../../companion/hello.ts';
import { helloAnswer, homeAccessProtocol } from '../../../src/hosts/remote/companionProtocol.ts';
import { randomText } from '../../support/tokens.ts';

describe('hello', () => {
  it('says who is there in the form that main reads', async () => {
    const hello = await buildHello({
      version: '0.1.0',
      hostId: 'host-1',
      home: { path: '/srv/.codex', store: () => Promise.resolve('file') },
      hasIdeExtension: true,
      environment: { PATH: '/nonexistent' },
    });
    expect(helloAnswer.parse(hello)).toEqual(hello);
    expect(hello).toMatchObject({
      protocol: homeAccessProtocol,
      home: { path: '/srv/.codex', store: 'file' },
      codex: { hasIdeExtension: true },
    });
  });

  it('names the variables that hold a sign-in there, and never what is in them', async () => {
    const key = randomText('sk');
    const hello = await buildHello({
      version: '0.1.0',
      hostId: 'host-1',
      home: { path: '/srv/.codex', store: () => Promise.resolve('file') },
      hasIdeExtension: false,
      environment: { PATH: '/nonexistent', OPENAI_API_KEY: key, CODEX_API_KEY: '', OPENAI_SPIFFE_ID: '' },
    });
    expect(helloAnswer.parse(hello).codex.environmentKeys).toEqual(['OPENAI_SPIFFE_ID', 'OPENAI_API_KEY']);
    expect(JSON.stringify(hello)).not.toContain(key);
  });
});
