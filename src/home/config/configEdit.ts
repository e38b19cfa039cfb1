import type { TomlTable } from 'smol-toml';
import { byteOrderMark, parseToml, withoutMark } from './configDocument.ts';
import { readLayout, type Entry, type Layout, type Place } from './configLayout.ts';
import {
  describeData,
  formatPath,
  formatValue,
  isTable,
  isVerbatim,
  parseValue,
  takeVerbatim,
  type ConfigTable,
  type ConfigValue,
} from './configValue.ts';

type Path = readonly string[];

/** One value of the document to set, or to take out. No path leads into an array. */
export interface ConfigChange {
  readonly path: Path;
  readonly value: ConfigValue | undefined;
}

/**
 * In one file with what reads and puts back, because all of them know one layout of the document: what one writes the others find.
 * Changes values of a `config.toml` where they are, so that comments, order and line ends stay (docs/decisions.md,
 * Configuration is edited). A new table gets a header of its own at the end, one that is there is changed key by key. The
 * result is parsed again and must be the old document plus the changes.
 * @returns the new text, or undefined when the text is no TOML or could not be changed safely
 */
export function editConfig(text: string, changes: readonly ConfigChange[]): string | undefined {
  const before = parseToml(text);
  if (before === undefined) {
    return undefined;
  }
  const mark = text.startsWith(byteOrderMark) ? byteOrderMark : '';
  const editing = new ConfigEditing(withoutMark(text));
  try {
    let wanted: object = before;
    for (const { path, value } of changes) {
      wanted = withData(wanted, path, value === undefined ? undefined : toData(value));
      editing.change(path, value);
    }
    const after = parseToml(editing.text);
    return after !== undefined && isSame(after, wanted, changes) ? mark + editing.text : undefined;
  } catch (failure) {
    if (failure instanceof CannotEdit) {
      return undefined;
    }
    throw failure;
  }
}

/**
 * What each change would replace, so that it can be taken back: the same paths with their values of now, as they are
 * written. Where a whole table is missing, the path of the outermost missing one stands for it. A key that a change took
 * out comes back with its value, at the end of its table and without the comment behind it.
 * @returns undefined when the text is no TOML, or has an array of tables in the way
 */
export function readConfigValues(text: string, paths: readonly Path[]): readonly ConfigChange[] | undefined {
  if (parseToml(text) === undefined) {
    return undefined;
  }
  const editing = new ConfigEditing(withoutMark(text));
  try {
    return paths.map((path) => editing.read(path));
  } catch (failure) {
    if (failure instanceof CannotEdit) {
      return undefined;
    }
    throw failure;
  }
}

/** The document has something at or above the path that is not changed unasked. */
class CannotEdit extends Error {}

class ConfigEditing {
  text: string;
  #layout: Layout;
  readonly #lineEnd: string;

  constructor(text: string) {
    this.text = text;
    this.#layout = readLayout(text);
    this.#lineEnd = text.includes('\r\n') ? '\r\n' : '\n';
  }

  change(path: Path, value: ConfigValue | undefined): void {
    this.#requireWay(path);
    if (value === undefined) {
      this.#remove(path);
    } else {
      this.#set(path, value);
    }
  }

  read(path: Path): ConfigChange {
    this.#requireWay(path);
    const missing = path.findIndex((_, at) => !this.#exists(path.slice(0, at + 1)));
    return missing < 0
      ? { path, value: this.#readValue(path) }
      : { path: path.slice(0, missing + 1), value: undefined };
  }

  #readValue(path: Path): ConfigValue {
    const entry = this.#findEntry(path);
    if (entry !== undefined) {
      return takeVerbatim(this.text.slice(entry.value.start, entry.value.end));
    }
    if (this.#layout.places.some((place) => place.kind === 'arrayElement' && isSamePath(place.path, path))) {
      throw new CannotEdit();
    }
    return Object.fromEntries(this.#findKeys(path).map((key) => [key, this.#readValue([...path, key])]));
  }

  /** Above the path there are tables only. */
  #requireWay(path: Path): void {
    const isInTheWay = ({ path: other }: { readonly path: Path }): boolean =>
      other.length < path.length && isWithin(path, other);
    const isPlain = (entry: Entry): boolean => this.text[entry.value.start] !== '{';
    if (
      path.length === 0 ||
      this.#layout.places.some((place) => place.kind === 'arrayElement' && isInTheWay(place)) ||
      this.#layout.entries.some((entry) => isPlain(entry) && isInTheWay(entry))
    ) {
      throw new CannotEdit();
    }
  }

  /** @param form how a table that is not there yet is added: a part of one that is takes a line there */
  #set(path: Path, value: ConfigValue, form: 'section' | 'line' = 'section'): void {
    const entry = this.#findEntry(path);
    const isTableNow = this.#exists(path) && (entry === undefined || this.text[entry.value.start] === '{');
    if (isTable(value) && isTableNow) {
      this.#setEach(path, value);
    } else if (entry !== undefined && (isVerbatim(value) || !isTableNow)) {
      this.#replaceValue(entry, value);
    } else if (isTableNow) {
      throw new CannotEdit();
    } else {
      this.#add(path, value, form);
    }
  }

