import { l10n } from 'vscode';
import type { AnswerDetails, ServerAnswerKind, ServerMessages } from '../../errors/messageIds/server.ts';
import { answerFacts } from './facts/answerFacts.ts';
import type { MessageTexts } from './errors/messageTexts.ts';

/** Who can put it right. */
export type Contact = 'you' | 'workspaceAdmin' | 'apiOwner' | 'networkPeople' | 'openAi';

/** A page where it is put right, or where the documents say how. */
export type HelpPage =
  | 'chatGpt'
  | 'workspaceSettings'
  | 'workspacePermissions'
  | 'securitySettings'
  | 'apiKeys'
  | 'apiLimits'
  | 'ipAllowlist'
  | 'countries'
  | 'phone'
  | 'status'
  | 'helpCenter';

/** Who can help, where, and what a message to them asks for; nobody is written to about what a person does alone. */
export interface Help {
  readonly contact: Contact;
  readonly page?: HelpPage;
  readonly ask?: () => string;
}

interface AnswerWords extends Help {
  /** What happened, as a heading. */
  readonly title: () => string;
  /** The same as a sentence. */
  readonly happened: (machine: string) => string;
  /** Who can put it right, and how. */
  readonly next: (machine: string) => string;
}

/** The only table of what the service answers: what happened, who can put it right, where, and what to ask them for. */
export const serverAnswers: Readonly<Record<ServerAnswerKind, AnswerWords>> = {
  codexOff: {
    title: () => l10n.t('Codex is switched off in this workspace'),
    happened: () => l10n.t('Codex is switched off for you in this workspace.'),
    next: () =>
      [
        answerFacts.codexLocal.say(),
        l10n.t('Ask them, or sign in again and choose another workspace on the sign-in page.'),
      ].join(' '),
    contact: 'workspaceAdmin',
    page: 'workspaceSettings',
    ask: () =>
      [l10n.t('Please allow me to use Codex in our ChatGPT workspace.'), answerFacts.codexLocal.say()].join(' '),
  },
  workspaceRefused: {
    title: () => l10n.t('This workspace is not open to the sign-in'),
    happened: () => l10n.t('The workspace that this sign-in was made for is not open to it now.'),
    next: () =>
      l10n.t(
        'Sign in again and choose the workspace on the sign-in page. If it is not offered there, ask a workspace owner or admin whether you are still a member.',
      ),
    contact: 'workspaceAdmin',
    page: 'chatGpt',
    ask: () => l10n.t('Please check whether I am a member of our ChatGPT workspace and may use Codex in it.'),
  },
  workspaceEnded: {
    title: () => l10n.t('This workspace was deactivated'),
    happened: () => l10n.t('The workspace of this account was deactivated, so nobody can use it with Codex.'),
    next: () =>
      l10n.t('Its owner can bring it back. Until then, switch to another account, or sign in to another workspace.'),
    contact: 'workspaceAdmin',
    ask: () => l10n.t('Our ChatGPT workspace is deactivated. Please check its subscription.'),
  },
  noWorkspace: {
    title: () => l10n.t('No workspace can be used with Codex'),
    happened: () => l10n.t('The sign-in service found no ChatGPT account or workspace of yours that Codex can use.'),
    next: () => l10n.t('Switch to the right account at chatgpt.com, then sign in again, or sign in with an API key.'),
    contact: 'you',
    page: 'chatGpt',
  },
  regionRefused: {
    title: () => l10n.t('The service does not serve this country or region'),
    happened: (machine) =>
      l10n.t('OpenAI does not serve the country or region that {0} asked from; your sign-in is not at fault.', machine),
    next: (machine) =>
      l10n.t(
        'Check where the VPN or proxy of {0} leaves, with your company’s network people where they run it, then try again; or sign in on a computer elsewhere.',
        machine,
      ),
    contact: 'networkPeople',
    page: 'countries',
    ask: () =>
      l10n.t(
        'Requests to auth.openai.com and chatgpt.com leave our network in a country or region that OpenAI does not serve. Please check by which exit they leave.',
      ),
  },
  phoneNeeded: {
    title: () => l10n.t('The service asks for your phone number'),
    happened: () => l10n.t('OpenAI asks for a verified phone number before it lets you sign in to Codex.'),
    next: () =>
      [
        answerFacts.phone.say(),
        l10n.t(
          'Only you can verify it, on the sign-in page: sign in again. Do not sign out elsewhere to try it: other sign-ins go on as they are.',
        ),
      ].join(' '),
    contact: 'you',
    page: 'phone',
  },
  ssoNeeded: {
    title: () => l10n.t('Your company’s sign-in is asked for again'),
    happened: () =>
      l10n.t(
        'The service lets this sign-in in no more, though it was renewed a moment ago. That is so where a workspace takes only those who come through their company’s own sign-in (SSO).',
      ),
    next: () =>
      l10n.t(
        'Sign in again, through your company’s sign-in page; the account’s name and settings stay. If it comes back soon, tell a workspace owner or admin.',
      ),
    contact: 'workspaceAdmin',
    ask: () =>
      l10n.t(
        'Codex is refused again and again although I sign in through our single sign-on. Please check whether our workspace’s settings for single sign-on let Codex renew its sign-in.',
      ),
  },
  mfaNeeded: {
    title: () => l10n.t('A second factor is asked for'),
    happened: () => l10n.t('OpenAI lets nobody in here without multi-factor sign-in.'),
    next: () => [answerFacts.secondFactor.say(), l10n.t('Then sign in again.')].join(' '),
    contact: 'you',
    page: 'securitySettings',
  },
  accountClosed: {
    title: () => l10n.t('This OpenAI account is closed'),
    happened: () => l10n.t('OpenAI says that this account was deleted or deactivated.'),
    next: () =>
      l10n.t(
        'Only OpenAI can say why or open it again, through its help center; in a company also a workspace owner. It stays in your list here, and other accounts are not affected.',
      ),
    contact: 'openAi',
    page: 'helpCenter',
    ask: () => l10n.t('My account is said to be deleted or deactivated. Please tell me why, or open it again.'),
  },
  tooManyRequests: {
    title: () => l10n.t('The service asks to wait'),
    happened: () => l10n.t('OpenAI got too many requests from you or from your network, and asks to wait.'),
    next: () => l10n.t('Nothing was lost, and you stay signed in where you were: try again later.'),
    contact: 'openAi',
    page: 'status',
  },
  serviceDown: {
    title: () => l10n.t('The service has trouble of its own'),
    happened: () => l10n.t('OpenAI’s service, or what stands before it, is having trouble or is being maintained.'),
    next: () =>
      l10n.t(
        'Only OpenAI can put that right: wait, and try again in some minutes. Nothing was lost, and you stay signed in where you were.',
      ),
    contact: 'openAi',
    page: 'status',
  },
  outOfFunds: {
    title: () => l10n.t('The API organization has nothing left to spend'),
    happened: () =>
      l10n.t('The key is good, but its API organization or project has nothing left to spend, or has reached a limit.'),
    next: () => answerFacts.limits.say(),
    contact: 'apiOwner',
    page: 'apiLimits',
    ask: () =>
      [
        l10n.t('My API key is refused because our API organization or project has nothing left to spend.'),
        answerFacts.limits.say(),
      ].join(' '),
  },
  projectRefused: {
    title: () => l10n.t('The key belongs to another project or organization'),
    happened: () => l10n.t('The API does not take this key for the project or organization that was asked for.'),
    next: () =>
      l10n.t(
        'Make a key of the right project at platform.openai.com/api-keys; where you may not, an owner of the API organization can.',
      ),
    contact: 'apiOwner',
    page: 'apiKeys',
    ask: () => l10n.t('Please give me access to the right API project, or a key of it: mine is refused there.'),
  },
  addressRefused: {
    title: () => l10n.t('The API organization lets only other addresses in'),
    happened: (machine) =>
      l10n.t('The key may be good, but its API organization does not allow the network address of {0}.', machine),
    next: () => answerFacts.allowlist.say(),
    contact: 'apiOwner',
    page: 'ipAllowlist',
    ask: () =>
      [
        l10n.t('My API key is refused because of the network address that I come from.'),
        answerFacts.allowlist.say(),
      ].join(' '),
  },
  declined: {
    title: () => l10n.t('You declined the sign-in'),
    happened: () => l10n.t('The sign-in was declined in the browser.'),
    next: () => l10n.t('Nothing has changed.'),
    contact: 'you',
  },
  clientRefused: {
    title: () => l10n.t('The service does not take this sign-in request'),
    happened: () => l10n.t('The sign-in service does not take requests of this kind from Codex Accounts.'),
    next: () =>
      l10n.t(
        'Nothing has changed. Check the settings codexAccounts.issuer and codexAccounts.clientId if you have set them, and look for a newer release; until then, another way to sign in may work.',
      ),
    contact: 'you',
  },
  unknown: {
    title: () => l10n.t('The sign-in service reported an error'),
    happened: () => l10n.t('The service refused, with an answer that this release has no words for.'),
    next: () => l10n.t('Nothing has changed here. OpenAI’s help center may know the code.'),
    contact: 'openAi',
    page: 'helpCenter',
    ask: () => l10n.t('What does this answer mean, and what can I do about it?'),
  },
};

