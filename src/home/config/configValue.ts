import { TomlDate } from 'smol-toml';
import { parseToml } from './configDocument.ts';

/** A value as a file has it, so that it can be there again with the same bytes. */
class VerbatimValue {
  readonly toml: string;

  constructor(toml: string) {
    this.toml = toml;
  }
}

/** A table by its keys. */
export interface ConfigTable {
  readonly [key: string]: ConfigValue;
}

/** A value of the document; 64-bit integers are `bigint`. */
export type ConfigValue = string | number | bigint | boolean | VerbatimValue | readonly ConfigValue[] | ConfigTable;

/** A value that goes into the document as it is spelled: a date, a float. */
export function takeVerbatim(toml: string): ConfigValue {
  return new VerbatimValue(toml);
}

/** Whether a value is spelled already. */
export function isVerbatim(value: ConfigValue): value is VerbatimValue {
  return value instanceof VerbatimValue;
}

/** Whether a value is a table. */
export function isTable(value: ConfigValue): value is ConfigTable {
  return typeof value === 'object' && !isVerbatim(value) && !isList(value);
}

function isList(value: ConfigValue): value is readonly ConfigValue[] {
  return Array.isArray(value);
}

/** The value in one line. */
export function formatValue(value: ConfigValue): string {
  if (typeof value === 'string') {
    return formatText(value);
  }
  if (typeof value === 'number' && !Number.isFinite(value)) {
    return Number.isNaN(value) ? 'nan' : `${value < 0 ? '-' : ''}inf`;
  }
  if (typeof value !== 'object') {
    return String(value);
  }
  if (isVerbatim(value)) {
    return value.toml;
  }
  if (isList(value)) {
    return `[${value.map(formatValue).join(', ')}]`;
  }
  const entries = Object.entries(value).map(([key, one]) => `${formatPath([key])} = ${formatValue(one)}`);
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
}

/** A key, with its dots. */
export function formatPath(path: readonly string[]): string {
  return path.map((key) => (/^[\w-]+$/u.test(key) ? key : formatText(key))).join('.');
}

/** JSON writes a text as TOML does, but for the character 7F, which TOML wants escaped too. */
function formatText(text: string): string {
  return JSON.stringify(text).replaceAll('\u007F', '\\u007F');
}

/** The data of one written value; undefined when it is none. */
export function parseValue(toml: string): unknown {
  return parseToml(`value = ${toml}\n`)?.['value'];
}

/** The same text for the same data, in whatever order its keys are. */
export function describeData(data: unknown): string {
  if (typeof data === 'string') {
    return JSON.stringify(data);
  }
  if (data instanceof TomlDate) {
    return `date ${data.toISOString()}`;
  }
  if (typeof data !== 'object' || data === null) {
    return Object.is(data, -0) ? '-0' : String(data);
  }
  if (Array.isArray(data)) {
    return `[${data.map(describeData).join(',')}]`;
  }
  const entries = Object.entries(data).map(([key, one]) => `${JSON.stringify(key)}:${describeData(one)}`);
  return `{${entries.sort().join(',')}}`;
}
