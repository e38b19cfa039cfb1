import * as z from 'zod/mini';
import type { ParsedLayer } from './evaluateRules.ts';
import type { ProjectFiles, RuleText } from './ports.ts';

const trust = z.object({ projects: z.record(z.string(), z.object({ trust_level: z.optional(z.string()) })) });
const marks = z.object({ project_root_markers: z.array(z.string()) });

const usualMarkers = ['.git'];

/** What marks where a project begins: the strongest layer that says it. */
export function findProjectMarkers(layers: readonly ParsedLayer[]): readonly string[] {
  const said = layers.flatMap(({ table }) => {
    const parsed = marks.safeParse(table);
    return parsed.success ? [parsed.data.project_root_markers] : [];
  });
  return said.at(-1) ?? usualMarkers;
}

/** The configurations of a project that Codex takes: those of a folder that is trusted itself, or by its project. */
export function listTrustedConfigs(
  project: ProjectFiles,
  layers: readonly ParsedLayer[],
  system: NodeJS.Platform,
): readonly RuleText[] {
  const levels = new Map(
    layers.flatMap(({ table }) =>
      Object.entries(trust.safeParse(table).data?.projects ?? {}).flatMap(([folder, { trust_level: level }]) =>
        level === undefined ? [] : [[folder, level] as const],
      ),
    ),
  );
  const keys = [...levels.keys()].sort();
  const findKey = (folder: string): string | undefined => {
    const name = nameFolder(folder, system);
    return levels.has(name) ? name : keys.find((key) => nameFolder(key, system) === name);
  };
  return project.configs.flatMap(({ folder, config }) => {
    const decided = [folder, project.root, project.repository].map(findKey).find((key) => key !== undefined);
    return decided !== undefined && levels.get(decided) === 'trusted' ? [config] : [];
  });
}

/** How Codex compares folders: on Windows it writes them in small letters, and a person as the Explorer shows them. */
function nameFolder(path: string, system: NodeJS.Platform): string {
  return system === 'win32'
    ? path
        .replace(/^\\\\\?\\UNC\\/iu, '\\\\')
        .replace(/^\\\\\?\\/u, '')
        .replaceAll(/[A-Z]/gu, (letter) => letter.toLowerCase())
    : path;
}
