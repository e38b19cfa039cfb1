import { l10n } from 'vscode';
import type { GrantMessages } from '../../../errors/messageIds/grant.ts';
import { displayText } from '../../../base/displayText.ts';
import { explainEnd, explainKeptElsewhere } from './endText.ts';
import type { MessageTexts } from './messageTexts.ts';

export const grantWords: MessageTexts<GrantMessages> = {
  'account.refused': () => explainEnd('refused'),
  'account.secretsLost': () =>
    l10n.t(
      'VS Code’s secret storage has lost the sign-in of this account, or cannot read it. Sign in again; its name and settings stay.',
    ),
  'grant.revoked': () => explainEnd('revoked'),
  'grant.spent': () =>
    l10n.t(
      'This sign-in was renewed in another place, and what is kept here is used up. Sign in again; its name and settings stay.',
    ),
  'grant.usedByAnotherCopy': () => explainEnd('usedByAnotherCopy'),
  'grant.answerLost': () => explainEnd('answerLost'),
  'grant.notRenewable': () => explainEnd('notRenewable'),
  'grant.workspaceClosed': () => explainEnd('workspaceClosed'),
  'grant.keptElsewhere': ({ product }) => explainKeptElsewhere(product),
  'switch.codexRenews': () =>
    l10n.t(
      'Codex may be renewing its sign-in at this moment, and switching now could end it. Try again in a few minutes, or end the running Codex first.',
    ),
  'lease.providerOfHost': ({ label }) =>
    l10n.t('{0} stands in the configuration of this computer. On another host, set it up there.', displayText(label)),
  'lease.keptElsewhere': ({ product }) =>
    l10n.t(
      'The newest sign-in of this account is kept by {0}. Sign in here once, then try again; nothing was sent to the host.',
      product,
    ),
  'lease.codexRenews': () =>
    l10n.t(
      'Codex on this computer may be renewing its sign-in at this moment. Try again in a few minutes; nothing was sent to the host.',
    ),
  'lease.offline': () =>
    l10n.t(
      'The sign-in service gave no token for that host. Check the connection, then try again; nothing has changed, here or there.',
    ),
};
