import { expect } from 'vitest';
import type { Scene } from './scene.ts';

export const prefix = 'Codex Accounts: ';

/** Types into the palette, and waits until it lists our commands: it knows those of the moment when it opened. */
export async function typeInPalette({ workbench }: Scene, words: string): Promise<void> {
  const { page, quickInput } = workbench;
  await expect
    .poll(async () => {
      await page.keyboard.press('Escape');
      await page.keyboard.press('F1');
      await quickInput.input.waitFor();
      await quickInput.fill(`>${words}`);
      return (await quickInput.rows()).some(({ label }) => label.startsWith(prefix));
    })
    .toBe(true);
}

/** Which of the commands of these titles the palette offers now. */
export async function findOffered(scene: Scene, titles: readonly string[]): Promise<readonly string[]> {
  const offered: string[] = [];
  for (const title of titles) {
    await typeInPalette(scene, `${prefix}Sign In`);
    const { quickInput } = scene.workbench;
    await quickInput.fill(`>${prefix}${title}`);
    await expect
      .poll(async () => {
        const [first] = await quickInput.rows();
        return (
          first?.label === prefix + title ||
          first?.separator === 'similar commands' ||
          first?.label === 'No matching commands'
        );
      })
      .toBe(true);
    if ((await quickInput.rows())[0]?.label === prefix + title) offered.push(title);
    await quickInput.cancel();
  }
  return offered;
}
