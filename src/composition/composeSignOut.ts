import { SignOutService, type SignOutPorts } from '../accounts/use/signOutService.ts';

/** Signing out, loaded with the first sign-out. */
export function composeSignOut(ports: SignOutPorts): SignOutService {
  return new SignOutService(ports);
}
