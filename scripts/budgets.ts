/** The part of esbuild's metafile that the budgets read. */
export interface BuildMetafile {
  readonly outputs: Readonly<
    Record<
      string,
      {
        readonly bytes: number;
        readonly entryPoint?: string;
        readonly imports: readonly { readonly path: string; readonly kind: string; readonly external?: boolean }[];
        readonly inputs: Readonly<Record<string, { readonly bytesInOutput: number }>>;
      }
    >
  >;
}

/** Bytes (docs/decisions.md, Sizes; 1 KB = 1024 bytes); `services` is what is loaded when activation is over. */
export const limits = { activation: 45 * 1024, services: 160 * 1024, webview: 40 * 1024 };

const forbiddenAnywhere = [/node_modules\/zod\/.*\/locales\//u, /node_modules\/@taplo\//u];
const forbiddenAtActivation = [/node_modules\/undici\//u, /node_modules\/jose\//u];

/** What is loaded with `entry` (a source path such as `src/extension.ts`): its chunk and all it imports statically. */
function findStaticClosure(metafile: BuildMetafile, entry: string): string[] {
  const first = Object.keys(metafile.outputs).find((path) => metafile.outputs[path]?.entryPoint === entry);
  const closure = new Set(first === undefined ? [] : [first]);
  for (const path of closure) {
    for (const imported of metafile.outputs[path]?.imports ?? []) {
      if (imported.kind === 'import-statement' && imported.external !== true) closure.add(imported.path);
    }
  }
  return [...closure];
}

/** Total size in bytes of the static import closure of `entry`; 0 when the entry was not built. */
export function countActivationBytes(metafile: BuildMetafile, entry: string): number {
  return findStaticClosure(metafile, entry).reduce((sum, path) => sum + (metafile.outputs[path]?.bytes ?? 0), 0);
}

/** One sentence per broken budget of what is loaded with `entry`; empty when all hold. */
export function findBrokenBudgets(metafile: BuildMetafile, entry: string, limitBytes: number): string[] {
  const closure = findStaticClosure(metafile, entry);
  if (closure.length === 0) return [`The build has no output for ${entry}.`];
  const broken: string[] = [];
  const bytes = countActivationBytes(metafile, entry);
  if (bytes > limitBytes) {
    broken.push(
      `${entry} loads ${bytes} bytes at once; the budget is ${limitBytes}. ` +
        `Largest parts: ${describeLargest(metafile, closure)}. Load what is not needed at once with import().`,
    );
  }
  const inputs = (paths: readonly string[]) =>
    paths.flatMap((path) => Object.keys(metafile.outputs[path]?.inputs ?? {}));
  const report = (paths: readonly string[], patterns: readonly RegExp[], where: string) => {
    const found = inputs(paths).find((input) => patterns.some((pattern) => pattern.test(input)));
    if (found !== undefined) broken.push(`${found} is bundled ${where}, where it may not be.`);
  };
  report(Object.keys(metafile.outputs), forbiddenAnywhere, 'into the extension');
  report(closure, forbiddenAtActivation, `into what ${entry} loads at once`);
  return broken;
}

/** One sentence when the webview's script (one file, `bytes` long) is over its budget. */
export function findBrokenWebviewBudget(bytes: number): string[] {
  return bytes <= limits.webview ? [] : [`The webview's script has ${bytes} bytes; the budget is ${limits.webview}.`];
}

function describeLargest(metafile: BuildMetafile, paths: readonly string[]): string {
  const sizes = paths.flatMap((path) => Object.entries(metafile.outputs[path]?.inputs ?? {}));
  return sizes
    .sort(([, a], [, b]) => b.bytesInOutput - a.bytesInOutput)
    .slice(0, 5)
    .map(([input, { bytesInOutput }]) => `${input} (${bytesInOutput})`)
    .join(', ');
}
