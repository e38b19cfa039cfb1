import type { PanelAction, PanelModel, PanelSection, PanelSource } from '../../../src/webview/messages.ts';

const source: PanelSource = {
  link: { text: 'help.openai.com', href: 'https://help.openai.com/a' },
  asOf: 'as of August 2026',
};
const signIn: PanelAction = { command: 'signIn', label: 'Sign In', look: 'primary' };
const countdown = { leftSeconds: 90, template: 'Ends in {time}', over: 'Over', announcements: [] };

/** One section of each kind, with everything that it can hold. */
export const sections: readonly PanelSection[] = [
  {
    kind: 'notice',
    id: 'notice',
    tone: 'warning',
    heading: 'Something is wrong',
    text: '<b>No markup</b>',
    sources: [source, source],
    actions: [{ command: 'showLog', label: 'Show Log', look: 'secondary' }],
  },
  {
    kind: 'facts',
    id: 'facts',
    heading: 'Facts',
    rows: [
      { term: 'File', value: '/home/ada/.codex', look: 'path' },
      { term: 'Plan', value: 'Plus', look: 'text', detail: 'Since May', sources: [source] },
    ],
    note: 'Kept here.',
  },
  {
    kind: 'unlocks',
    id: 'unlocks',
    heading: 'What it gives you',
    intro: 'By the documents:',
    rows: [
      { title: 'Cloud', state: 'differs', word: 'Differs', statements: [{ sentence: 'Both say.', sources: [source] }] },
    ],
  },
  {
    kind: 'methods',
    id: 'methods',
    heading: 'Sign in',
    intro: 'Choose.',
    sources: [source],
    cards: [
      {
        title: 'Browser',
        badge: 'Best',
        text: 'In the browser.',
        detail: 'A minute.',
        sources: [source],
        commandLine: 'codex login',
        commandNote: 'Ends the one before.',
        action: { command: 'signInWithBrowser', label: 'Use the Browser', look: 'primary' },
      },
    ],
    advice: { text: 'Read this.', sources: [], link: source.link },
    more: signIn,
  },
  {
    kind: 'deviceCode',
    id: 'device',
    heading: 'Your code',
    address: 'auth.openai.com/codex/device',
    addressLabel: 'Open',
    code: 'ABCD-1234',
    codeLabel: 'Enter',
    countdown,
    warning: 'Never share it.',
    links: [source.link],
    actions: [{ command: 'copyUserCode', label: 'Copy', look: 'secondary' }],
  },
  {
    kind: 'browser',
    id: 'browser',
    heading: 'In the browser',
    text: 'Waiting.',
    hint: 'Nothing came?',
    countdown,
    actions: [],
  },
];

/** A page that says who is signed in. */
export function createModel(changes: Partial<PanelModel> = {}): PanelModel {
  return {
    emblem: 'person',
    title: 'Ada',
    subtitle: 'ada@example.com',
    status: { tone: 'good', text: 'Signed in' },
    actions: [signIn],
    sections: [],
    footer: { text: 'Not made by OpenAI.', links: [source.link], action: undefined },
    ...changes,
  };
}
