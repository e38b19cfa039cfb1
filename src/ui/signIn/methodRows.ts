import { l10n } from 'vscode';
import { orderMethods, type MethodChoice, type SignInMethod } from '../../accounts/signIn/methods.ts';
import type { NoWayIn, Refusal } from '../../home/rules/judgeSignIn.ts';
import { foreseeReach } from '../../window/callbackReach.ts';
import type { HostSituation } from '../../window/hostSituation.ts';
import { iconSafeSentence } from '../../base/displayText.ts';
import type { Fact } from '../text/facts/fact.ts';
import { methodFacts } from '../text/facts/methodFacts.ts';
import { ruleFacts } from '../text/facts/ruleFacts.ts';
import { sayKeeper } from '../text/ruleText.ts';
import type { SourcedRow } from '../shell/pickSourced.ts';
import { describeSetVariable } from './environmentSecrets.ts';

export interface MethodRow extends SourcedRow {
  readonly method: SignInMethod;
}

interface MethodWords {
  readonly label: string;
  readonly command: string;
  readonly detail: string;
  readonly facts: readonly Fact[];
}

/** The rule against each way that is not open. */
export type Refusals = Readonly<Partial<Record<SignInMethod, Refusal | NoWayIn | undefined>>>;

type Environment = Readonly<Record<string, string | undefined>>;

/** A row for each way to sign in, the best for this host first; short enough that VS Code cuts nothing off. */
export function listMethodRows(
  host: HostSituation,
  environment: Environment,
  refusals: Refusals = {},
): readonly MethodRow[] {
  const methods = orderMethods(foreseeReach(host));
  const isOpen = ({ method }: MethodChoice): boolean => refusals[method] === undefined;
  const [best, ...others] = methods.filter(isOpen);
  const open = best === undefined ? [] : [{ ...best, isBest: true }, ...others];
  return [
    ...open.map((choice) => describe(choice, host, environment)),
    ...methods.flatMap(({ method }) => {
      const refusal = refusals[method];
      return refusal === undefined ? [] : [describeRefused(method, refusal)];
    }),
  ];
}

/** VS Code has no row that cannot be chosen: it comes last, says which rule is against it, and leads to a way that is open. */
function describeRefused(method: SignInMethod, { rule }: Refusal | NoWayIn): MethodRow {
  return {
    method,
    label: words(method).label.replace(/^\$\([\w-]+\)/u, '$(circle-slash)'),
    description: l10n.t('not allowed: {0}', rule.key),
    detail: iconSafeSentence(sayKeeper(rule.source)),
    facts: [ruleFacts.byAdmin],
  };
}

function describe({ method, reason, isBest }: MethodChoice, host: HostSituation, environment: Environment): MethodRow {
  const { label, command, detail, facts } = words(method);
  const isForwarded = reason === 'browserThroughForwarding';
  const description = [
    ...(isBest ? [isForwarded ? l10n.t('best here, by a forwarded port') : l10n.t('best here')] : []),
    describeSetVariable(method, host, environment),
    command,
  ];
  return {
    method,
    label,
    description: description.filter((part) => part !== undefined).join(' · '),
    detail:
      reason === 'browserMayBeElsewhere'
        ? l10n.t('Not first: a browser on another computer cannot reach this host by itself.')
        : detail,
    facts,
  };
}

/** The form of the CLI is beside ours, and what it does that ours does not. */
function words(method: SignInMethod): MethodWords {
  const { browserIsFor, browserIsDefault, deviceCodeIsFor, apiKeyIsFor, accessTokenBrings } = methodFacts;
  switch (method) {
    case 'browser':
      return {
        label: l10n.t('$(globe) ChatGPT in the Browser'),
        command: `${browserIsDefault.say()} · ${asRevoking('codex login')}`,
        detail: browserIsFor.say(),
        facts: [browserIsFor, browserIsDefault],
      };
    case 'deviceCode':
      return {
        label: l10n.t('$(device-mobile) ChatGPT with a Device Code'),
        command: asRevoking('codex login --device-auth'),
        detail: deviceCodeIsFor.say(),
        facts: [deviceCodeIsFor],
      };
    case 'pasteUrl':
      return {
        label: l10n.t('$(link) ChatGPT with a Pasted Address'),
        command: asRevoking('codex login'),
        detail: l10n.t('The browser ends on an error page; you paste that page’s address here.'),
        facts: [],
      };
    case 'apiKey':
      return {
        label: l10n.t('$(key) API Key'),
        command: 'codex login --with-api-key',
        detail: apiKeyIsFor.say(),
        facts: [apiKeyIsFor],
      };
    case 'accessToken':
      return {
        label: l10n.t('$(organization) Access Token'),
        command: 'codex login --with-access-token',
        detail: accessTokenBrings.say(),
        facts: [accessTokenBrings],
      };
  }
}

function asRevoking(command: string): string {
  return l10n.t('{0} (revokes)', command);
}
