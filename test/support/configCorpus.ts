import type { ConfigChange } from '../../src/home/config/configEdit.ts';

/** What choosing Azure OpenAI writes: each documented key of a provider, of each kind of value. */
const azureTable = {
  name: 'Azure "OpenAI"',
  base_url: 'https://made-up.openai.azure.com/openai',
  env_key: 'AZURE_OPENAI_API_KEY',
  query_params: { 'api-version': '2026-04-01-preview' },
  wire_api: 'responses',
  request_max_retries: 4,
  stream_max_retries: 10,
  stream_idle_timeout_ms: 300_000,
};

export const providerChanges: readonly ConfigChange[] = [
  { path: ['model_provider'], value: 'azure' },
  { path: ['model'], value: 'my-deployment' },
  { path: ['oss_provider'], value: 'ollama' },
  { path: ['model_providers', 'azure'], value: azureTable },
  { path: ['model_providers', 'amazon-bedrock', 'aws'], value: { profile: 'work', region: 'eu-central-1' } },
];

/** A second opinion on an edit: the data of {@link providerChanges} in the data of a document. */
export function withProviders(before: unknown): object {
  const data = Object(before) as Readonly<Record<string, unknown>>;
  const tables = Object(data['model_providers']) as Readonly<Record<string, object>>;
  const bedrock = { ...tables['amazon-bedrock'], aws: { profile: 'work', region: 'eu-central-1' } };
  return {
    ...data,
    model_provider: 'azure',
    model: 'my-deployment',
    oss_provider: 'ollama',
    model_providers: { ...tables, azure: azureTable, 'amazon-bedrock': bedrock },
  };
}

export interface ConfigSample {
  readonly name: string;
  readonly text: string;
}

const named = (text: string): ConfigSample => ({ name: JSON.stringify(text).slice(1, -1).slice(0, 60), text });

