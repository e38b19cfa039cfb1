import type { ConfiguredCredential, ProviderReading, ProviderService, ModelProvider } from '../home/modelProvider.ts';
import type { VariableNames } from '../base/variableNames.ts';
import { findSignInVariables, selectsWorkloadIdentity } from '../home/signInVariables.ts';

/**
 * Where a person works with Codex. `interactive` is `codex` in a terminal, which joins its background server,
 * `interactiveAlone` the same without one. VS Code's own Codex pays by the model that is picked in a conversation.
 */
export const surfaces = [
  'interactive',
  'interactiveAlone',
  'exec',
  'ideExtension',
  'vscodeChatGptModel',
  'vscodeCopilotModel',
] as const;

/** One of the ways to run Codex. */
export type Surface = (typeof surfaces)[number];

/** `credits`: a plan that is billed by use. `provider`: whoever runs the service that the configuration names. */
export type Payer = 'plan' | 'credits' | 'platformKey' | 'azure' | 'aws' | 'copilot' | 'provider' | 'none' | 'notKnown';

/** What is in the Home. */
export type StoredSignIn =
  | { readonly kind: 'chatgpt' | 'accessToken'; readonly plan: string | undefined }
  | { readonly kind: 'apiKey' | 'bedrockKey' | 'none' }
  /** `other` is one that we know nothing about; `notKnown` one that cannot be read. */
  | { readonly kind: 'other' | 'notKnown' };

/** The background server has the variables and the account that it was started with; undefined where they are not known. */
export type ServerSight =
  | { readonly kind: 'absent' }
  | { readonly kind: 'running'; readonly variables: VariableNames | undefined; readonly stored: StoredSignIn };

/** Every credential in sight, by its name and kind alone. */
export interface CredentialSight {
  /** What a program gets that an extension of this window, or VS Code itself, starts. */
  readonly environment: VariableNames;
  /** What one gets in a new terminal of this window; start files of the shell are not looked at. */
  readonly terminalEnvironment: VariableNames;
  /** The Home's `.env`, as the CLI takes it: it comes before the environment. */
  readonly homeVariables: VariableNames;
  readonly server: ServerSight;
  readonly stored: StoredSignIn;
  readonly provider: ProviderReading;
  /** Profiles that name another provider, for a Codex that is started with `-p`. */
  readonly profiles?: readonly ProfileSight[];
}

/** A profile file of the Home, by the name that `-p` takes. */
export interface ProfileSight {
  readonly name: string;
  readonly provider: ProviderReading;
}

type VariableRole = 'workload' | 'accessToken' | 'execKey' | 'providerKey' | 'awsKey';

/** The credential that a request carries. */
export type WinningCredential =
  | {
      readonly kind: 'variable';
      readonly name: string;
      readonly role: VariableRole;
      readonly from: 'environment' | 'home';
    }
  | { readonly kind: 'stored'; readonly stored: Exclude<StoredSignIn['kind'], 'none' | 'notKnown'> }
  | { readonly kind: 'configured'; readonly way: ConfiguredCredential }
  /** A profile, or whatever else the chain of the AWS SDK finds. */
  | { readonly kind: 'awsChain' }
  | { readonly kind: 'copilot' }
  /** The request carries none. */
  | { readonly kind: 'none' }
  /** Codex sends nothing: what it needs is not there. */
  | { readonly kind: 'unusable'; readonly why: 'variableMissing'; readonly name: string }
  | { readonly kind: 'unusable'; readonly why: 'unknownProvider' | 'brokenConfiguration' | 'bedrockKeyElsewhere' }
  | { readonly kind: 'notKnown' };

/** What a Codex sends, and who is billed for it. */
export interface Payment {
  readonly credential: WinningCredential;
  readonly payer: Payer;
}

/** The answer for each way to run Codex. */
export type WhoPays = Readonly<Record<Surface, Payment>>;

const notKnown: Payment = { credential: { kind: 'notKnown' }, payer: 'notKnown' };

