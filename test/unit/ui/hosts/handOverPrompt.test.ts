import { describe, expect, it } from 'vitest';
import { askHandOver } from '../../../../src/ui/hosts/handOverPrompt.ts';
import { unknownIdentity } from '../../../support/records.ts';
import { ScriptedPrompts } from '../../../support/scriptedPrompts.ts';

const eve = { identity: { ...unknownIdentity, email: 'eve@example.com' }, hostName: 'gpu-box' };

describe('the question before a sign-in is handed over', () => {
  it('names who came back and the host, and hands over on the one button only', async () => {
    const prompts = new ScriptedPrompts({ click: 'Hand Over' }, { click: 'That’s Not the One' }, 'dismiss');
    const ask = askHandOver(prompts);
    expect([await ask(eve), await ask(eve), await ask(eve)]).toEqual(['handOver', 'discard', 'discard']);
    expect(prompts.shown[0]).toMatchObject({
      kind: 'confirm',
      severity: 'information',
      text: 'eve@example.com came back. Hand this sign-in over to gpu-box?',
      detail: expect.stringContaining('It will stand on gpu-box alone') as string,
      buttons: ['Hand Over', 'That’s Not the One'],
    });
  });
});