  /** Removes what the new table does not have first, so that a table is never empty in between. */
  #setEach(path: Path, table: ConfigTable): void {
    for (const key of this.#findKeys(path)) {
      if (!Object.hasOwn(table, key)) {
        this.#remove([...path, key]);
      }
    }
    for (const [key, value] of Object.entries(table)) {
      this.#set([...path, key], value, 'line');
    }
  }

  #replaceValue({ value: { start, end } }: Entry, value: ConfigValue): void {
    const old = this.text.slice(start, end);
    if (isVerbatim(value) || describeData(parseValue(old)) !== describeData(toData(value))) {
      this.#splice(start, end, formatValue(value));
    }
  }

  #add(path: Path, value: ConfigValue, form: 'section' | 'line'): void {
    const parent = path.slice(0, -1);
    const inline = this.#layout.places.findLast((place) => place.kind === 'inline' && isWithin(path, place.path));
    if (inline !== undefined) {
      this.#addInline(inline, path, value);
    } else if (isTable(value) && form === 'section') {
      this.#addSection(path, value);
    } else if (parent.length === 0 || this.#exists(parent)) {
      this.#addLine(path, value);
    } else {
      this.#addSection(parent, { [path.at(-1) ?? '']: value });
    }
  }

  #addInline(place: Place, path: Path, value: ConfigValue): void {
    const entry = `${formatPath(path.slice(place.path.length))} = ${formatValue(value)}`;
    const last = place.entries.at(-1);
    if (last === undefined) {
      this.#splice(place.end, place.end, ` ${entry} `);
    } else {
      this.#splice(last.end, last.end, `, ${entry}`);
    }
  }

  #addSection(path: Path, table: ConfigTable): void {
    const lines = Object.entries(table).map(([key, value]) => `${formatPath([key])} = ${formatValue(value)}`);
    const gap = this.text === '' ? [] : [''];
    this.#addLines(this.text.length, [...gap, `[${formatPath(path)}]`, ...lines]);
  }

  /** Below the last line of the same table: in its own section, else where dotted keys make it. */
  #addLine(path: Path, value: ConfigValue): void {
    const parent = path.slice(0, -1);
    const own = this.#layout.places.find((place) => place.kind !== 'inline' && isSamePath(place.path, parent));
    const sibling = own === undefined ? this.#findSibling(parent) : own.entries.at(-1);
    const place = own ?? sibling?.place ?? this.#findPlaceAbove(parent);
    if (place === undefined) {
      this.#addSection(parent, { [path.at(-1) ?? '']: value });
      return;
    }
    const before = sibling ?? place.entries.at(-1);
    const indent = before === undefined ? '' : this.text.slice(before.start, before.key.start);
    const line = `${indent}${formatPath(path.slice(place.path.length))} = ${formatValue(value)}`;
    const isOnTop = place.kind === 'root' && before === undefined && this.text !== '';
    this.#addLines(before?.end ?? place.end, isOnTop ? [line, ''] : [line]);
  }

  /** For a table that only the headers of its parts make: what a dotted key can be in, which it can only before them. */
  #findPlaceAbove(path: Path): Place | undefined {
    const { places } = this.#layout;
    const first = places.findIndex((place) => isWithin(place.path, path));
    const outer = places.filter((place) => place.kind !== 'inline' && isWithin(path, place.path));
    const nearest = outer.reduce((one, other) => (other.path.length > one.path.length ? other : one));
    return places.indexOf(nearest) < first ? nearest : undefined;
  }

  /** The last dotted key that makes the table. */
  #findSibling(parent: Path): Entry | undefined {
    return this.#layout.entries.findLast(
      ({ path, place }) => place.kind !== 'inline' && isWithin(path, parent) && isWithin(parent, place.path),
    );
  }

  /** A last line without an end leaves the new last line without one. */
  #addLines(at: number, lines: readonly string[]): void {
    const isBehindHalfLine = at > 0 && this.text[at - 1] !== '\n';
    const added = lines.join(this.#lineEnd);
    this.#splice(at, at, isBehindHalfLine ? this.#lineEnd + added : added + this.#lineEnd);
  }

  /** Everything at and below the path, wherever it is. */
  #remove(path: Path): void {
    for (let isFound = true; isFound;) {
      const entry = this.#layout.entries.find((one) => isWithin(one.path, path));
      const place = this.#layout.places.find((one) => one.kind !== 'inline' && isWithin(one.path, path));
      if (place !== undefined) {
        this.#removeSection(place);
      } else if (entry?.place.kind === 'inline') {
        this.#removeInline(entry);
      } else if (entry !== undefined) {
        this.#removeEntry(entry);
      }
      isFound = place !== undefined || entry !== undefined;
    }
  }

  /** With the only root key, on top, goes the empty line below it. */
  #removeEntry({ place, start, end }: Entry): void {
    const isOnlyOnTop = place.kind === 'root' && place.entries.length === 1 && start === 0;
    const gap = isOnlyOnTop ? (/^\r?\n/u.exec(this.text.slice(end))?.[0] ?? '') : '';
    this.#removeLines(start, end + gap.length, '');
  }

  #removeInline({ place, start, end }: Entry): void {
    const at = place.entries.findIndex((entry) => entry.start === start);
    const previous = place.entries[at - 1];
    const next = place.entries[at + 1];
    if (previous !== undefined) {
      this.#splice(previous.end, end, '');
    } else if (next !== undefined) {
      this.#splice(start, next.start, '');
    } else {
      const isSpaced = this.text[start - 1] === ' ' && this.text[end] === ' ';
      this.#splice(start - (isSpaced ? 1 : 0), end + (isSpaced ? 1 : 0), '');
    }
  }

  /** The header with its entries and the one empty line above it. The comments between them stay. */
  #removeSection({ start, end, entries }: Place): void {
    const gap = /(?:^|\n)(\r?\n)$/u.exec(this.text.slice(0, start))?.[1] ?? '';
    const parts = [{ start, end }, ...entries];
    const comments = parts.flatMap((part, at) =>
      [...this.text.slice(parts[at - 1]?.end ?? start, part.start).matchAll(/^[ \t]*#[^\n]*\n/gmu)].map(String),
    );
    this.#removeLines(start - gap.length, parts.at(-1)?.end ?? end, comments.join(''));
  }

  /** What was behind a last line without an end is one again. */
  #removeLines(start: number, end: number, kept: string): void {
    const isHalfLine = end === this.text.length && this.text[end - 1] !== '\n';
    const lineEnd = isHalfLine && kept === '' ? (/\r?\n$/u.exec(this.text.slice(0, start))?.[0] ?? '') : '';
    this.#splice(start - lineEnd.length, end, kept);
  }

  #splice(start: number, end: number, added: string): void {
    this.text = this.text.slice(0, start) + added + this.text.slice(end);
    this.#layout = readLayout(this.text);
  }

  #exists(path: Path): boolean {
    return [...this.#layout.places, ...this.#layout.entries].some((one) => isWithin(one.path, path));
  }

  #findEntry(path: Path): Entry | undefined {
    return this.#layout.entries.find((entry) => isSamePath(entry.path, path));
  }

  #findKeys(path: Path): readonly string[] {
    const below = [...this.#layout.places, ...this.#layout.entries].filter((one) => isWithin(one.path, path));
    return [...new Set(below.flatMap((one) => one.path.slice(path.length, path.length + 1)))];
  }
}