/** Which credential wins on each surface, and who is billed. Held against the real CLI by test/interop/whoPays.test.ts. */
export function findWhoPays(sight: CredentialSight): WhoPays {
  const { server } = sight;
  const inTerminal = { ...sight, environment: sight.terminalEnvironment };
  const alone = decide(inTerminal, { takesExecKey: false });
  const plain = decide(sight, { takesExecKey: false });
  return {
    interactive:
      server.kind === 'absent'
        ? alone
        : server.variables === undefined
          ? notKnown
          : decide({ ...sight, environment: server.variables, stored: server.stored }, { takesExecKey: false }),
    interactiveAlone: alone,
    exec: decide(inTerminal, { takesExecKey: true }),
    ideExtension: plain,
    vscodeChatGptModel: decideChatGptModel(sight, plain),
    vscodeCopilotModel: { credential: { kind: 'copilot' }, payer: 'copilot' },
  };
}

/** What a `codex -p` in a terminal sends. */
export function findProfilePayment(sight: CredentialSight, { provider }: ProfileSight): Payment {
  return decide({ ...sight, environment: sight.terminalEnvironment, provider }, { takesExecKey: false });
}

/** It offers these models to who is signed in to ChatGPT; what a provider of the configuration does to it was not seen. */
function decideChatGptModel({ provider }: CredentialSight, plain: Payment): Payment {
  if (provider.kind !== 'provider' || provider.id !== 'openai') {
    return notKnown;
  }
  const { credential } = plain;
  const isKey = credential.kind === 'stored' && (credential.stored === 'apiKey' || credential.stored === 'other');
  return isKey ? { credential: { kind: 'none' }, payer: 'none' } : plain;
}

type DecidedOn = Omit<CredentialSight, 'terminalEnvironment' | 'server' | 'profiles'>;

interface Manner {
  /** `codex exec` takes `CODEX_API_KEY`. */
  readonly takesExecKey: boolean;
}

function decide(sight: DecidedOn, manner: Manner): Payment {
  const { provider } = sight;
  const workload = findWorkload(sight);
  if (workload !== undefined) {
    return { credential: workload, payer: 'notKnown' };
  }
  switch (provider.kind) {
    case 'unknownProvider':
      return unusable({ kind: 'unusable', why: 'unknownProvider' });
    case 'broken':
      return unusable({ kind: 'unusable', why: 'brokenConfiguration' });
    case 'provider':
      return provider.signsForAws ? payAws(sight, provider, manner) : payProvider(sight, provider, manner);
  }
}

/** It is selected by a variable that is there, also by an empty one, and stops every Codex while anything of it is missing. */
function findWorkload({ environment, homeVariables }: DecidedOn): WinningCredential | undefined {
  const find = ({ filled, empty }: VariableNames): string | undefined =>
    findSignInVariables(Object.fromEntries([...filled, ...empty].map((name) => [name, 'set']))).find(({ effect }) =>
      selectsWorkloadIdentity(effect),
    )?.name;
  const [atHome, outside] = [find(homeVariables), find(environment)];
  const name = atHome ?? outside;
  return name === undefined
    ? undefined
    : { kind: 'variable', role: 'workload', name, from: atHome === undefined ? 'environment' : 'home' };
}

function findVariable(
  { environment, homeVariables }: DecidedOn,
  name: string,
  role: VariableRole,
): Extract<WinningCredential, { kind: 'variable' }> | undefined {
  if (homeVariables.filled.includes(name)) {
    return { kind: 'variable', name, role, from: 'home' };
  }
  return environment.filled.includes(name) && !homeVariables.empty.includes(name)
    ? { kind: 'variable', name, role, from: 'environment' }
    : undefined;
}

/** What Codex is signed in with. */
function findSignIn(sight: DecidedOn, { takesExecKey }: Manner): WinningCredential {
  const execKey = takesExecKey ? findVariable(sight, 'CODEX_API_KEY', 'execKey') : undefined;
  const found = execKey ?? findVariable(sight, 'CODEX_ACCESS_TOKEN', 'accessToken');
  if (found !== undefined) {
    return found;
  }
  const { kind } = sight.stored;
  return kind === 'none' || kind === 'notKnown' ? { kind } : { kind: 'stored', stored: kind };
}

