import { lazy } from '../ui/shell/lazy.ts';
import type { Log } from '../ui/shell/log.ts';
import type { Prompts } from '../ui/shell/prompts.ts';

/** The prompts of this window, loaded with the first one. */
export function composePrompts(log: Pick<Log, 'unawaited'>): Prompts {
  const load = lazy(async () => (await import('../ui/shell/vscodePrompts.ts')).vscodePrompts);
  return {
    tell: async (...prompt) => (await load()).tell(...prompt),
    offer: async (...prompt) => (await load()).offer(...prompt),
    confirm: async (...prompt) => (await load()).confirm(...prompt),
    pick: async (rows, options) => (await load()).pick(rows, options),
    pickRowOrButton: async (rows, options) => (await load()).pickRowOrButton(rows, options),
    input: async (options) => (await load()).input(options),
    question: async (options) => (await load()).question(options),
    progress: async (options, work) => (await load()).progress(options, work),
    flash: (...words) => {
      const flashing = load().then((prompts) => {
        prompts.flash(...words);
      });
      log.unawaited('command', flashing);
    },
  };
}
