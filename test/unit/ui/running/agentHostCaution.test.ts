import { describe, expect, it } from 'vitest';
import { describeCaution, judgeAgentHost, type AgentHostFacts } from '../../../../src/ui/running/agentHostCaution.ts';

/** VS Code's own Codex is on in a local window, and a ChatGPT account was just given to Codex, which had another one. */
const switched: AgentHostFacts = {
  runsCodex: true,
  isInAccountsMenu: true,
  host: { side: 'ui', remoteName: undefined },
  given: 'chatgpt',
  hasOthers: true,
};

describe('the caution about the Sign Out of VS Code’s own Codex', () => {
  it('names the place where its account stands', () => {
    expect(judgeAgentHost(switched)).toBe('accountsMenu');
    expect(judgeAgentHost({ ...switched, isInAccountsMenu: false })).toBe('agentsWindow');
    expect(describeCaution('accountsMenu', 'Work')).toContain(
      'in the Accounts menu. Its Sign Out there would end the sign-in of Work',
    );
    expect(describeCaution('agentsWindow', 'Work')).toContain('in the Agents window');
  });

  it('is given beside the folder too, where both stand on one host', () => {
    expect(judgeAgentHost({ ...switched, host: { side: 'workspace', remoteName: 'ssh-remote' } })).toBe('accountsMenu');
  });

  it.each<[string, Partial<AgentHostFacts>]>([
    ['where it is off', { runsCodex: false }],
    ['for an API key, which it can not revoke', { given: 'apiKey' }],
    ['for an access token, which it can not revoke', { given: 'accessToken' }],
    ['when there was no account before', { hasOthers: false }],
    ['in a window on a remote, whose Home is another one', { host: { side: 'ui', remoteName: 'ssh-remote' } }],
  ])('is not given %s', (_name, over) => {
    expect(judgeAgentHost({ ...switched, ...over })).toBeUndefined();
  });
});
