export const practiceClientId: string;
export function buildPracticeConfig(issuer: { readonly url: string }, trusted?: readonly string[]): string;
export function practiceEnvironment(issuer: {
  readonly url: string;
  readonly caFile?: string | undefined;
}): Readonly<Record<string, string>>;
export function makeRepository(folder: string): void;
export function withoutCodex(
  env: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string | undefined>>;
export function withProgramFolder<Env extends Readonly<Record<string, string | undefined>>>(
  env: Env,
  folder: string,
): Env;
export function endProcessesOf(home: string, graceMs?: number): Promise<void>;
