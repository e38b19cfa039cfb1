import type { IncomingMessage } from 'node:http';
import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from 'node:zlib';
import * as z from 'zod/mini';

/** 1 MiB, before and after decompression. */
const maximumBodyBytes = 1024 * 1024;

export interface RequestBody {
  /** The members of a JSON object or the fields of a form; empty for anything else. */
  readonly fields: Readonly<Record<string, unknown>>;
  readonly raw: string;
}

const jsonObjectSchema = z.record(z.string(), z.unknown());

type Decompress = (bytes: Buffer) => Buffer;

const limit = { maxOutputLength: maximumBodyBytes };

const decompressors: Readonly<Record<string, Decompress>> = {
  identity: (bytes) => bytes,
  gzip: (bytes) => gunzipSync(bytes, limit),
  br: (bytes) => brotliDecompressSync(bytes, limit),
  zstd: (bytes) => zstdDecompressSync(bytes, limit),
};

async function readBytes(message: IncomingMessage): Promise<Buffer | 'tooLarge'> {
  const chunks: Buffer[] = [];
  let byteCount = 0;
  for await (const chunk of message) {
    const bytes = Buffer.from(z.parse(z.instanceof(Uint8Array), chunk));
    byteCount += bytes.length;
    if (byteCount > maximumBodyBytes) {
      return 'tooLarge';
    }
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

function parseJsonObject(raw: string): Readonly<Record<string, unknown>> | undefined {
  if (raw === '') {
    return {};
  }
  try {
    const parsed = jsonObjectSchema.safeParse(JSON.parse(raw));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

function parseFields(raw: string, contentType: string): Readonly<Record<string, unknown>> | undefined {
  if (contentType === 'application/json') {
    return parseJsonObject(raw);
  }
  return contentType === 'application/x-www-form-urlencoded' ? Object.fromEntries(new URLSearchParams(raw)) : {};
}

/** Reads a body as its content type says. Answers the status to refuse it with when it cannot be read. */
export async function readBody(message: IncomingMessage): Promise<RequestBody | { readonly refuse: 400 | 413 | 415 }> {
  const bytes = await readBytes(message);
  if (bytes === 'tooLarge') {
    return { refuse: 413 };
  }
  const decompress = decompressors[message.headers['content-encoding'] ?? 'identity'];
  if (decompress === undefined) {
    return { refuse: 415 };
  }
  try {
    const raw = decompress(bytes).toString('utf8');
    const [contentType = ''] = (message.headers['content-type'] ?? '').split(';');
    const fields = parseFields(raw, contentType.trim().toLowerCase());
    return fields === undefined ? { refuse: 400 } : { fields, raw };
  } catch {
    return { refuse: 400 };
  }
}
