import { l10n } from 'vscode';
import { isProviderTable, type ProviderAccount, type ProviderSetup } from '../../storage/account.ts';
import { readAddress } from '../../storage/providerAddress.ts';
import { displayText } from '../../base/displayText.ts';
import type { PanelSection } from '../../webview/messages.ts';
import { healthWord, kindWord } from '../text/accountText.ts';
import { formatSentence } from '../text/errorText.ts';
import { timeOfDay } from '../text/dates.ts';
import {
  keeping,
  linksFor,
  nameAccount,
  payerWord,
  signOutAction,
  unlocks,
  usageSection,
  type StateOf,
} from './panelAccount.ts';
import type { PanelOptions, PanelView } from './panelView.ts';

type FactRow = Extract<PanelSection, { kind: 'facts' }>['rows'][number];

/** A provider in use: whether it answers, what Codex asks it for, and who pays. "Signed in" means that it works. */
export function viewProvider(
  account: ProviderAccount,
  { health }: StateOf<'signedIn'>,
  options: PanelOptions,
): PanelView {
  const { kind, setup } = account.credential;
  const obstacle = health?.kind === 'offline' || health?.kind === 'misconfigured' ? health.sentence : undefined;
  const trouble = obstacle === undefined ? healthWord(health) : formatSentence(obstacle);
  const answered = health?.kind === 'good' ? timeOfDay(health.checkedAtMs) : undefined;
  return {
    emblem: 'key',
    title: nameAccount(account),
    subtitle: kindWord(kind),
    status:
      trouble === undefined
        ? {
            tone: 'good',
            text: answered === undefined ? l10n.t('In use') : l10n.t('In use, answered at {0}', answered),
          }
        : { tone: health?.kind === 'offline' ? 'offline' : 'warning', text: trouble },
    actions: [
      { command: 'refreshAccount', label: l10n.t('Check Again'), look: 'secondary' },
      { command: 'signInAgain', label: l10n.t('Change…'), look: 'secondary' },
      { command: 'switchAccount', label: l10n.t('Switch Account…'), look: 'secondary' },
      signOutAction(),
    ],
    sections: [
      {
        kind: 'facts',
        id: 'account',
        heading: l10n.t('Model provider'),
        rows: [
          ...setupRows(setup),
          { term: l10n.t('Who pays'), value: payerWord(kind, false), look: 'text' },
          {
            term: l10n.t('OpenAI sign-in'),
            value: l10n.t('Not needed. Who is signed in there stays, and is used again after a switch back.'),
            look: 'text',
          },
        ],
        ...(kind === 'local'
          ? {
              note: l10n.t(
                'Good without a network and for trying things out. Local models are much weaker than the hosted ones at working by themselves, and not for production.',
              ),
            }
          : {}),
      },
      ...usageSection(options),
      unlocks(account),
      keeping(options, undefined),
    ],
    links: linksFor(kind),
  };
}

function setupRows({ providerId, model, table }: ProviderSetup): readonly FactRow[] {
  const aws = table?.['aws'];
  const version = table?.['query_params'];
  const inAws = (key: string): unknown => (isProviderTable(aws) ? aws[key] : undefined);
  const facts: readonly (readonly [string, unknown])[] = [
    [l10n.t('Name in config.toml'), providerId],
    [l10n.t('Address'), readAddress(table?.['base_url'])],
    [l10n.t('Model'), model],
    [l10n.t('API version'), isProviderTable(version) ? version['api-version'] : undefined],
    [l10n.t('AWS profile'), inAws('profile')],
    [l10n.t('AWS region'), inAws('region')],
    [l10n.t('Variable with its key'), table?.['env_key']],
  ];
  return facts.flatMap(([term, value]): readonly FactRow[] =>
    typeof value === 'string' ? [{ term, value: displayText(value, longestValue), look: 'text' }] : [],
  );
}

const longestValue = 300;
