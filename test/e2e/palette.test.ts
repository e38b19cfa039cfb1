import { describe, expect, it } from 'vitest';
import { useScene } from './scene.ts';
import { findOffered, prefix, typeInPalette } from './paletteSteps.ts';
import { adaPersonal, consent, readNotification } from './steps.ts';

const scene = useScene();

const gated = [
  'Check My Plan Again',
  'Choose Account of This Host',
  'Copy Account to a Host',
  'Copy Link for Another Browser',
  'Import from Codex CLI',
  'Set Account of This Folder',
  'Sign Out',
  'Switch Account',
  'Switch to Previous Account',
  'Undo Last Configuration Change',
];

describe('the command palette', () => {
  it('runs Sign In for “codex accounts sign in” and for “codex sign in”', async () => {
    const { workbench } = scene();
    const { page, quickInput } = workbench;
    for (const words of ['codex sign in', 'codex accounts sign in']) {
      await typeInPalette(scene(), words);
      await workbench.screenshot(`palette-${words.replaceAll(' ', '-')}`);
      await page.keyboard.press('Enter');
      await expect.poll(() => quickInput.title()).toBe('Sign In to Codex');
      await quickInput.cancel();
    }
  });

  it('offers nobody what needs an account, a remote or an open sign-in', async () => {
    expect(await findOffered(scene(), gated)).toEqual([]);
  });

  it('offers the link while the browser is open, and Sign In still comes first', async () => {
    const { workbench } = scene();
    await typeInPalette(scene(), 'codex accounts sign in');
    await workbench.page.keyboard.press('Enter');
    const page = await workbench.pageOpenedBy(() => workbench.quickInput.pick('ChatGPT in the Browser'));
    expect(await findOffered(scene(), gated)).toEqual(['Copy Link for Another Browser']);
    await typeInPalette(scene(), 'codex accounts sign in');
    expect((await workbench.quickInput.rows())[0]?.label).toBe(`${prefix}Sign In`);
    await workbench.quickInput.cancel();
    await consent(page, adaPersonal);
    await page.waitForURL(/\/success$/u);
    await page.close();
    await readNotification(scene(), 'Signed in as');
  });

  it('offers what one account can do, and no way back to another', async () => {
    const expected = [
      'Check My Plan Again',
      'Copy Account to a Host',
      'Set Account of This Folder',
      'Sign Out',
      'Switch Account',
    ];
    expect(await findOffered(scene(), gated)).toEqual(expected);
    await typeInPalette(scene(), 'codex accounts sign in');
    expect((await scene().workbench.quickInput.rows())[0]?.label).toBe(`${prefix}Sign In`);
    await scene().workbench.quickInput.cancel();
  });
});
