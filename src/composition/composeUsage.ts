import { join } from 'node:path';
import { l10n, window } from 'vscode';
import { UsageFollower } from '../billing/usage/usageFollower.ts';
import type { UsageNotice } from '../billing/usage/usageNotices.ts';
import { UsageReader } from '../billing/usage/usageReader.ts';
import { UsageRecords } from '../billing/usage/usageRecords.ts';
import { findUsageWatch } from '../billing/usage/usageSchedule.ts';
import { linkSafeName } from '../base/displayText.ts';
import type { HttpClient } from '../network/http.ts';
import { NodeRecordFolder } from '../platform/files/recordFolder.ts';
import { onDidChangeSettings, settings } from '../ui/shell/settings.ts';
import { sayUsageNotice } from '../ui/text/usageText.ts';
import { sayUsageOf } from '../ui/text/usageWords.ts';
import type { CoreServices } from './coreServices.ts';
import type { ActivationContext } from './activationContext.ts';
import type { Services } from './services.ts';

/** What follows the usage of the account in use, from now on. Its questions are for who looks. */
export function composeUsage(
  { scope, log }: Pick<ActivationContext, 'scope' | 'log'>,
  { current, usage, clock, prompts, showPanel }: Services,
  { stateFolder, http }: Pick<CoreServices, 'stateFolder'> & { readonly http: HttpClient },
): UsageFollower {
  const records = new UsageRecords(scope.add(new NodeRecordFolder(join(stateFolder, 'usage'), clock)));
  const tell = async (notices: readonly UsageNotice[], label: string): Promise<void> => {
    const text = notices.map((notice) => sayUsageNotice(notice, label, clock.nowMs())).join(' ');
    const isTrouble = notices.some(({ kind }) => kind !== 'free');
    const show = l10n.t('Show Account');
    if ((await prompts.offer(isTrouble ? 'warning' : 'information', text, show)) === show) {
      await showPanel();
    }
  };
  const follower = scope.add(
    new UsageFollower({
      current,
      reader: new UsageReader({ http, clock, issuer: settings.issuer }),
      records,
      clock,
      random: Math.random,
      surfaces: {
        isOn: settings.usageEnabled,
        wantsNotices: settings.usageNotify,
        findWatch: () =>
          findUsageWatch({
            isOn: settings.usageEnabled(),
            isPageSeen: usage.isPageSeen,
            isFocused: window.state.focused,
            wantsNotices: settings.usageNotify(),
          }),
        show: (sight) => {
          usage.show(sight && sayUsageOf(sight, clock.nowMs()));
        },
        tell: (notices, { label }) => {
          log.unawaited('usage', tell(notices, linkSafeName(label)));
        },
      },
    }),
  );
  const wake = (): void => {
    follower.wake();
  };
  scope.add(usage.onDidSee(wake));
  scope.add(onDidChangeSettings(wake));
  scope.add(window.onDidChangeWindowState(wake));
  log.unawaited('usage', follower.run());
  return follower;
}
