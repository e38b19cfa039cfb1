import type { Questions } from '../accounts/ports.ts';

/** The dialogs, loaded when the first question comes up. */
export const loadQuestions: Questions = {
  takeOverAttempt: async (other) => (await import('./prompts.ts')).prompts.takeOverAttempt(other),
  confirmIdentity: async (who) => (await import('./prompts.ts')).prompts.confirmIdentity(who),
  replaceForeign: async (found) => (await import('./prompts.ts')).prompts.replaceForeign(found),
  replaceUnreadable: async (path) => (await import('./prompts.ts')).prompts.replaceUnreadable(path),
  saveAgain: async (reason) => (await import('./prompts.ts')).prompts.saveAgain(reason),
};
