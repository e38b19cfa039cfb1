/**
 * Stands in for the module 'vscode' where pure views are tested: words come out in English, with their values filled in
 * as VS Code does it. A notification is never answered; progress is shown to nobody.
 */
export const l10n = {
  t(message: string, ...values: readonly (string | number | boolean)[]): string {
    return message.replace(/\{(\d+)\}/gu, (place, index: string) => String(values[Number(index)] ?? place));
  },
};

type Notify = (message: string, ...buttons: readonly string[]) => Promise<string | undefined>;

const leaveUnanswered: Notify = () => Promise.resolve(undefined);

export const window = {
  showInformationMessage: leaveUnanswered,
  showWarningMessage: leaveUnanswered,
  withProgress<T>(_options: unknown, work: () => Promise<T>): Promise<T> {
    return work();
  },
};

export const ProgressLocation = { Notification: 15 };
