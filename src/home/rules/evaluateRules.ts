import type { TomlTable } from 'smol-toml';
import * as z from 'zod/mini';
import { parseToml } from '../config/configDocument.ts';
import { credentialStores, type CredentialStore } from '../store/credentialStore.ts';
import { requirementLayers } from '../ports.ts';
import {
  codexMethods,
  type CodexMethod,
  type RuleKey,
  type RuleLayer,
  type RuleProblemKind,
  type RuleSource,
  type RuleText,
} from './ports.ts';

/** One rule that is set: its value and the layer that sets it. */
export interface Rule<Value> {
  readonly key: RuleKey;
  readonly value: Value;
  readonly source: RuleSource;
}

/** What the layers prescribe together, each rule with the layer that set it. Undefined is no rule. */
export interface CodexRules {
  readonly forcedMethod: Rule<CodexMethod> | undefined;
  readonly forcedWorkspaces: Rule<readonly string[]> | undefined;
  readonly allowedMethods: Rule<readonly CodexMethod[]> | undefined;
  readonly allowedWorkspaces: Rule<readonly string[]> | undefined;
  readonly store: Rule<CredentialStore> | undefined;
  readonly backend: Rule<string> | undefined;
}

/** A layer that Codex refuses: it does not start. */
export interface RuleProblem {
  readonly kind: 'broken';
  readonly problem: RuleProblemKind;
  readonly source: RuleSource;
  /** The rule whose value is none that Codex knows. */
  readonly key?: RuleKey;
}

/** The rules in force, or what stops Codex itself. */
export type RulesReading = { readonly kind: 'rules'; readonly rules: CodexRules } | RuleProblem;

/** A layer as a table. */
export interface ParsedLayer {
  readonly source: RuleSource;
  readonly table: TomlTable;
}

const method = z.enum(codexMethods);
const ids = z.array(z.string());
/** One id, or a list. Codex refuses ids in one text with commas between them. */
const idOrIds = z.union([z.string().check(z.refine((text) => !text.includes(','))), ids]);
const store = z.enum(credentialStores);

const boundBy: readonly RuleLayer[] = [...requirementLayers, 'cloudRequirements'];

/** Whether a layer binds what the others say. */
export function isRequirement({ layer }: RuleSource): boolean {
  return boundBy.includes(layer);
}

/** Each layer as a table, or the first that stops Codex. */
export function parseLayers(texts: readonly RuleText[]): readonly ParsedLayer[] | RuleProblem {
  const parsed: ParsedLayer[] = [];
  for (const { source, text } of texts) {
    const table = text === null ? undefined : parseToml(text);
    if (table === undefined) {
      return { kind: 'broken', problem: text === null ? 'unreadable' : 'notToml', source };
    }
    parsed.push({ source, table });
  }
  return parsed;
}

/**
 * What the layers say together, the weakest first (docs/codex-protocol.md, Sign-in rules). Of the configuration only the
 * strongest value of a key counts, and only that one has to be known; each requirement has to be.
 */
export function evaluateRules(layers: readonly ParsedLayer[]): RulesReading {
  const read = new RuleReading(layers);
  const forced = trimIds(read.configured('forced_chatgpt_workspace_id', idOrIds));
  const rules: CodexRules = {
    forcedMethod: read.configured('forced_login_method', method),
    // Nothing but blanks prescribes nothing; in requirements it leaves nothing.
    forcedWorkspaces: forced?.value.length === 0 ? undefined : forced,
    allowedMethods: read.required('allowed_login_methods', z.array(method)),
    allowedWorkspaces: trimIds(read.required('allowed_chatgpt_workspaces', ids)),
    store: read.bound('cli_auth_credentials_store', store),
    backend: read.bound('chatgpt_base_url', z.string()),
  };
  return read.problem ?? { kind: 'rules', rules };
}

function trimIds(rule: Rule<string | readonly string[]> | undefined): Rule<readonly string[]> | undefined {
  return (
    rule && {
      ...rule,
      value: [rule.value].flat().flatMap((id) => (id.trim() === '' ? [] : [id.trim()])),
    }
  );
}

/** Looks one key up after the other; the first that Codex refuses is what is said. */
class RuleReading {
  readonly #layers: readonly ParsedLayer[];
  problem: RuleProblem | undefined;

  constructor(layers: readonly ParsedLayer[]) {
    this.#layers = layers;
  }

  /** Of the configuration: the strongest that says it. */
  configured<Value>(key: RuleKey, schema: z.ZodMiniType<Value>): Rule<Value> | undefined {
    const said = this.#find(key, false).at(-1);
    return said === undefined ? undefined : this.#parse(key, said, schema);
  }

  /** Of the requirements: the strongest, with every other one known too. */
  required<Value>(key: RuleKey, schema: z.ZodMiniType<Value>): Rule<Value> | undefined {
    return this.#find(key, true)
      .map((said) => this.#parse(key, said, schema))
      .at(-1);
  }

  /** A setting that a requirement takes out of everybody's hands. */
  bound<Value>(key: RuleKey, schema: z.ZodMiniType<Value>): Rule<Value> | undefined {
    const configured = this.configured(key, schema);
    return this.required(key, schema) ?? configured;
  }

  #find(key: RuleKey, ofRequirements: boolean): readonly ParsedLayer[] {
    return this.#layers.filter(
      ({ source, table }) =>
        isRequirement(source) === ofRequirements &&
        table[key] !== undefined &&
        // A project has no say where requests go.
        !(source.layer === 'project' && key === 'chatgpt_base_url'),
    );
  }

  #parse<Value>(key: RuleKey, { source, table }: ParsedLayer, schema: z.ZodMiniType<Value>): Rule<Value> | undefined {
    const parsed = schema.safeParse(table[key]);
    if (!parsed.success) {
      this.problem ??= { kind: 'broken', problem: 'unknownValue', source, key };
      return undefined;
    }
    return { key, value: parsed.data, source };
  }
}
