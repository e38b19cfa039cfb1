import type { Scene } from './scene.ts';

/** The steps of a person who looks at the diagnosis. */
export class DiagnosisSteps {
  readonly #scene: () => Scene;

  constructor(scene: () => Scene) {
    this.#scene = scene;
  }

  /** Waits for the list. */
  async seeList(): Promise<void> {
    await this.#scene().workbench.quickInput.row('Read All of This as a Page').waitFor();
  }

  /** Runs the diagnosis, to a list in which every check has had its time; a busy machine may take more. */
  async diagnose(): Promise<void> {
    const { workbench } = this.#scene();
    const { quickInput } = workbench;
    await workbench.runCommand('Codex Accounts: Diagnose Problems');
    await this.seeList();
    while ((await quickInput.rows()).some(({ description }) => description.startsWith('Did not answer'))) {
      await quickInput.pick('Check Again');
      await this.seeList();
    }
  }

  /** What the list says of one check; only rows that are in sight are drawn. */
  async readCheck(name: string): Promise<string> {
    const { quickInput } = this.#scene().workbench;
    await quickInput.fill(name);
    await quickInput.row(name).first().waitFor();
    const rows = await quickInput.rows();
    return rows.find(({ label }) => label.includes(name))?.description ?? '';
  }

  /** Chooses the row of a check and its button; the list that comes after a change is seen to its end. */
  async mend(check: string, button: string): Promise<void> {
    const { workbench } = this.#scene();
    await workbench.quickInput.fill(check);
    await workbench.quickInput.pick(check);
    await workbench.acceptDialog(button);
  }

  async leave(): Promise<void> {
    const { workbench } = this.#scene();
    await workbench.quickInput.cancel();
    await workbench.clearNotifications();
  }
}
