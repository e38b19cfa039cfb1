/** Keys whose values are no secrets. What else a file has is not shown: it may be one, also over several lines. */
const shownKeys =
  /^\s*(?:model|model_provider|oss_provider|name|base_url|env_key|env_key_instructions|wire_api|request_max_retries|stream_max_retries|stream_idle_timeout_ms|websocket_connect_timeout_ms|requires_openai_auth|supports_\w+|profile|region)\s*=/u;
/** Azure's version and the place at AWS, as we write them. */
const shownTables =
  /^\s*(?:query_params\s*=\s*\{\s*"?api-version"?\s*=\s*"[^"]*"\s*\}|aws\s*=\s*\{(?:\s*(?:profile|region)\s*=\s*"[^"]*"\s*,?)*\s*\})\s*$/u;

/** The lines that a change takes out (`- `) and puts in (`+ `), in their order, without what may be secret in them. */
export function listChangedLines(before: string, after: string): readonly string[] {
  const [old, now] = withoutShared(hideSecrets(before), hideSecrets(after));
  if (old.raw.length * now.raw.length > mostPairs) {
    return withoutBlank([...listOnlyIn(old, now, '- '), ...listOnlyIn(now, old, '+ ')]);
  }
  const shared = countShared(old.raw, now.raw);
  const lines: string[] = [];
  let [left, right] = [0, 0];
  while (left < old.raw.length || right < now.raw.length) {
    if (left < old.raw.length && old.raw[left] === now.raw[right]) {
      left += 1;
      right += 1;
    } else if (left < old.raw.length && shared(left + 1, right) >= shared(left, right + 1)) {
      lines.push(`- ${old.shown[left] ?? ''}`);
      left += 1;
    } else if (right < now.raw.length) {
      lines.push(`+ ${now.shown[right] ?? ''}`);
      right += 1;
    } else {
      lines.push(`- ${old.shown[left] ?? ''}`);
      left += 1;
    }
  }
  return withoutBlank(lines);
}

/** Beyond that each line is only looked for in the other text, whatever its place. */
const mostPairs = 4_000_000;

function listOnlyIn({ raw, shown }: Lines, other: Lines, mark: string): readonly string[] {
  const known = new Set(other.raw);
  return shown.flatMap((line, at) => (known.has(raw[at] ?? '') ? [] : [mark + line]));
}

function withoutBlank(lines: readonly string[]): readonly string[] {
  return lines.filter((line) => line.slice(2).trim() !== '');
}

interface Lines {
  readonly raw: readonly string[];
  readonly shown: readonly string[];
}

function hideSecrets(text: string): Lines {
  const raw = text.replace(/^\uFEFF/u, '').split(/\r?\n/u);
  return { raw, shown: raw.map(showLine) };
}

function showLine(line: string): string {
  if (line.trim() === '' || /^\s*\[+[^\]=]*\]+\s*$/u.test(line) || shownTables.test(line)) {
    return line;
  }
  if (shownKeys.test(line)) {
    // An address may have a name and a password, and a query with a key.
    return line.replace(/\/\/[^/@"']*@/u, '//…@').replace(/\?[^"']*/u, '?…');
  }
  const at = line.indexOf('=');
  return at > 0 && /^\s*[\w.-]+\s*$/u.test(line.slice(0, at)) ? `${line.slice(0, at + 1)} …` : '…';
}

/** What both texts begin and end with changes nothing: only what is between is compared, line by line with each other. */
function withoutShared(old: Lines, now: Lines): readonly [Lines, Lines] {
  const most = Math.min(old.raw.length, now.raw.length);
  let head = 0;
  while (head < most && old.raw[head] === now.raw[head]) {
    head += 1;
  }
  let tail = 0;
  while (tail < most - head && old.raw.at(-1 - tail) === now.raw.at(-1 - tail)) {
    tail += 1;
  }
  const between = ({ raw, shown }: Lines): Lines => ({
    raw: raw.slice(head, raw.length - tail),
    shown: shown.slice(head, shown.length - tail),
  });
  return [between(old), between(now)];
}

/** How many lines both have from two places on, in their order. */
function countShared(left: readonly string[], right: readonly string[]): (at: number, other: number) => number {
  const width = right.length + 1;
  const lengths = new Uint32Array((left.length + 1) * width);
  for (let at = left.length - 1; at >= 0; at -= 1) {
    for (let other = right.length - 1; other >= 0; other -= 1) {
      lengths[at * width + other] =
        left[at] === right[other]
          ? (lengths[(at + 1) * width + other + 1] ?? 0) + 1
          : Math.max(lengths[(at + 1) * width + other] ?? 0, lengths[at * width + other + 1] ?? 0);
    }
  }
  return (at, other) => (at > left.length || other > right.length ? -1 : (lengths[at * width + other] ?? 0));
}
