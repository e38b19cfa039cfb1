import * as z from 'zod/mini';
import type { WorkflowReader } from '../support/workflowReader.ts';

const values = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]));
const stepSchema = z.strictObject({
  name: z.optional(z.string()),
  if: z.optional(z.string()),
  uses: z.optional(z.string()),
  with: z.optional(values),
  env: z.optional(values),
  run: z.optional(z.string()),
});
const githubSchema = z.object({
  on: z.record(z.string(), z.unknown()),
  concurrency: z.optional(z.object({ group: z.string(), 'cancel-in-progress': z.boolean() })),
  jobs: z.object({ codex: z.object({ if: z.optional(z.string()), steps: z.array(stepSchema) }) }),
});
const gitlabSchema = z.object({
  codex: z.object({
    rules: z.array(z.object({ if: z.string(), when: z.optional(z.string()) })),
    script: z.array(z.string()),
    after_script: z.optional(z.array(z.string())),
  }),
});

export type GithubStep = z.infer<typeof stepSchema>;

/** The one job of a workflow. */
export function readGithubJob(reader: WorkflowReader, text: string) {
  return githubSchema.parse(reader.parse(text)).jobs.codex;
}

/** The one job of a pipeline. */
export function readGitlabJob(reader: WorkflowReader, text: string) {
  return gitlabSchema.parse(reader.parse(text)).codex;
}
