import { describe, expect, it } from 'vitest';
import {
  warnAboutAgentHost,
  describeCaution,
  judgeAgentHost,
  type AgentHostFacts,
} from '../../../../src/ui/running/agentHostWarning.ts';
import { writeSettings } from '../../../support/changeSettings.ts';
import { createAccount } from '../../../support/records.ts';
import { ScriptedPrompts } from '../../../support/scriptedPrompts.ts';

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

describe('the caution after an account was given to Codex', () => {
  const work = createAccount({ label: 'Work' });

  /** What is said with these accounts kept, in a local window. */
  async function give(...kept: readonly (typeof work)[]) {
    const prompts = new ScriptedPrompts();
    await warnAboutAgentHost(work, {
      prompts,
      log: { unawaited: () => undefined },
      host: { side: 'ui', remoteName: undefined },
      directory: { list: () => Promise.resolve(kept.map((account) => ({ kind: 'ready', account }) as const)) },
    });
    return prompts.shown;
  }

  it('is a warning about the place that the settings say', async () => {
    writeSettings({ 'chat.agentHost.codexAgent.enabled': true });
    expect(await give(work, createAccount())).toEqual([
      { kind: 'tell', severity: 'warning', text: describeCaution('agentsWindow', 'Work') },
    ]);
    writeSettings({ 'chat.agentHost.codexAgent.enabled': true, 'chat.editor.codex.preferAgentHost': true });
    expect(await give(work, createAccount())).toMatchObject([{ text: describeCaution('accountsMenu', 'Work') }]);
  });

  it('is not given for the only account, or where VS Code has no Codex of its own', async () => {
    expect(await give(work, createAccount())).toEqual([]);
    writeSettings({ 'chat.agentHost.codexAgent.enabled': true });
    expect(await give(work)).toEqual([]);
  });
});
