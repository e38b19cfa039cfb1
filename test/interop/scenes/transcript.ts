import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { LoggedRequest } from '../../issuer/practiceIssuer.ts';
import type { CodexRun } from '../codexCli.ts';
import type { WordBook } from './wordBook.ts';

const shortestLongPage = 1200;
const hashLength = 12;

export function hashOf(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex').slice(0, hashLength);
}

/** Tokens are longer or shorter by a character, and so is what holds them. */
function describeHeader([name, value]: readonly [string, string | readonly string[] | undefined]): string {
  return `${name}: ${name === 'content-length' ? '<length>' : String(value)}`;
}

/** What a page says to a person. */
function readVisibleText(html: string): string {
  return html
    .replace(/<(?<tag>style|script|svg)\b[\s\S]*?<\/\k<tag>>/gu, ' ')
    .replace(/<[^>]*>/gu, '\n')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join('\n');
}

/** What a listener of the CLI answers to a browser. */
export interface PageAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** What a scene saw, as text: our own words at the margin, what the CLI said or did indented. */
export class Transcript {
  readonly #words: WordBook;
  readonly #lines: string[] = [];

  constructor(words: WordBook) {
    this.#words = words;
  }

  /** A line of our own. */
  title(text: string): void {
    this.#lines.push(...(this.#lines.length === 0 ? [] : ['']), `# ${text}`);
  }

  /** Text of the CLI, or about what it did. */
  said(label: string, text: string, indent = '  '): void {
    const replaced = this.#words.replace(text).replace(/\n$/u, '');
    const lines = replaced === '' ? [] : replaced.split('\n');
    this.#lines.push(label, ...lines.map((line) => `${indent}${line}`.trimEnd()));
  }

  value(label: string, value: unknown): void {
    this.said(label, JSON.stringify(value, undefined, 2));
  }

  ran(command: string, { exitCode, stdout, stderr }: CodexRun): void {
    this.said(`$ ${command}`, stdout);
    if (stderr !== '') this.said('stderr:', stderr);
    this.#lines.push(`exit: ${String(exitCode)}`);
  }

  /** Requests that the CLI sent, in the order of their arrival; the same one again, as polls are, is written once. */
  requests(requests: readonly LoggedRequest[]): void {
    let former = '';
    for (const { method, path, rawQuery, headers, rawBody, status } of requests) {
      const query = rawQuery === '' ? '' : `?${rawQuery}`;
      const rows = Object.entries(headers).map(describeHeader).toSorted();
      const text = this.#words.replace([...rows, ...(rawBody === '' ? [] : ['', ...rawBody.split('&')])].join('\n'));
      const head = this.#words.replace(`> ${method} ${path}${query}, answered with ${String(status)}`);
      if (`${head}\n${text}` !== former) this.said(head, text);
      former = `${head}\n${text}`;
    }
    if (requests.length === 0) this.#lines.push('> no request');
  }

  response(label: string, { status, headers: all, body }: PageAnswer): void {
    const headers = Object.entries(all).map(describeHeader).toSorted();
    this.said(`${label}: ${String(status)}`, headers.join('\n').replaceAll('&', '\n  &'));
    if (body.length < shortestLongPage) {
      this.said('body:', body);
    } else {
      this.said(`page of hash ${hashOf(this.#words.replace(body))}:`, readVisibleText(body));
    }
  }

  toString(): string {
    return `${this.#lines.join('\n')}\n`;
  }
}
