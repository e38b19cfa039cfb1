import { isProviderTable, type ProviderSetup } from '../storage/account.ts';
import { accept, refuse, type Parsed } from './input.ts';

/** Amazon Bedrock: a profile of the AWS configuration and a region. */
export interface BedrockSetup {
  /** Undefined leaves it to the default chain of AWS. */
  readonly profile: string | undefined;
  readonly region: string;
  /** Undefined leaves it to Codex. */
  readonly model: string | undefined;
}

/** Console-login profiles of AWS work from this release of the Codex CLI on. */
export const firstCodexWithConsoleLogin = '0.130.0';

/** The models that Codex names for Bedrock (docs/codex-protocol.md, Providers). */
export const bedrockModels = [
  'openai.gpt-5.6-sol',
  'openai.gpt-5.6-terra',
  'openai.gpt-5.6-luna',
  'openai.gpt-5.5',
  'openai.gpt-5.4',
] as const;

/** Empty for the default chain. */
export function parseProfile(typed: string): Parsed<string | undefined> {
  const name = typed.trim();
  if (name === '') {
    return accept(undefined);
  }
  return /^[^\s[\]\p{Cc}"'][^[\]\p{Cc}"']{0,127}$/u.test(name) ? accept(name) : refuse('profileNotAName');
}

/** A region such as `eu-central-1`. */
export function parseRegion(typed: string): Parsed<string> {
  const region = typed.trim().toLowerCase();
  if (region === '') {
    return refuse('regionEmpty');
  }
  if (!/^[a-z]{2}(?:-[a-z]+){1,3}-\d{1,2}$/u.test(region)) {
    return refuse('regionNotARegion');
  }
  return region.includes('-gov-') ? refuse('regionGovCloud') : accept(region);
}

/** A model's id, or the id or ARN of an inference profile; empty leaves it to Codex. */
export function parseBedrockModel(typed: string): Parsed<string | undefined> {
  const model = typed.trim();
  if (model === '') {
    return accept(undefined);
  }
  return /^[\w.:/-]{1,512}$/u.test(model) ? accept(model) : refuse('modelNotAnId');
}

/** What `config.toml` gets for Bedrock. */
export function buildBedrockSetup({ profile, region, model }: BedrockSetup): ProviderSetup<'bedrock'> {
  return {
    providerId: 'amazon-bedrock',
    model,
    table: { aws: { ...(profile === undefined ? {} : { profile }), region } },
  };
}

/** What was written for Bedrock, to be changed or looked at. */
export function readBedrockSetup({ model, table }: ProviderSetup): BedrockSetup {
  const aws = table?.['aws'];
  const { profile, region } = isProviderTable(aws) ? aws : {};
  return {
    profile: typeof profile === 'string' ? profile : undefined,
    region: typeof region === 'string' ? region : '',
    model,
  };
}