/** What happened comes first, then who can put it right, and last what the service said itself. */
export const serverWords: MessageTexts<ServerMessages> = {
  'server.codexOff': say('codexOff'),
  'server.workspaceRefused': say('workspaceRefused'),
  'server.workspaceEnded': say('workspaceEnded'),
  'server.noWorkspace': say('noWorkspace'),
  'server.regionRefused': say('regionRefused'),
  'server.phoneNeeded': say('phoneNeeded'),
  'server.ssoNeeded': say('ssoNeeded'),
  'server.mfaNeeded': say('mfaNeeded'),
  'server.accountClosed': say('accountClosed'),
  'server.tooManyRequests': say('tooManyRequests'),
  'server.serviceDown': say('serviceDown'),
  'server.outOfFunds': say('outOfFunds'),
  'server.projectRefused': say('projectRefused'),
  'server.addressRefused': say('addressRefused'),
  'server.declined': say('declined'),
  'server.clientRefused': say('clientRefused'),
  'server.unknown': say('unknown'),
};

function say(kind: ServerAnswerKind): (details: AnswerDetails, machine: string) => string {
  const { happened, next } = serverAnswers[kind];
  return (details, machine) => [happened(machine), next(machine), ...sayWait(details), ...sayAnswer(details)].join(' ');
}

/** In minutes where it takes some: nobody waits by the second. */
function sayWait({ waitSeconds }: AnswerDetails): readonly string[] {
  const seconds = Number(waitSeconds);
  if (waitSeconds === '' || seconds === 0) {
    return [];
  }
  return seconds > 90
    ? [l10n.t('It asks to be left alone for {0} minutes.', String(Math.ceil(seconds / 60)))]
    : [l10n.t('It asks to be left alone for {0} seconds.', waitSeconds)];
}

/** The service's own code and status, as far as it gave them. */
export function sayAnswer({ code, status }: Pick<AnswerDetails, 'code' | 'status'>): readonly string[] {
  if (code === '') {
    return status === '' ? [] : [l10n.t('The answer was HTTP {0}.', status)];
  }
  return status === ''
    ? [l10n.t('The answer was {0}.', code)]
    : [l10n.t('The answer was {0} (HTTP {1}).', code, status)];
}
