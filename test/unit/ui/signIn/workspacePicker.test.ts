import { describe, expect, it } from 'vitest';
import type { Workspace } from '../../../../src/protocol/api/workspaces.ts';
import { addWorkspace } from '../../../../src/ui/signIn/workspacePicker.ts';
import { createFakeFlow } from '../../../support/fakeFlow.ts';
import { createFakeSignIn } from '../../../support/fakeSignIn.ts';
import { createAccount } from '../../../support/records.ts';
import type { Answer } from '../../../support/scriptedPrompts.ts';

const team: Workspace = { workspaceId: 'workspace-team', name: 'Team', plan: 'business', isPersonal: false };
const personal: Workspace = { workspaceId: 'workspace-own', name: 'Ada', plan: 'plus', isPersonal: true };

function createScene(workspaces: readonly Workspace[], ...answers: readonly Answer[]) {
  const flow = createFakeFlow(...answers);
  const signIn = createFakeSignIn(() => Promise.resolve({ kind: 'cancelled' }));
  const check = { ...flow.check, listNewWorkspaces: () => Promise.resolve(workspaces) };
  return { ...flow, signIn, check, loadSignIn: () => Promise.resolve(signIn) };
}

describe('another workspace of a person', () => {
  it('is signed in to, and no other may come back', async () => {
    const flow = createScene([team, personal], { row: 'Team' });
    await addWorkspace(createAccount(), flow);
    expect(flow.prompts.shown[0]?.rows).toEqual(['Team', 'Personal account']);
    expect(flow.signIn.asked).toEqual([{ method: 'browser', expected: { workspaceId: 'workspace-team' } }]);
  });

  it('is not offered where every one is here already', async () => {
    const flow = createScene([]);
    await addWorkspace(createAccount({ label: 'Work' }), flow);
    expect(flow.prompts.texts).toEqual(['Every workspace that Work may enter is an account here already.']);
  });

  it('is not signed in to when the list is dismissed', async () => {
    const flow = createScene([team], 'dismiss');
    await addWorkspace(createAccount(), flow);
    expect([flow.signIn.asked, flow.prompts.shown.length]).toEqual([[], 1]);
  });
});
