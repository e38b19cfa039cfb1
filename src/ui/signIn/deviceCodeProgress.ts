import { ProgressLocation, env, l10n, window, type Progress } from 'vscode';
import type { WaitingForCode } from '../../accounts/signIn/deviceCodeSignIn.ts';
import type { SignInOutcome } from '../../accounts/signIn/signInOutcome.ts';
import type { Expected } from '../../accounts/signIn/surprise.ts';
import type { Clock } from '../../util/clock.ts';
import { keepExpected } from './keepExpected.ts';
import { mayReachHome } from '../home/homeGate.ts';
import { methodFacts } from '../text/facts/methodFacts.ts';
import { pickSourced, type SourcedRow } from '../shell/pickSourced.ts';
import { permissionsUrl, securitySettingsUrl } from '../shell/links.ts';
import type { Services } from '../shell/services.ts';
import { buildOpenChatGptRow } from './openChatGptRow.ts';
import { announceSignIn } from './signInResult.ts';
import { vscodeBrowser } from '../shell/vscodeBrowser.ts';
import { timeOfDay } from '../text/dates.ts';

/** Signs in with a code typed on any device. Taken in place of a browser sign-in that is open, it is for whom that one is. */
export async function signInWithDeviceCode(services: Services): Promise<void> {
  const { state } = services.attempt;
  if (state.kind === 'deviceCode') {
    await showCode(state.waiting);
    return;
  }
  const expected = state.kind === 'browser' ? state.expected : undefined;
  if ((await mayReachHome(services)) && (await explainPrerequisite([])) !== undefined) {
    await announceSignIn(await showProgress(services, expected), services);
  }
}

/**
 * The same for one workspace: no other may come back.
 * @returns `browser` when the person would rather use that
 */
export async function signInToWorkspaceWithCode(
  expected: Expected | undefined,
  services: Services,
): Promise<'browser' | 'done'> {
  const browser: PrerequisiteRow = {
    label: l10n.t('$(globe) Use the Browser Instead'),
    detail: l10n.t('It may end on an error page, whose address you then paste here.'),
    step: 'browser',
  };
  const step = await explainPrerequisite([browser]);
  if (step === 'getCode') {
    await announceSignIn(await showProgress(services, expected), services);
  }
  return step === 'browser' ? 'browser' : 'done';
}

type Step = 'getCode' | 'browser';

interface PrerequisiteRow extends SourcedRow {
  readonly step?: Step;
  readonly open?: string;
}

/** Said before the code is asked for: without the switch, the page would refuse it. Nothing is sent until then. */
async function explainPrerequisite(others: readonly PrerequisiteRow[]): Promise<Step | undefined> {
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
    const picked = await pickSourced(rows, {
      title: l10n.t('Sign In with a Device Code'),
      placeHolder: deviceCodeSwitch.say(),
    });
    if (picked?.open === undefined) {
      return picked?.step;
    }
    await vscodeBrowser.open(picked.open);
  }
}

async function showProgress(services: Services, expected: Expected | undefined): Promise<SignInOutcome> {
  const { clock } = services;
  const service = await services.loadSignIn();
  return window.withProgress(
    { location: ProgressLocation.Notification, title: l10n.t('Signing in to Codex'), cancellable: true },
    async (progress, token) => {
      const ended = new AbortController();
      token.onCancellationRequested(() => {
        service.cancel();
      });
      const following = service.onDidChange((state) => {
        if (state.kind === 'deviceCode') {
          void countDown(state.waiting, progress, { clock, signal: ended.signal });
          void showCode(state.waiting);
        } else if (state.kind === 'finishing') {
          progress.report({ message: l10n.t('Almost done…') });
        }
      });
      try {
        return await keepExpected(expected, services, () => service.withDeviceCode(expected));
      } finally {
        following.dispose();
        ended.abort();
      }
    },
  );
}

/** The code in a dialog of its own, with copying and opening as one button. Closing it leaves the sign-in open. */
export async function showCode(waiting: WaitingForCode): Promise<void> {
  const copyAndOpen = { title: l10n.t('Copy Code and Open') };
  const copy = { title: l10n.t('Copy Code') };
  const close = { title: l10n.t('Close'), isCloseAffordance: true };
  const choice = await window.showInformationMessage(
    waiting.userCode,
    {
      modal: true,
      detail: l10n.t(
        'Type this code at {0}, on any device with a browser. It works until {1}.\n\nDevice codes are a common phishing target. Never share this code, and type it only if you started this sign-in yourself.',
        waiting.verificationUrl,
        timeOfDay(waiting.expiresAtMs),
      ),
    },
    copyAndOpen,
    copy,
    close,
  );
  if (choice === copyAndOpen || choice === copy) {
    await env.clipboard.writeText(waiting.userCode);
  }
  if (choice === copyAndOpen) {
    await vscodeBrowser.open(waiting.verificationUrl);
  }
}

async function countDown(
  waiting: WaitingForCode,
  progress: Progress<{ message: string }>,
  { clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal },
): Promise<void> {
  while (!signal.aborted) {
    const leftSeconds = Math.max(Math.ceil((waiting.expiresAtMs - clock.nowMs()) / 1000), 0);
    const left = `${String(Math.floor(leftSeconds / 60))}:${String(leftSeconds % 60).padStart(2, '0')}`;
    progress.report({
      message: l10n.t('Type {0} at {1} ({2} left).', waiting.userCode, waiting.verificationUrl, left),
    });
    await clock.delay(1000, signal).catch(() => undefined);
  }
}
