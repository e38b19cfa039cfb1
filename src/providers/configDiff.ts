/** Keys whose values may be secrets: they are not shown. */
const secretKeys = /(?:token|secret|password|authorization|api_?key|http_headers)/iu;
/** The name of a variable is none. */
const nameKeys = /(?:env_key|_env_var|env_http_headers)/iu;

/** The lines that a change takes out (`- `) and puts in (`+ `), in their order, without what may be secret in them. */
export function listChangedLines(before: string, after: string): readonly string[] {
  const old = hideSecrets(before);
  const now = hideSecrets(after);
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
    return at > 0 && (isSecretTable || isSecret(line.slice(0, at))) ? `${line.slice(0, at + 1)} …` : line;
  });
  return { raw, shown };
}

function isSecret(key: string): boolean {
  return secretKeys.test(key) && !nameKeys.test(key);
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
