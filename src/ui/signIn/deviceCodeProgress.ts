import { l10n } from 'vscode';
import type { WaitingForCode } from '../../accounts/signIn/deviceCodeSignIn.ts';
import type { Browser } from '../../accounts/signIn/ports.ts';
import type { SignInOutcome } from '../../accounts/signIn/signInOutcome.ts';
import type { Expected } from '../../accounts/signIn/unexpectedAccount.ts';
import type { Clock } from '../../base/clock.ts';
import { keepExpectedAccount, type ChatGptSignInFlow } from './keepExpectedAccount.ts';
import { ensureHomeWritable } from '../home/ensureHomeWritable.ts';
import { methodFacts } from '../text/facts/methodFacts.ts';
import type { Clipboard } from '../shell/clipboard.ts';
import { pickSourced, type SourcedPickFlow, type SourcedRow } from '../shell/pickSourced.ts';
import { permissionsUrl, securitySettingsUrl } from '../shell/links.ts';
import type { Prompts } from '../shell/prompts.ts';
import { buildOpenChatGptRow } from './openChatGptRow.ts';
import { announceSignIn } from './signInResult.ts';
import { timeOfDay } from '../text/dates.ts';

/** Signs in with a code typed on any device. Taken in place of a browser sign-in that is open, it is for whom that one is. */
export async function signInWithDeviceCode(flow: ChatGptSignInFlow): Promise<void> {
  const { state } = flow.attempt;
  if (state.kind === 'deviceCode') {
    await showCode(state.waiting, flow);
    return;
  }
  await (await flow.loadRules()).requireMethod('chatgpt');
  const expected = state.kind === 'browser' ? state.expected : undefined;
  if ((await ensureHomeWritable(flow)) && (await explainPrerequisite([], flow)) !== undefined) {
    await announceSignIn(await showProgress(flow, expected), flow);
  }
}

/**
 * The same for one workspace: no other may come back.
 * @returns `browser` when the person would rather use that
 */
export async function signInToWorkspaceWithCode(
  expected: Expected | undefined,
  flow: ChatGptSignInFlow,
): Promise<'browser' | 'done'> {
  const browser: PrerequisiteRow = {
    label: l10n.t('$(globe) Use the Browser Instead'),
    detail: l10n.t('It may end on an error page, whose address you then paste here.'),
    step: 'browser',
  };
  const step = await explainPrerequisite([browser], flow);
  if (step === 'getCode') {
    await announceSignIn(await showProgress(flow, expected), flow);
  }
  return step === 'browser' ? 'browser' : 'done';
}

type Step = 'getCode' | 'browser';

interface PrerequisiteRow extends SourcedRow {
  readonly step?: Step;
  readonly open?: string;
}

/** Said before the code is asked for: without the switch, the page would refuse it. Nothing is sent until then. */
async function explainPrerequisite(
  others: readonly PrerequisiteRow[],
  flow: SourcedPickFlow,
): Promise<Step | undefined> {
  const { deviceCodeSwitch, deviceCodeByPerson, deviceCodeByAdmin } = methodFacts;
  const rows: PrerequisiteRow[] = [
    {
      label: l10n.t('$(arrow-right) Get a Code'),
      detail: l10n.t('Device codes are switched on for my account.'),
      step: 'getCode',
    },
    {
      label: l10n.t('$(link-external) Open ChatGPT Security Settings'),
      detail: `${deviceCodeByPerson.say()} ${securitySettingsUrl}`,
      facts: [deviceCodeByPerson],
      open: securitySettingsUrl,
    },
    {
      label: l10n.t('$(link-external) Open Workspace Permissions'),
      detail: `${deviceCodeByAdmin.say()} ${permissionsUrl}`,
      facts: [deviceCodeByAdmin],
      open: permissionsUrl,
    },
    buildOpenChatGptRow(),
    ...others,
  ];
  for (;;) {
    const picked = await pickSourced(
      rows,
      { title: l10n.t('Sign In with a Device Code'), placeHolder: deviceCodeSwitch.say() },
      flow,
    );
    if (picked?.open === undefined) {
      return picked?.step;
    }
    await flow.browser.open(picked.open);
  }
}

async function showProgress(flow: ChatGptSignInFlow, expected: Expected | undefined): Promise<SignInOutcome> {
  const { clock } = flow;
  const service = await flow.loadSignIn();
  return flow.prompts.progress(
    { title: l10n.t('Signing in to Codex'), isCancellable: true },
    async (report, signal) => {
      const ended = new AbortController();
      signal.addEventListener('abort', () => {
        service.cancel();
      });
      const following = service.onDidChange((state) => {
        if (state.kind === 'deviceCode') {
          flow.log.unawaited('sign-in', countDown(state.waiting, report, { clock, signal: ended.signal }));
          flow.log.unawaited('sign-in', showCode(state.waiting, flow));
        } else if (state.kind === 'finishing') {
          report(l10n.t('Almost done…'));
        }
      });
      try {
        return await keepExpectedAccount(expected, flow, () => service.withDeviceCode(expected));
      } finally {
        following.dispose();
        ended.abort();
      }
    },
  );
}

export interface ShowCodeFlow {
  readonly prompts: Pick<Prompts, 'confirm'>;
  readonly clipboard: Pick<Clipboard, 'writeText'>;
  readonly browser: Pick<Browser, 'open'>;
}

/** The code in a dialog of its own, with copying and opening as one button. Closing it leaves the sign-in open. */
export async function showCode(waiting: WaitingForCode, { prompts, clipboard, browser }: ShowCodeFlow): Promise<void> {
  const copyAndOpen = l10n.t('Copy Code and Open');
  const copy = l10n.t('Copy Code');
  const choice = await prompts.confirm('information', waiting.userCode, {
    detail: l10n.t(
      'Type this code at {0}, on any device with a browser. It works until {1}.\n\nDevice codes are a common phishing target. Never share this code, and type it only if you started this sign-in yourself.',
      waiting.verificationUrl,
      timeOfDay(waiting.expiresAtMs),
    ),
    buttons: [copyAndOpen, copy],
    closeButton: l10n.t('Close'),
  });
  if (choice === copyAndOpen || choice === copy) {
    await clipboard.writeText(waiting.userCode);
  }
  if (choice === copyAndOpen) {
    await browser.open(waiting.verificationUrl);
  }
}

async function countDown(
  waiting: WaitingForCode,
  report: (message: string) => void,
  { clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal },
): Promise<void> {
  while (!signal.aborted) {
    const leftSeconds = Math.max(Math.ceil((waiting.expiresAtMs - clock.nowMs()) / 1000), 0);
    const left = `${String(Math.floor(leftSeconds / 60))}:${String(leftSeconds % 60).padStart(2, '0')}`;
    report(l10n.t('Type {0} at {1} ({2} left).', waiting.userCode, waiting.verificationUrl, left));
    await clock.delay(1000, signal).catch(() => undefined);
  }
}
