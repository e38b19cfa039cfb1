import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as z from 'zod/mini';
import { ensureWorkflowTools } from '../../scripts/tools.mjs';

/** What reads the files that are made for CI. */
export interface WorkflowReader {
  /** What actionlint has against a workflow of GitHub, one sentence each. */
  lint(text: string): readonly string[];
  /** YAML as JSON. @throws an error about what is no YAML, or about a key that stands there twice */
  parse(text: string): unknown;
}

type Lint = (text: string, path: string) => unknown;
const findingsSchema = z.array(z.object({ line: z.number(), message: z.string() }));
const lintSchema = z.object({ createLinter: z.custom<() => Promise<Lint>>((given) => typeof given === 'function') });
const yamlSchema = z.object({ parse: z.custom<(text: string) => unknown>((given) => typeof given === 'function') });

/** They are packages of a tool, not of the project: nothing else needs them. */
export async function loadWorkflowReader(): Promise<WorkflowReader> {
  const folder = await ensureWorkflowTools();
  const load = (path: string): Promise<unknown> => import(pathToFileURL(join(folder, path)).href);
  const lint = await lintSchema.parse(await load('actionlint/node.mjs')).createLinter();
  const { parse } = yamlSchema.parse(await load('yaml/dist/index.js'));
  return {
    lint: (text) =>
      findingsSchema
        .parse(lint(text, '.github/workflows/codex.yml'))
        .map(({ line, message }) => `${String(line)}: ${message}`),
    parse,
  };
}
