import { parseValue } from './configValue.ts';

/** Where something is in the text: from its first character to the one behind its last. */
interface Range {
  readonly start: number;
  readonly end: number;
}

/**
 * One key with its value. A line of its own ends behind its line end, an entry of an inline table with its value. No path
 * leads into an array: entries in one have the array's path before their own key.
 */
export interface Entry extends Range {
  readonly path: readonly string[];
  readonly place: Place;
  readonly key: Range;
  readonly value: Range;
}

/**
 * What entries are in: the lines before the first header, a header and the lines below, or an inline table, whose
 * range lies between its braces. Of the others `end` is where the first entry belongs.
 */
export interface Place extends Range {
  readonly kind: 'root' | 'table' | 'arrayElement' | 'inline';
  readonly path: readonly string[];
  readonly entries: readonly Entry[];
}

/** Where tables and keys are in a text. */
export interface Layout {
  readonly places: readonly Place[];
  readonly entries: readonly Entry[];
}

/** One token each, from where the reading has come to; the text is known to be TOML. */
const tokens = {
  space: /[ \t]*/uy,
  blank: /(?:[ \t\r\n]+|#[^\n]*)*/uy,
  restOfLine: /[^\n]*\n?/uy,
  bareKey: /[\w-]+/uy,
  text: /"""(?:[^\\"]|\\[^]|"(?!""))*"""(?:""?)?|'''(?:[^']|'(?!''))*'''(?:''?)?|"(?:[^\\"]|\\[^])*"|'[^']*'/uy,
  plain: /[^\s,\]}#]+(?: \d[^\s,\]}#]*)?/uy,
};

/** Where every key, value and header of a document is. The text has to be one that `parseToml` takes. */
export function readLayout(text: string): Layout {
  const reading = new LayoutReading(text);
  reading.read();
  return reading;
}

interface OpenPlace extends Place {
  end: number;
  readonly entries: Entry[];
}

class LayoutReading implements Layout {
  readonly places: OpenPlace[] = [];
  readonly entries: Entry[] = [];
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  read(): void {
    let place = this.#open('root', [], 0);
    place.end = 0;
    for (this.#take('blank'); this.#at < this.#text.length; this.#take('blank')) {
      const start = this.#text.lastIndexOf('\n', this.#at - 1) + 1;
      if (this.#text[this.#at] === '[') {
        place = this.#readHeader(start);
      } else {
        this.#readEntry(place, start);
      }
    }
  }

  #open(kind: Place['kind'], path: readonly string[], start: number): OpenPlace {
    const place: OpenPlace = { kind, path, start, end: start, entries: [] };
    this.places.push(place);
    return place;
  }

  #readHeader(start: number): OpenPlace {
    const brackets = this.#text.startsWith('[[', this.#at) ? 2 : 1;
    this.#at += brackets;
    const place = this.#open(brackets === 2 ? 'arrayElement' : 'table', this.#readKey(), start);
    this.#take('restOfLine');
    place.end = this.#at;
    return place;
  }

  #readEntry(place: OpenPlace, lineStart?: number): void {
    const keyStart = this.#at;
    const path = [...place.path, ...this.#readKey()];
    const key = { start: keyStart, end: this.#at };
    this.#take('space');
    this.#at += 1;
    this.#take('space');
    const value = this.#readValue(path);
    if (lineStart !== undefined) {
      this.#take('restOfLine');
    }
    const entry = { path, place, key, value, start: lineStart ?? keyStart, end: this.#at };
    place.entries.push(entry);
    this.entries.push(entry);
  }

  /** Ends behind the last part of the key. */
  #readKey(): readonly string[] {
    const parts: string[] = [];
    for (;;) {
      this.#take('space');
      const quoted = this.#take('text');
      parts.push(quoted === '' ? this.#take('bareKey') : String(parseValue(quoted)));
      const end = this.#at;
      this.#take('space');
      if (this.#text[this.#at] !== '.') {
        this.#at = end;
        return parts;
      }
      this.#at += 1;
    }
  }

  #readValue(path: readonly string[]): Range {
    const start = this.#at;
    const first = this.#text[start];
    if (first === '[') {
      this.#readParts(']', () => {
        this.#readValue(path);
      });
    } else if (first === '{') {
      const place = this.#open('inline', path, start + 1);
      this.#readParts('}', () => {
        this.#readEntry(place);
      });
      place.end = this.#at - 1;
    } else if (this.#take('text') === '') {
      this.#take('plain');
    }
    return { start, end: this.#at };
  }

  #readParts(close: string, readPart: () => void): void {
    this.#at += 1;
    for (this.#take('blank'); this.#text[this.#at] !== close; this.#take('blank')) {
      readPart();
      this.#take('blank');
      if (this.#text[this.#at] === ',') {
        this.#at += 1;
      }
    }
    this.#at += 1;
  }

  #take(name: keyof typeof tokens): string {
    const token = tokens[name];
    token.lastIndex = this.#at;
    const found = token.exec(this.#text)?.[0] ?? '';
    this.#at += found.length;
    return found;
  }
}