/** Documents that are TOML for the CLI, and in which a key is easily looked for, or put, in the wrong place. */
export const configCorpus: readonly ConfigSample[] = [
  '',
  '\n',
  '\r\n',
  ' \t',
  '\uFEFF',
  '\uFEFF# mine',
  '\uFEFF[features]\n',
  '# only a comment',
  '# one\n# two\n',
  '# one\n\n\n# two\n\n',
  'model = "gpt-5.1"',
  'model = "gpt-5.1"\n',
  'model = "gpt-5.1"\r\n',
  'model = "gpt-5.1"\n\n\n',
  "model = 'gpt-5.1' # the fast one\nmodel_provider = '''openai'''\n",
  '  model\t=\t"""\\\n   gpt-5.1"""\t# why\n',
  '"model" = "gpt-5.1"\n\'model_provider\' = "openai"\n',
  '"mod\\u0065l" = "gpt-5.1"\n',
  'model = """a"""""\nmodel_provider = \'\'\'b\'\'\'\'\'\n',
  '[features]\nweb_search = true\n',
  '[features]\nweb_search = true',
  '[features] # none',
  '\n\n[features]\nweb_search = true\n',
  '# top\n\n[features]\n\n# end',
  '[profiles.work]\nmodel_provider = "azure"\nmodel = "gpt-5.1"\n',
  'profile = "work"\n[profiles.work]\n  model_provider = "azure"\n\n[profiles.work.features]\n\n',
  'model_providers = {}\n',
  'model_providers = { }\n',
  'model_providers={}# none',
  'model_providers = { mine = { name = "Mine", base_url = "https://mine.example/v1" } } # all\nx = 1\n',
  'model_providers = {mine={name="Mine"}}',
  'model_providers = {\n  mine = { name = "Mine" }, # first\n}\n',
  'model_providers = { azure = { name = "Old" } }\n',
  'model_providers = { azure.name = "Old", mine.name = "Mine" }\n',
  'model_providers = { azure = { name = \'Azure "OpenAI"\', query_params = {} } }\n',
  'model_providers.azure.name = "Old"\n',
  'model_providers.azure.name = "Old" # dotted\nmodel = "gpt-5.1"\n\n[features]\n',
  'model_providers.mine.name = "Mine"',
  'model_providers.mine = { name = "Mine" }\n[features]\n',
  'model_providers . "azure" . name = "Old"\n',
  '[model_providers]\n',
  '[model_providers]\n\n[features]\n',
  '[model_providers]\nmine = { name = "Mine" }\n',
  '[model_providers]\nazure = { name = "Old", env_key = "OLD" }\n',
  '[model_providers]\nazure.name = "Old"\nazure.query_params.api-version = "1"\n',
  '["model_providers"]\n\'azure\'.name = "Old"\n',
  '[model_providers.azure]',
  '[model_providers.azure]\n',
  '[model_providers.azure]\nname = "Old"\nquery_params = { api-version = "1" }\n\n[features]\n',
  '[ "model_providers" . \'azure\' ]\n\tname = "Old"\t# tabs\n\n\tenv_key = "OLD"\n',
  '["model_\\u0070roviders".azure]\nname = "Old"\n',
  '[model_providers.azure.query_params]\napi-version = "1"\n',
  '[model_providers.azure.query_params]\napi-version = "1"\n\n[model_providers.azure]\nname = "Old"\n\n[model_providers]\n',
  '[features]\n[model_providers.mine]\nname = "Mine"\n[features2]\n[model_providers.azure]\nname = "Old"\n',
  '[model_providers.mine]\nname = "Mine"\n[mcp_servers.x]\ncommand = "x"\n\n\n[mcp_servers.x.env]\nA = "1"\n',
  '[model_providers.azure_old]\nname = "Old"\n[model_providers."azure.old"]\nname = "Old"\n',
  '[model_providers.amazon-bedrock.aws]\nregion = "us-east-1" # far\n',
  '[model_providers.amazon-bedrock]\naws.profile = "old"\n',
  '[model_providers.amazon-bedrock]\naws = { profile = "old" }\n\n# next\n[features]\n',
  'notify = [\n  "[model_providers.azure]", # header-like\n  \'model = "x"\',\n]\n[features]\n',
  'notify = ["a",\n# model = "x"\n"b"\n]\nmodel = "gpt-5.1"\n',
  'developer_instructions = """\n[model_providers.azure]\nmodel = "x"\n\\""" \n"""\nmodel = "gpt-5.1"\n',
  "developer_instructions = '''\n[model_providers]\nmodel = \"x\"'''''\n",
  'developer_instructions = """a"""""\n[features]\n',
  'developer_instructions = """\\\\"""\nmodel = "a\\\\" # "\n',
  "developer_instructions = 'C:\\' # \"\nmodel = '#'\n",
  '# [model_providers.azure]\n# name = "Mine"\n\n#[features]\n',
  'model = "gpt-5.1"\r\n# c\r\n\r\n[features]\r\nweb_search = true\r\n',
  'model = "gpt-5.1"\n# c\r\n[features]\r\n\nweb_search = true',
  'developer_instructions = """\r\nmodel = "x"\r\n"""\r\n[model_providers.azure]\r\nname = "Old"\r\n',
  '[[skills.config]]\npath = "/a"\nenabled = false\n\n[[skills.config]]\npath = "/b"\nenabled = true\n',
  'model = "gpt-5.1"\n[[skills.config]]\npath = "/a"\nenabled = true\n[features]\n[model_providers.mine]\nname = "Mine"\n[[skills.config]]\npath = "/b"\nenabled = false\n',
  'a = 9223372036854775807\nb = -9223372036854775808\nc = 0x7FFFFFFFFFFFFFFF\nd = 0o17\ne = 1_000\n',
  'a = nan\nb = -inf\nc = +nan\nd = 1e308\ne = -0.0\nf = 6.626e-34\n[features]\n',
  'a = 1979-05-27 07:32:00\nb = 1979-05-27T00:32:00.999999-07:00\nc = 07:32:00\nd = [1979-05-27, 1979-05-28 07:32:00Z]\ne = { f = 1979-05-27 07:32:00 }\n',
  '[projects."/projects/a b"]\ntrust_level = "trusted"\n\n[projects.\'C:\\work\']\ntrust_level = "trusted"\n',
  '"" = 1\n"a.b" = 2\n\'c"d\' = 3\n"\\u00e9\\t" = 4\n["[x]"."#"]\n\n',
  '\t[features]\t# indented\n\t\tweb_search\t=\ttrue\t\n  \n\t[model_providers]\t\n',
  'x = {}\n[y]\n[y.z]\n[y.z.model_providers.azure]\nname = "no"\n',
  '__proto__ = 1\nconstructor = { prototype = 2 }\n[toString]\nvalueOf = 3\n',
  'model = "gpt-5.1" # last line is a comment\n# \u00e9\u4e2d\u{1F600}',
  '[model_providers.azure]\nname = "Old"\n# a comment of mine\nenv_key = "OLD" # mine too\n# below\n\n# about features\n[features]\n',
].map(named);

/** TOML too, but with something at a path of ours that only the person can have meant. */
export const refusedCorpus: readonly ConfigSample[] = [
  'model_providers = 1\n',
  'model_providers = [{ azure = 1 }]\n',
  '[[model_providers]]\n',
  '[[model_providers.azure]]\nname = "Old"\n',
  'model.name = "x"\n',
  '[model]\nname = "x"\n',
  '[[model]]\nname = "x"\n',
  'model = { name = "x" }\n',
].map(named);
