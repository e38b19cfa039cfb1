import { ExtensionKind } from 'vscode';
import { expect, it, vi } from 'vitest';
import { observeNetwork } from '../../../src/composition/composeNetwork.ts';

it('sees of the environment and of the Home’s .env no more than what decides the way of a request', async () => {
  vi.stubEnv('ALL_PROXY', 'http://proxy.example:1');
  vi.stubEnv('TEAM_TOKEN', 'secret');
  const config = { readLayers: () => Promise.resolve({}) };
  const seen = await observeNetwork('SSL_CERT_FILE=/b.pem\nTEAM_TOKEN=secret\n', config, ExtensionKind.Workspace);
  expect(seen.environment).toMatchObject({ ALL_PROXY: 'http://proxy.example:1' });
  expect(seen.homeVariables).toEqual({ SSL_CERT_FILE: '/b.pem' });
  expect(JSON.stringify(seen)).not.toContain('secret');
});
