import type { Nothing } from './values.ts';

/** What became of a sign-in: its end, and who renews it. */
export interface GrantMessages {
  'account.refused': Nothing;
  'account.secretsLost': Nothing;
  'grant.revoked': Nothing;
  'grant.spent': Nothing;
  'grant.usedByAnotherCopy': Nothing;
  'grant.answerLost': Nothing;
  'grant.notRenewable': Nothing;
  'grant.workspaceClosed': Nothing;
  'grant.keptElsewhere': { readonly product: string };
  'switch.codexRenews': Nothing;
  'lease.providerOfHost': { readonly label: string };
  'lease.keptElsewhere': { readonly product: string };
  'lease.codexRenews': Nothing;
  'lease.offline': Nothing;
}
