import { SwitchService, type SwitchPorts } from '../accounts/use/switchService.ts';
import { switchQuestions } from '../ui/accounts/switchQuestions.ts';
import { vscodePrompts } from '../ui/shell/vscodePrompts.ts';

/** Switching, loaded with the first switch. */
export function composeSwitch(ports: Omit<SwitchPorts, 'mayDisturb' | 'mayInterrupt'>): SwitchService {
  return new SwitchService({ ...ports, ...switchQuestions(vscodePrompts) });
}