/** The stored key counts only where it is what Codex is signed in with. */
function payAws(sight: DecidedOn, { configured, hasAwsProfile }: ModelProvider, manner: Manner): Payment {
  const paid = (credential: WinningCredential): Payment => ({ credential, payer: 'aws' });
  if (configured === 'command' || configured === 'gateway') {
    return paid({ kind: 'configured', way: configured });
  }
  if (hasAwsProfile) {
    return paid({ kind: 'awsChain' });
  }
  const signIn = findSignIn(sight, manner);
  if (signIn.kind === 'stored' && signIn.stored === 'bedrockKey') {
    return paid(signIn);
  }
  return paid(
    findVariable(sight, 'AWS_BEARER_TOKEN_BEDROCK', 'awsKey') ??
      findVariable(sight, 'AWS_ACCESS_KEY_ID', 'awsKey') ?? { kind: 'awsChain' },
  );
}

function payProvider(sight: DecidedOn, provider: ModelProvider, manner: Manner): Payment {
  const { envKey, configured, usesSignIn, service } = provider;
  if (configured === 'command' || configured === 'gateway') {
    return { credential: { kind: 'configured', way: configured }, payer: payerOfKey(service) };
  }
  if (envKey !== undefined) {
    const found = findVariable(sight, envKey, 'providerKey');
    return found === undefined
      ? unusable({ kind: 'unusable', why: 'variableMissing', name: envKey })
      : { credential: found, payer: payerOfKey(service) };
  }
  if (configured === 'token') {
    return { credential: { kind: 'configured', way: configured }, payer: payerOfKey(service) };
  }
  if (usesSignIn) {
    return paySignIn(findSignIn(sight, manner), sight.stored, service);
  }
  return configured === undefined
    ? { credential: { kind: 'none' }, payer: payerOfNoKey(service) }
    : { credential: { kind: 'configured', way: configured }, payer: payerOfKey(service) };
}

function paySignIn(signIn: WinningCredential, stored: StoredSignIn, service: ProviderService): Payment {
  const kind = signIn.kind === 'stored' ? signIn.stored : signIn.kind === 'variable' ? signIn.role : signIn.kind;
  switch (kind) {
    case 'apiKey':
    case 'execKey':
      return { credential: signIn, payer: payerOfKey(service) };
    case 'chatgpt':
    case 'accessToken':
      return { credential: signIn, payer: payerOfTokens(signIn.kind === 'stored' ? stored : undefined, service) };
    case 'none':
      return { credential: signIn, payer: payerOfNoKey(service) };
    case 'bedrockKey':
      return unusable({ kind: 'unusable', why: 'bedrockKeyElsewhere' });
    default:
      return { credential: signIn, payer: 'notKnown' };
  }
}

function unusable(credential: Extract<WinningCredential, { kind: 'unusable' }>): Payment {
  return { credential, payer: 'none' };
}

/** A key is billed by the service that takes it. What runs on this computer may pass it on. */
function payerOfKey(service: ProviderService): Payer {
  switch (service) {
    case 'openai':
      return 'platformKey';
    case 'azure':
      return 'azure';
    case 'bedrock':
      return 'aws';
    case 'other':
      return 'provider';
    case 'local':
      return 'notKnown';
  }
}

function payerOfNoKey(service: ProviderService): Payer {
  return service === 'other' ? 'provider' : 'none';
}

const plansBilledByUse = ['self_serve_business_usage_based', 'enterprise_cbp_usage_based'];

/** Another service may pass the tokens on to OpenAI, or not. */
function payerOfTokens(stored: StoredSignIn | undefined, service: ProviderService): Payer {
  if (service !== 'openai') {
    return 'notKnown';
  }
  return stored !== undefined && 'plan' in stored && plansBilledByUse.includes(stored.plan ?? '') ? 'credits' : 'plan';
}
