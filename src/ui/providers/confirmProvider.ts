import { l10n } from 'vscode';
import { isCancelled } from '../../errors/authError.ts';
import { toHomeKey } from '../../accounts/directory/accountIdentity.ts';
import { listChangedLines } from '../../providers/configDiff.ts';
import { readBedrockSetup } from '../../providers/bedrock.ts';
import { hostOf, type ProbeResult } from '../../providers/probe.ts';
import type { ProviderCredential } from '../../storage/account.ts';
import { readAddress } from '../../storage/providerAddress.ts';
import { linkSafeText } from '../../base/displayText.ts';
import { formatSentence } from '../text/errorText.ts';
import { providerFacts } from '../text/facts/providerFacts.ts';
import type { ConfigPreview, ProviderAccess, UseProviderFlow } from './providerFlow.ts';

/** `change`: back to the questions. */
export type Decision = 'save' | 'change' | 'leave';

/** Asks the provider, then the person: what it said and what `config.toml` will say, before anything is kept or written. */
export async function confirmProvider(
  credential: ProviderCredential,
  flow: UseProviderFlow,
  access: ProviderAccess,
): Promise<Decision> {
  const preview = await access.preview(credential.setup);
  const result = await probe(credential, flow, access);
  if (result === undefined) {
    return 'change';
  }
  flow.log.info('provider', `${credential.kind}: ${result.kind}`);
  const save = result.kind === 'good' ? l10n.t('Use It') : l10n.t('Save All the Same');
  const change = l10n.t('Change the Answers');
  // Of a gateway of one's own nobody knows what it wants for its list of models.
  const isFinal = result.kind === 'refused' && credential.kind !== 'custom';
  const signIn = l10n.t('Sign In Again to AWS');
  const command = findAwsSignIn(result);
  const buttons = isFinal
    ? [change]
    : result.kind === 'refused' || result.kind === 'wrong'
      ? [...(command === undefined ? [] : [signIn]), change, save]
      : [save, change];
  const choice = await flow.prompts.confirm(
    result.kind === 'good' ? 'information' : 'warning',
    result.kind === 'good' ? sayGood(credential) : formatSentence(result.sentence),
    { ...(isFinal ? {} : { detail: sayChanges(credential, preview) }), buttons },
  );
  if (choice === signIn && command !== undefined) {
    access.openTerminal(command);
    await flow.prompts.tell(
      'information',
      l10n.t('Press Enter in the terminal to begin. AWS opens the browser. Once you are signed in, go on here.'),
    );
    return 'change';
  }
  return choice === save ? 'save' : choice === change ? 'change' : 'leave';
}

/** The line that signs a profile of AWS in, where that is what is missing. */
function findAwsSignIn(result: ProbeResult): string | undefined {
  return result.kind === 'wrong' ? result.signInCommand : undefined;
}

/** Undefined when the person ended it. */
async function probe(
  credential: ProviderCredential,
  { prompts }: UseProviderFlow,
  access: ProviderAccess,
): Promise<ProbeResult | undefined> {
  try {
    return await prompts.progress(
      { title: l10n.t('Asking the provider, with nothing that is billed…'), isCancellable: true },
      (_report, signal) => access.probe(credential, signal),
    );
  } catch (failure) {
    if (isCancelled(failure)) {
      return undefined;
    }
    throw failure;
  }
}

function sayGood({ kind, setup }: ProviderCredential): string {
  const { model = '', table } = setup;
  const host = linkSafeText(hostOf(readAddress(table?.['base_url']) ?? ''));
  switch (kind) {
    case 'azure':
      return l10n.t('{0} takes the key, and the deployment “{1}” is there. Nothing was billed.', host, model);
    case 'local':
      return l10n.t('The local server answers and has “{0}”.', linkSafeText(model));
    case 'bedrock':
      return l10n.t('The profile “{0}” can be used.', linkSafeText(readBedrockSetup(setup).profile ?? 'default'));
    case 'custom':
      return l10n.t('{0} answers to what you gave. Nothing was billed.', host);
  }
}

const mostLines = 40;

function sayChanges(credential: ProviderCredential, { path, before, after }: ConfigPreview): string {
  const { kind, setup } = credential;
  const lines = listChangedLines(before, after).map((line) => linkSafeText(line));
  const isPlain = readAddress(setup.table?.['base_url'])?.startsWith('http://') === true && kind === 'custom';
  return [
    ...(kind === 'local' ? [providerFacts.localIsWeaker.say()] : []),
    ...(isPlain
      ? [l10n.t('This address is not encrypted: whoever is on the way reads the key and what you send.')]
      : []),
    lines.length === 0
      ? l10n.t('{0} stays as it is.', linkSafeText(path))
      : l10n.t(
          '{0} changes in these lines. Nothing else is touched, and switching back takes them out again.',
          linkSafeText(path),
        ),
    ...(toHomeKey(credential) === undefined
      ? []
      : [
          l10n.t(
            'The key takes the place of the sign-in in the Codex home. That stays among your accounts, and stands there again after a switch back.',
          ),
        ]),
    lines.slice(0, mostLines).join('\n'),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}
