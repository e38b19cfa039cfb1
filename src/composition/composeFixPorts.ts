import { findBrokenLines, switchOff } from '../home/config/brokenLines.ts';
import { removeVariable } from '../home/config/dotenvEdit.ts';
import { keepOutOfGit } from '../platform/files/gitRepository.ts';
import { changeMode } from '../platform/files/modeChange.ts';
import { openUserConfig } from '../platform/home/homeTextFile.ts';
import { HomeVariables } from '../platform/home/homeVariables.ts';
import type { FixPorts } from '../ui/diagnosis/fixPorts.ts';
import type { CoreServices } from './coreServices.ts';
import type { Services } from './services.ts';

/** What mends it and no other part of this extension does. */
export function composeFixPorts(
  { ended, loadTerminals }: Pick<Services, 'ended' | 'loadTerminals'>,
  core: CoreServices,
): FixPorts {
  const config = openUserConfig(core.config, ended);
  const variables = new HomeVariables(core.home.folder);
  return {
    changeMode,
    keepOutOfGit,
    switchLinesOff: async (lines) => {
      const before = (await config.readLayers()).user ?? '';
      const after = switchOff(before, lines);
      if (JSON.stringify(findBrokenLines(before)) !== JSON.stringify(lines)) {
        return undefined;
      }
      await config.writeUser(after, before);
      return async () => {
        await config.writeUser(before, after);
        return true;
      };
    },
    removeVariable: async (name) => {
      const before = await variables.read();
      const after = removeVariable(before, name);
      if (after === undefined) {
        return undefined;
      }
      await variables.write(after, before, ended);
      return async () => {
        await variables.write(before, after, ended);
        return true;
      };
    },
    takeOutOfTerminals: async (name) => {
      const terminals = await loadTerminals();
      terminals.takeOut(name);
      return () => Promise.resolve(terminals.putBack(name));
    },
  };
}
