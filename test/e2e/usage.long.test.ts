import { describe, expect, it } from 'vitest';
import { findAccessibilityProblems } from './accessibility.ts';
import { useScene } from './scene.ts';
import { adaPersonal, readNotification, signInWithBrowser } from './steps.ts';

const scene = useScene({ settings: { 'codexAccounts.usage.notify': true, 'codexAccounts.statusBar.show': 'usage' } });

/** The service’s answer with these shares of the two windows; the shorter one is over in 2 h 10 min. */
function answerUsed(shortPercent: number, weekPercent: number): void {
  const windowOf = (used_percent: number, limit_window_seconds: number, reset_after_seconds: number) => ({
    used_percent,
    limit_window_seconds,
    reset_after_seconds,
    reset_at: 0,
  });
  scene().issuer.clearFaults();
  scene().issuer.fault({
    path: '/backend-api/wham/usage',
    times: 100,
    kind: 'status',
    status: 200,
    body: {
      plan_type: 'plus',
      rate_limit: {
        allowed: true,
        limit_reached: false,
        primary_window: windowOf(shortPercent, 18_000, 130 * 60),
        secondary_window: windowOf(weekPercent, 604_800, 76 * 60 * 60),
      },
      additional_rate_limits: [
        {
          limit_name: 'Code review',
          metered_feature: 'review',
          rate_limit: { allowed: true, limit_reached: false, primary_window: windowOf(78, 604_800, 3600) },
        },
      ],
      credits: { has_credits: true, unlimited: false, balance: '12.50' },
      spend_control: { reached: false },
    },
  });
}

describe('the usage of the account in use', () => {
  it('is asked for the page, and shown there, in the tooltip and in the status bar', async () => {
    const { workbench, issuer, statusItem } = scene();
    answerUsed(28, 59);
    await signInWithBrowser(scene(), adaPersonal);
    await readNotification(scene(), 'Signed in as');
    await workbench.runCommand('Codex Accounts: Show Account');
    const frame = await workbench.webviewFrame();
    await frame.getByRole('heading', { name: 'Usage' }).waitFor();
    await frame.getByText('72% left, 28% used').waitFor();
    await frame.getByText('(in 2 h 10 min)').waitFor();
    await expect.poll(() => statusItem.innerText()).toContain('5h 72% · wk 41%');
    const tooltip = await workbench.readHover(statusItem);
    for (const words of [
      '5-hour window: 72% left, 28% used.',
      'Code review: Weekly window: 22% left',
      'Credits: 12.50 left',
    ]) {
      expect(tooltip).toContain(words);
    }
    await workbench.screenshot('usage-tooltip');
    expect(issuer.log.requests({ path: '/backend-api/wham/usage' })).toHaveLength(1);
  });

  it('is asked for anew by the plan check, drawn as it was seen, and told when it is near its limit', async () => {
    const { workbench } = scene();
    answerUsed(93, 60);
    await workbench.runCommand('Codex Accounts: Check My Plan Again');
    const notice = await workbench.findNotification('5-hour window has 7% left');
    await notice.waitFor();
    await workbench.screenshot('usage-notice');
    expect(await readNotification(scene(), 'Checked: the server accepts')).toContain(
      'Plan: Plus, as the service says now',
    );
    const frame = await workbench.webviewFrame();
    await frame.getByText('7% left, 93% used').waitFor();
    await frame.getByRole('img', { name: /^Used since .* from 28% to 93%/u }).waitFor();
    for (const theme of ['Dark Modern', 'Light High Contrast']) {
      await workbench.switchTheme(theme);
      await expect.poll(() => frame.locator('body').getAttribute('data-vscode-theme-name')).toBe(theme);
      await workbench.screenshot(`usage-panel-${theme.replaceAll(' ', '-').toLowerCase()}`);
      expect(await findAccessibilityProblems(frame), theme).toEqual([]);
    }
  });

  it('is forgotten on a click', async () => {
    const { workbench } = scene();
    const frame = await workbench.webviewFrame();
    scene().issuer.clearFaults();
    await frame.getByRole('button', { name: 'Remove What Was Seen' }).click();
    await frame.getByText('75% left, 25% used').waitFor();
    expect(await frame.getByRole('img', { name: /^Used since/u }).count()).toBe(0);
  });
});
