import { l10n, type QuickPickItem } from 'vscode';
import type { CiSecret } from '../../ci/ciFile.ts';
import type { SecretSent } from '../../ci/ciSystemService.ts';
import type { CiRepository } from '../../ci/repository.ts';
import { isCancelled } from '../../errors/authError.ts';
import { linkSafeText } from '../../base/displayText.ts';
import type { Secret } from '../../base/secret.ts';
import { ciFacts } from '../text/facts/ciFacts.ts';
import { sayContent, sayNotSent, sayRepository, sayUnknown } from '../text/ciText.ts';
import { systemNames, type CiAccess, type SetUpCiFlow } from './ciFlow.ts';
import { lookWithProgress, type CiDraft } from './ciQuestions.ts';
import { askForValue, type SecretValue } from './secretValue.ts';
import { clipboardSeconds, copyForAWhile } from './timedClipboard.ts';

/** `later`: the person sees to it. */
export type SecretGiven = 'given' | 'later';

interface WayRow extends QuickPickItem {
  readonly give?: (held: SecretValue) => Promise<boolean>;
}

interface Giving {
  readonly secret: CiSecret;
  readonly draft: Pick<CiDraft, 'system' | 'folder'>;
  readonly flow: SetUpCiFlow;
  readonly access: CiAccess;
}

/** Has a secret get to the CI system: by its own program, by the clipboard, or later. It is never in a file. */
export async function giveSecret(giving: Giving): Promise<SecretGiven> {
  const { secret, draft, flow } = giving;
  let held: SecretValue | undefined;
  try {
    for (;;) {
      const picked = await flow.prompts.pick(listWays(giving), {
        title: l10n.t('Secret {0}: {1}', secret.name, sayContent(secret.content)),
        placeHolder: l10n.t('How should it get to {0}?', systemNames[draft.system]),
        matchOnDetail: true,
        ignoreFocusOut: true,
      });
      if (picked?.give === undefined) {
        return 'later';
      }
      held ??= await askForValue({ secret, place: describePlace(draft) }, flow, giving.access);
      if (held !== undefined && (await picked.give(held))) {
        held = undefined;
        return 'given';
      }
    }
  } finally {
    // One that was made for this and did not get there is nobody's.
    await held?.discard?.();
  }
}

function describePlace({ system, folder }: Giving['draft']): string {
  return l10n.t('{0} of {1}', systemNames[system] === 'CI' ? 'CI' : `${systemNames[system]} CI`, folder.name);
}

function listWays(giving: Giving): readonly WayRow[] {
  const { secret, draft } = giving;
  const { system } = draft;
  const program = system === 'gitlab' ? 'glab' : 'gh';
  return [
    ...(system === 'script'
      ? []
      : [
          {
            label: l10n.t('$(cloud-upload) Give It to {0} with {1}', systemNames[system], program),
            description: `${program} ${system === 'gitlab' ? 'variable' : 'secret'} set ${secret.name}`,
            detail: l10n.t('Over its standard input: it is in no file, and in no list of processes.'),
            give: (held: SecretValue) => sendByProgram(held, giving),
          },
        ]),
    {
      label: l10n.t('$(clippy) Copy It for {0} Seconds', String(clipboardSeconds)),
      detail: l10n.t('You paste it as {0}. Then the clipboard is emptied, if it still holds it.', secret.name),
      give: (held) => copyIt(held, giving),
    },
    {
      label: l10n.t('$(circle-slash) It Is There Already, or Later'),
      detail: l10n.t('The file names it; without it the job stops and says so.'),
    },
  ];
}

async function sendByProgram({ value }: SecretValue, giving: Giving): Promise<boolean> {
  const { secret, draft, flow, access } = giving;
  const look = await lookWithProgress(draft, flow, access);
  if (look === undefined) {
    return false;
  }
  if (look.kind === 'unknown') {
    await flow.prompts.tell('warning', sayUnknown(look.why));
    return false;
  }
  const { repository } = look;
  if (!(await maySend(secret, repository, flow))) {
    return false;
  }
  const sent = await sendWithProgress(value, repository, giving);
  flow.log.info('ci', `secret: ${sent?.kind === 'notSent' ? sent.why : (sent?.kind ?? 'cancelled')}`);
  if (sent?.kind === 'notSent') {
    await flow.prompts.tell('error', sayNotSent(sent.why, secret, repository));
  }
  return sent?.kind === 'sent';
}

/** Undefined when the person ended it. */
async function sendWithProgress(
  value: Secret,
  repository: CiRepository,
  { secret, draft, flow, access }: Giving,
): Promise<SecretSent | undefined> {
  try {
    return await flow.prompts.progress(
      { title: l10n.t('Giving {0} to {1}…', secret.name, linkSafeText(repository.name)), isCancellable: true },
      (_report, signal) => access.send({ secret, value, folder: draft.folder.path }, repository, signal),
    );
  } catch (failure) {
    if (isCancelled(failure)) {
      return undefined;
    }
    throw failure;
  }
}

/** It is named where it goes. A public repository gets no account at all, and a key only with a warning. */
async function maySend({ name, content }: CiSecret, repository: CiRepository, flow: SetUpCiFlow): Promise<boolean> {
  const isPublic = repository.visibility === 'public';
  if (isPublic && content === 'accountFile') {
    await flow.prompts.tell('warning', ciFacts.accountIsNeverPublic.say());
    return false;
  }
  const give = l10n.t('Give');
  const choice = await flow.prompts.confirm(
    isPublic ? 'warning' : 'information',
    l10n.t('Give {0} to {1}?', name, sayRepository(repository)),
    {
      detail: [
        ...(isPublic ? [ciFacts.neverUntrusted.say()] : []),
        l10n.t('Whoever may change its workflows can use it, and one of this name that is there is replaced.'),
      ].join(' '),
      buttons: [give],
    },
  );
  return choice === give;
}

async function copyIt({ value, discard }: SecretValue, { secret, flow }: Giving): Promise<boolean> {
  const { over } = await copyForAWhile(value, flow);
  flow.log.unawaited('ci', over);
  const there = l10n.t('It Is There');
  const choice = await flow.prompts.confirm(
    'information',
    l10n.t('{0} is on the clipboard for {1} seconds.', secret.name, String(clipboardSeconds)),
    {
      detail: [
        l10n.t('Paste it into the secret of that name now.'),
        ...(discard === undefined ? [] : [l10n.t('If it does not get there, this sign-in is ended.')]),
      ].join(' '),
      buttons: [there],
    },
  );
  return choice === there;
}
