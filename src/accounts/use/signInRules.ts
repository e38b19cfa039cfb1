import { AuthError } from '../../errors/authError.ts';
import { buildSentence } from '../../errors/sentence.ts';
import type { RulesReading } from '../../home/rules/evaluateRules.ts';
import {
  judgeMethod,
  judgeSignIn,
  listWorkspaces,
  type NoWayIn,
  type Refusal,
  type SignInVerdict,
} from '../../home/rules/judgeSignIn.ts';
import type { CodexMethod, RuleSource } from '../../home/rules/ports.ts';
import { isAdminLayer, type RuleObservation, type RuleReader } from '../../home/rules/ruleReader.ts';
import type { AccountKind, Identity, SignInCredential } from '../../storage/account.ts';

/** What a rule does to a sign-in. */
export interface RuledSignIn {
  readonly verdict: Exclude<SignInVerdict, { kind: 'allowed' }>;
  /** Only for a Codex that is started in this folder; undefined for every one. */
  readonly folder: string | undefined;
  /** A layer that could say otherwise, and whose word is not known now. */
  readonly unknown: RuleSource | undefined;
}

type SignInKind = SignInCredential['kind'];

/** The rule that is against what is in use, and the layer that could not be read. */
export interface RulesInUse {
  readonly ruled: RuledSignIn | undefined;
  readonly unknown: RuleSource | undefined;
}

/** How Codex sorts the kinds of account. */
const methodOf = {
  chatgpt: 'chatgpt',
  accessToken: 'chatgpt',
  apiKey: 'api',
} as const satisfies Readonly<Record<SignInKind, CodexMethod>>;

/** Undefined for a provider, which is nobody's sign-in. */
function findMethod(kind: AccountKind): CodexMethod | undefined {
  return isSignIn(kind) ? methodOf[kind] : undefined;
}

function isSignIn(kind: AccountKind): kind is SignInKind {
  return Object.hasOwn(methodOf, kind);
}

type Observe = Pick<RuleReader, 'observe'>;

/** The sign-in rules of this computer, as far as they are about signing in and about what is signed in. */
export class SignInRules {
  readonly #reader: Observe;

  constructor(reader: Observe) {
    this.#reader = reader;
  }

  observe(): Promise<RuleObservation> {
    return this.#reader.observe();
  }

  /** One look at what holds wherever Codex starts, to be handed on: a step of a person decides on one. */
  async look(): Promise<SeenRules> {
    return new SeenRules((await this.#reader.observe(undefined, 'everywhere')).scopes[0].reading);
  }

  /** @throws AuthError as `SeenRules.requireMethod` does, by a look of its own */
  async requireMethod(kind: SignInKind): Promise<void> {
    (await this.look()).requireMethod(kind);
  }

  /** @throws AuthError when a rule for everywhere is against who came back */
  async requireAllowed(kind: SignInKind, identity: Identity): Promise<void> {
    const { scopes } = await this.#reader.observe(identity, 'everywhere');
    const verdict = judgeSignIn(scopes[0].reading, { method: methodOf[kind], workspaceId: identity.workspaceId });
    if (verdict.kind === 'refused' || verdict.kind === 'noWayIn') {
      throw explainRefusal(verdict, methodOf[kind]);
    }
  }

  /** What Codex does with an account; undefined where it may be there. What holds everywhere comes first. */
  async judge(kind: AccountKind, identity: Identity): Promise<RuledSignIn | undefined> {
    return (await this.judgeInUse(kind, identity)).ruled;
  }

  /** The same for what is looked at again and again: that nothing is against it may be for the silence of a layer. */
  async judgeInUse(kind: AccountKind, identity: Identity): Promise<RulesInUse> {
    const method = findMethod(kind);
    if (method === undefined) {
      return { ruled: undefined, unknown: undefined };
    }
    const { scopes, unknown } = await this.#reader.observe(identity);
    const signIn = { method, workspaceId: identity.workspaceId };
    for (const { folder, reading } of scopes) {
      const verdict = judgeSignIn(reading, signIn);
      if (verdict.kind !== 'allowed') {
        return { ruled: { verdict, folder, unknown }, unknown };
      }
    }
    return { ruled: undefined, unknown };
  }
}

/** The same by what holds everywhere in one place, such as another host. */
export function judgeThere(reading: RulesReading, kind: AccountKind, identity: Identity): RuledSignIn | undefined {
  const method = findMethod(kind);
  if (method === undefined) {
    return undefined;
  }
  const verdict = judgeSignIn(reading, { method, workspaceId: identity.workspaceId });
  return verdict.kind === 'allowed' ? undefined : { verdict, folder: undefined, unknown: undefined };
}

/** What the rules for everywhere said at one look. One folder's alone is said when an account is there. */
export class SeenRules {
  readonly #everywhere: RulesReading;

  constructor(everywhere: RulesReading) {
    this.#everywhere = everywhere;
  }

  /** The rule against signing in with such an account. */
  findRefusal(kind: SignInKind): Refusal | NoWayIn | undefined {
    const verdict = judgeMethod(this.#everywhere, methodOf[kind]);
    return verdict.kind === 'refused' || verdict.kind === 'noWayIn' ? verdict : undefined;
  }

  /** @throws AuthError with the rule and its file; nothing is asked for then, and nothing sent */
  requireMethod(kind: SignInKind): void {
    const refusal = this.findRefusal(kind);
    if (refusal !== undefined) {
      throw explainRefusal(refusal, methodOf[kind]);
    }
  }

  /** The workspaces that the sign-in page may offer; empty where no rule is about them. */
  listWorkspaces(): readonly string[] {
    return (this.#everywhere.kind === 'rules' ? listWorkspaces(this.#everywhere.rules) : undefined) ?? [];
  }
}

function explainRefusal({ kind, ...refusal }: Refusal | NoWayIn, method: CodexMethod): AuthError {
  const { key, source, value } = refusal.rule;
  const args = { rule: key, path: source.path };
  const by = isAdminLayer(source) ? 'admin' : 'file';
  if (kind === 'noWayIn') {
    return new AuthError('fixFile', buildSentence(`rule.noWayIn.${by}`, args), { reason: 'noWayIn' });
  }
  if ('reason' in refusal && refusal.reason === 'workspace') {
    const workspaces = Array.isArray(value) ? value.join(', ') : '';
    return new AuthError('signInAgain', buildSentence(`rule.workspace.${by}`, { ...args, workspaces }), {
      reason: 'workspaceRuledOut',
    });
  }
  return method === 'api'
    ? new AuthError('chooseAnotherMethod', buildSentence(`rule.keys.${by}`, args), { reason: 'keysRuledOut' })
    : new AuthError('chooseAnotherMethod', buildSentence(`rule.chatgpt.${by}`, args), { reason: 'chatgptRuledOut' });
}
