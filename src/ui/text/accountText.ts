import { l10n } from 'vscode';
import type { LabelFacts } from '../../accounts/directory/ports.ts';
import type { Health } from '../../accounts/use/accountCheck.ts';
import { isRefused } from '../../accounts/use/healthVerdict.ts';
import type { FoundInHome } from '../../accounts/home/ports.ts';
import { findPlan } from '../../protocol/api/plan.ts';
import {
  isProviderTable,
  type Account,
  type AccountKind,
  type Credential,
  type Identity,
  type ProviderSetup,
} from '../../storage/account.ts';
import { readAddress } from '../../storage/providerAddress.ts';
import { displayText, iconSafeSentence } from '../../base/displayText.ts';
import { timeOfDay } from './dates.ts';
import { nameProviderKey } from './providerText.ts';

/** The words that describe an account, shared by every surface. */
export function kindWord(kind: AccountKind | undefined): string {
  switch (kind) {
    case 'chatgpt':
      return l10n.t('ChatGPT');
    case 'apiKey':
      return l10n.t('API key');
    case 'accessToken':
      return l10n.t('Access token');
    case 'azure':
      return l10n.t('Azure OpenAI');
    case 'bedrock':
      return l10n.t('Amazon Bedrock');
    case 'local':
      return l10n.t('Local model');
    case 'custom':
      return l10n.t('Model provider');
    case undefined:
      return l10n.t('Account');
  }
}

/** The name of the icon of VS Code that stands for it. */
export function kindIcon(kind: AccountKind): 'account' | 'key' | 'server-environment' {
  switch (kind) {
    case 'chatgpt':
      return 'account';
    case 'apiKey':
    case 'accessToken':
      return 'key';
    case 'azure':
    case 'bedrock':
    case 'local':
    case 'custom':
      return 'server-environment';
  }
}

/** Names a sign-in that Codex has and we do not, as far as it may be shown. */
export function nameFound({ kind, identity, provider }: FoundInHome, hidePersonalInfo: boolean): string {
  if (provider !== undefined) {
    return nameProviderKey(provider);
  }
  const kindName = kind === 'other' ? l10n.t('another kind of sign-in') : kindWord(kind);
  const person = hidePersonalInfo ? undefined : personWord(identity, hidePersonalInfo);
  return person === undefined ? kindName : l10n.t('{0}, {1}', kindName, person);
}

/** The plan's name; what we do not know is shown as the server wrote it. */
export function planWord({ plan }: Pick<Identity, 'plan'>): string {
  if (plan === undefined) {
    return l10n.t('Plan unknown');
  }
  return findPlan(plan)?.name ?? l10n.t('{0} (not known to this release)', displayText(plan));
}

export function isWorkspacePlan({ plan }: Identity): boolean {
  return findPlan(plan)?.isWorkspace ?? false;
}

/**
 * What a new account may be called: its workspace, else the person before the @ of the e-mail; what follows tells two
 * apart that would be called the same. Where it is hidden who it is, the plan stands for the person.
 */
export function suggestLabels(
  { kind, identity, keyTail, setup }: LabelFacts,
  hidesPersonalInfo: boolean,
): readonly [string, ...string[]] {
  if (kind === 'apiKey') {
    return [keyTail === undefined ? l10n.t('API key') : l10n.t('API key …{0}', displayText(keyTail))];
  }
  if (setup !== undefined) {
    return [nameSetup(kind, setup)];
  }
  const [person = '', place = ''] = hidesPersonalInfo
    ? []
    : (identity.email ?? '').split('@').map((part) => displayText(part, longestName));
  const what =
    kind === 'accessToken'
      ? l10n.t('Access token')
      : identity.plan === undefined
        ? l10n.t('ChatGPT')
        : planWord(identity);
  const workspace = displayText(identity.workspaceName ?? '', longestName);
  if (workspace !== '') {
    return person === '' ? [workspace] : [workspace, nameBeside(workspace, person)];
  }
  if (person === '') {
    return [what];
  }
  return kind === 'accessToken' || isWorkspacePlan(identity)
    ? [nameBeside(person, what)]
    : [person, nameBeside(person, place)];
}

