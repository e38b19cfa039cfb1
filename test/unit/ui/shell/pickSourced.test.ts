import { expect, it } from 'vitest';
import { pickSourced, type SourcedRow } from '../../../../src/ui/shell/pickSourced.ts';
import { saySource, type Fact } from '../../../../src/ui/text/facts/fact.ts';
import { sources } from '../../../../src/ui/text/facts/sources.ts';
import { createFakeFlow } from '../../../support/fakeFlow.ts';

const fact: Fact = { sources: ['auth'], say: () => 'Codex takes a key.' };
const rows: readonly (SourcedRow & { readonly id: number })[] = [
  { label: 'Key', facts: [fact], id: 1 },
  { label: 'Browser', id: 2 },
];

it('opens the document behind a row and leaves the pick open', async () => {
  const flow = createFakeFlow({ row: 'Key', button: saySource(sources.auth) }, { row: 'Browser' });
  const picked = await pickSourced(rows, { title: 'Sign in', placeHolder: 'How?' }, flow);
  expect(picked?.id).toBe(2);
  expect(flow.opened).toEqual([sources.auth.address]);
  expect(flow.prompts.shown).toEqual([{ kind: 'pick', text: 'Sign in', rows: ['Key', 'Browser'] }]);
});
