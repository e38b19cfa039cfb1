import { l10n, window } from 'vscode';

/** What VS Code shows of a message on the one line that it gives it; in a narrow font it is more. */
const lineLength = 50;

type Show = (message: string, ...buttons: string[]) => Thenable<string | undefined>;

/**
 * Shows a message that only tells something. VS Code draws a message without a button on one line, cuts it there, and
 * takes it away after a few seconds: one that is longer gets a button, which makes VS Code draw all of it.
 */
function tell(show: Show): (message: string) => Promise<void> {
  return async (message) => {
    await show(message, ...(message.length > lineLength ? [l10n.t('OK')] : []));
  };
}

export const notice = {
  information: tell((...given) => window.showInformationMessage(...given)),
  warning: tell((...given) => window.showWarningMessage(...given)),
  error: tell((...given) => window.showErrorMessage(...given)),
};
