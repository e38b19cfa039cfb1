import { SwitchService, type SwitchPorts } from '../accounts/use/switchService.ts';
import { mayDisturb, mayInterrupt } from '../ui/accounts/switchPrompts.ts';

/** Switching, loaded with the first switch. */
export function composeSwitch(ports: Omit<SwitchPorts, 'mayDisturb' | 'mayInterrupt'>): SwitchService {
  return new SwitchService({ ...ports, mayDisturb, mayInterrupt });
}
