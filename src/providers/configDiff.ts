/** Keys whose values may be secrets: they are not shown. */
const secretKeys =
  /(?:token|secret|password|authorization|credential|bearer|api[-_]?key|[-_]key\b|http_headers|query_params|\bargs\b)/iu;
/** The name of a variable is none. */
const nameKeys = /(?:env_key|_env_var|env_http_headers)\w*\s*=\s*(?:"[^"]*"|'[^']*'|\{[^}]*\})/giu;
/** Azure's `query_params`, as the documents have it. */
const apiVersion = /query_params\s*=\s*\{\s*"?api-version"?\s*=\s*"[^"]*"\s*\}/iu;

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
  let isSecretTable = false;
  const shown = raw.map((line) => {
    const header = /^\s*\[+(?<name>[^\]]*)\]/u.exec(line)?.groups?.['name'];
    if (header !== undefined) {
      isSecretTable = isSecret(header);
      return line;
    }
    const at = line.indexOf('=');
    // A value may be a table of its own, with keys that say more than the first.
    return at > 0 && (isSecretTable || isSecret(line)) ? `${line.slice(0, at + 1)} …` : line;
  });
  return { raw, shown };
}

/** The names of variables and the version of an interface are no secrets. */
function isSecret(text: string): boolean {
  return secretKeys.test(text.replace(nameKeys, '').replace(apiVersion, ''));
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
