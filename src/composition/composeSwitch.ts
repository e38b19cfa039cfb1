import { SwitchService, type SwitchPorts } from '../accounts/use/switchService.ts';
import { switchQuestions } from '../ui/accounts/switchQuestions.ts';
import type { Prompts } from '../ui/shell/prompts.ts';

/** What a switch works with, with the dialogs in the place of its questions. */
export type SwitchParts = Omit<SwitchPorts, 'mayDisturb' | 'mayInterrupt'> & {
  readonly prompts: Pick<Prompts, 'confirm'>;
};

/** Switching, loaded with the first switch. */
export function composeSwitch({ prompts, ...ports }: SwitchParts): SwitchService {
  return new SwitchService({ ...ports, ...switchQuestions(prompts) });
}