function isWithin(path: Path, outer: Path): boolean {
  return outer.every((key, at) => key === path[at]);
}

function isSamePath(one: Path, other: Path): boolean {
  return one.length === other.length && isWithin(one, other);
}

function toData(value: ConfigValue): unknown {
  return parseValue(formatValue(value));
}

/** The document with other data at a path, or with none there. */
function withData(table: object, [key = '', ...rest]: Path, data: unknown): object {
  const entries: (readonly [string, unknown])[] = Object.entries(table);
  const old = entries.find(([name]) => name === key)?.[1];
  const changed = rest.length === 0 ? data : withData(isObject(old) ? old : {}, rest, data);
  const others = entries.filter(([name]) => name !== key);
  return Object.fromEntries(changed === undefined ? others : [...others, [key, changed]]);
}

/** A table that is there only because something is in it goes with the last of it, one with a header stays empty. */
function isSame(after: TomlTable, wanted: object, changes: readonly ConfigChange[]): boolean {
  const describe = (table: object): string =>
    describeData(changes.reduce((rest, { path }) => withoutEmptyTables(rest, path), table));
  return describe(after) === describe(wanted);
}

function withoutEmptyTables(table: object, [key = '', ...rest]: Path): object {
  const entries: (readonly [string, unknown])[] = Object.entries(table);
  return Object.fromEntries(
    entries.flatMap(([name, old]) => {
      const kept = name === key && rest.length > 0 && isObject(old) ? withoutEmptyTables(old, rest) : old;
      const isEmpty = name === key && rest.length > 0 && isObject(kept) && Object.keys(kept).length === 0;
      return isEmpty ? [] : [[name, kept]];
    }),
  );
}

function isObject(data: unknown): data is object {
  return typeof data === 'object' && data !== null && !Array.isArray(data);
}