/** A provider by its project, its region, or what its table calls it. */
function nameSetup(kind: AccountKind, { providerId, table }: ProviderSetup): string {
  const { base_url: address, name, aws } = table ?? {};
  const region = isProviderTable(aws) ? aws['region'] : undefined;
  const called = typeof name === 'string' ? displayText(name, longestName) : '';
  switch (kind) {
    case 'azure': {
      const host = URL.parse(readAddress(address) ?? '')?.hostname ?? '';
      return nameBeside(
        'Azure',
        displayText(host.replace(/\.(?:openai|cognitiveservices)\.azure\..*$/u, ''), longestName),
      );
    }
    case 'bedrock':
      return nameBeside('Bedrock', typeof region === 'string' ? displayText(region) : '');
    case 'local':
      return providerId.startsWith('lmstudio') ? 'LM Studio' : 'Ollama';
    default: {
      const host = typeof address === 'string' && providerId === 'openai' ? URL.parse(address)?.host : undefined;
      return called === '' ? displayText(host ?? providerId, longestName) : called;
    }
  }
}

const longestName = 40;

function nameBeside(name: string, other: string): string {
  return l10n.t('{0} ({1})', name, other);
}

/** Who it is, as far as the person lets it be shown. */
export function personWord({ email }: Identity, hidePersonalInfo: boolean): string | undefined {
  const shown = displayText(email ?? '');
  if (shown === '') {
    return undefined;
  }
  return hidePersonalInfo ? l10n.t('(e-mail hidden)') : shown;
}

/** One line that tells an account from every other: person, workspace, plan. */
export function describeAccount({ credential, identity }: Account, hidePersonalInfo: boolean): string {
  const parts = [
    personWord(identity, hidePersonalInfo),
    displayText(identity.workspaceName ?? ''),
    planPart(credential, identity),
  ];
  return parts.filter((part) => part !== undefined && part !== '').join(' · ');
}

/** The same for the rows of a list, which draw `$(name)` as an icon. */
export function describeInRow(account: Account, hidePersonalInfo: boolean): string {
  return iconSafeSentence(displayText(describeAccount(account, hidePersonalInfo), longestRow));
}

const longestRow = 200;

function planPart(credential: Credential, identity: Identity): string {
  switch (credential.kind) {
    case 'apiKey':
      return l10n.t('billed per token through its OpenAI Platform account');
    case 'chatgpt':
    case 'accessToken':
      return planWord(identity);
    case 'azure':
    case 'bedrock':
    case 'local':
    case 'custom':
      return describeSetup(credential.setup);
  }
}

/** The model, and where it runs. */
function describeSetup({ providerId, model, table }: ProviderSetup): string {
  const { base_url: kept, aws } = table ?? {};
  const address = readAddress(kept);
  const place = address !== undefined ? URL.parse(address)?.host : isProviderTable(aws) ? aws['region'] : undefined;
  const parts = [model, typeof place === 'string' ? place : providerId];
  return displayText(parts.filter((part) => part !== undefined).join(' · '), longestName);
}

/** Only who is signed in with OpenAI has a plan. */
export function hasPlan(kind: AccountKind): boolean {
  return kind === 'chatgpt' || kind === 'accessToken';
}

/** What keeps an account from being used or renewed, if anything does. */
export function healthWord(health: Health | undefined): string | undefined {
  switch (health?.kind) {
    case 'offline':
      return isRefused(health)
        ? l10n.t('The service refused at {0}', timeOfDay(health.checkedAtMs))
        : l10n.t('Offline, last tried at {0}', timeOfDay(health.checkedAtMs));
    case 'misconfigured':
      return l10n.t('Not usable as it is set up, seen at {0}', timeOfDay(health.checkedAtMs));
    case 'homeNotWritable':
      return l10n.t('Not renewed here: its Codex home cannot be written');
    default:
      return undefined;
  }
}
