import type { KeyWarning } from '../../billing/keyWarning.ts';
import { surfaces, type Payment, type Surface, type WhoPays } from '../../billing/whoPays.ts';
import type { Check } from '../check.ts';
import { found, plain, type Finding } from '../finding.ts';
import type { DiagnosisPorts } from '../ports.ts';
import { knownName } from '../value.ts';

interface PayersSeen {
  readonly who: WhoPays;
  readonly warning: KeyWarning | undefined;
}

/** VS Code's own Codex pays by the model that is picked in a conversation: nothing competes there. */
const usual: readonly Surface[] = surfaces.filter((surface) => !surface.startsWith('vscode'));

/** Which of several credentials wins, and whether that is the one a person signed in with. */
export const payersCheck: Check<Pick<DiagnosisPorts, 'home'>, PayersSeen> = {
  id: 'payers',
  observe: ({ home }, signal) => home.readPayers(signal),
  judge: ({ who, warning }) => {
    const found = usual.map((surface) => describe(who[surface], warning));
    return [...new Map(found.map((finding) => [JSON.stringify(finding), finding])).values()];
  },
};

function describe({ credential }: Payment, warning: KeyWarning | undefined): Finding {
  switch (credential.kind) {
    case 'variable': {
      const args = { name: knownName(credential.name) };
      if (credential.role === 'providerKey' || credential.role === 'awsKey') {
        return plain('payers.provider', 'good');
      }
      return warning?.credential.kind === 'variable' && warning.credential.name === credential.name
        ? found('payers.key', 'problem', {
            args,
            fixes: warning.takeOutOf === 'terminals' ? [{ id: 'takeOutOfTerminals', name: credential.name }] : [],
          })
        : found('payers.variable', 'note', { args, fixes: [{ id: 'showEnvironment' }] });
    }
    case 'stored':
      return warning?.credential.kind === 'stored' && credential.stored === 'apiKey'
        ? plain('payers.storedKey', 'problem', { id: 'manageAccounts' })
        : plain('payers.home', 'good');
    case 'configured':
    case 'awsChain':
    case 'copilot':
      return plain('payers.provider', 'good');
    case 'none':
      return plain('payers.none', 'note', { id: 'signIn' });
    case 'unusable':
      switch (credential.why) {
        case 'variableMissing':
          return found('payers.missing', 'problem', {
            args: { name: knownName(credential.name) },
            fixes: [{ id: 'showEnvironment' }],
          });
        case 'unknownProvider':
          return plain('payers.unknownProvider', 'problem');
        case 'bedrockKeyElsewhere':
          return plain('payers.bedrockKey', 'problem', { id: 'signIn' });
        // Another check names the file.
        case 'brokenConfiguration':
          return plain('payers.notKnown', 'notKnown');
      }
    case 'notKnown':
      return plain('payers.notKnown', 'notKnown');
  }
}
