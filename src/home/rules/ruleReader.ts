import type { Clock } from '../../base/clock.ts';
import { readCloudRules, type RuleSubject } from './cloudBundle.ts';
import { evaluateRules, isRequirement, parseLayers, type ParsedLayer, type RulesReading } from './evaluateRules.ts';
import { readTogether, sortLayers } from './readTogether.ts';
import type { RuleFiles, RuleSource, RuleText } from './ports.ts';
import { findProjectMarkers, listTrustedConfigs } from './projectTrust.ts';

/** What a Codex obeys that is started in one place. */
export interface RuleScope {
  /** The folder it is started in; undefined for everywhere, and `-p` with that name. */
  readonly folder?: string;
  readonly profile?: string;
  readonly reading: RulesReading;
}

/** The rules of one look, with the places where a Codex of this window starts. */
export interface RuleObservation {
  /** Everywhere first, then each folder that is open and says something of its own. */
  readonly scopes: readonly [RuleScope, ...RuleScope[]];
  /** What a profile file says; it counts for a Codex that is started with it. */
  readonly profiles: readonly RuleScope[];
  /** What the company's cloud prescribes for this person is not known now. */
  readonly unknown: RuleSource | undefined;
}

/** How far a look goes: to what holds wherever Codex starts, or to each folder and profile as well. */
export type RuleExtent = 'everywhere' | 'all';

/** Where layers, projects and profiles are read. */
export interface RuleReaderPorts {
  readonly files: RuleFiles;
  readonly clock: Pick<Clock, 'nowMs'>;
  /** Where a Codex of this window would be started. */
  readonly listFolders: () => readonly string[];
  readonly cloudCachePath: string;
  readonly system: NodeJS.Platform;
}

/** Reads the sign-in rules from every layer that the CLI reads them from. Nothing is kept: an admin may change them any time. */
export class RuleReader {
  readonly #ports: RuleReaderPorts;

  constructor(ports: RuleReaderPorts) {
    this.#ports = ports;
  }

  /**
   * @param subject whose sign-in it is about; without one the cloud has no say, as for `codex login`
   * @param extent `everywhere` leaves folders and profiles unread, for a question that they have no say in
   */
  async observe(subject?: RuleSubject, extent: RuleExtent = 'all'): Promise<RuleObservation> {
    const { files, clock, cloudCachePath: path } = this.#ports;
    const isAll = extent === 'all';
    const [base, kept, profiles] = await Promise.all([
      files.readBase(),
      subject === undefined ? undefined : files.readCloudCache(),
      isAll ? files.readProfiles() : [],
    ]);
    const cloud =
      subject === undefined ? { kind: 'none' as const } : readCloudRules(kept, subject, { nowMs: clock.nowMs(), path });
    const texts = cloud.kind === 'known' ? [...base, ...cloud.config, ...cloud.requirements] : base;
    const layers = parseLayers(sortLayers(texts));
    const everywhere: RuleScope = { reading: 'kind' in layers ? layers : evaluateRules(layers) };
    return {
      scopes: [
        everywhere,
        ...(isAll && !('kind' in layers) ? await this.#readFolders(texts, layers, everywhere.reading) : []),
      ],
      profiles: profiles.map((profile) => ({
        profile: nameProfile(profile.source.path),
        reading: readTogether([...texts, profile]),
      })),
      unknown: cloud.kind === 'unknown' ? { layer: 'cloudRequirements', path } : undefined,
    };
  }

  async #readFolders(
    texts: readonly RuleText[],
    layers: readonly ParsedLayer[],
    everywhere: RulesReading,
  ): Promise<readonly RuleScope[]> {
    const { files, listFolders, system } = this.#ports;
    const markers = findProjectMarkers(layers.filter(({ source }) => !isRequirement(source)));
    const scopes = await Promise.all(
      listFolders().map(async (folder): Promise<readonly RuleScope[]> => {
        const project = await files.readProject(folder, markers);
        const configs = listTrustedConfigs(project, layers, system);
        return configs.length === 0 ? [] : [{ folder, reading: readTogether([...texts, ...configs]) }];
      }),
    );
    return scopes.flat().filter(({ reading }) => JSON.stringify(reading) !== JSON.stringify(everywhere));
  }
}

/** A layer that only an admin writes; the person's own file, a profile and a project's have somebody near who can. */
export function isAdminLayer({ layer }: RuleSource): boolean {
  return layer !== 'user' && layer !== 'profile' && layer !== 'project';
}

function nameProfile(path: string): string {
  return path.replace(/^.*[\\/]/u, '').replace(/\.config\.toml$/u, '');
}
