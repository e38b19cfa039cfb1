import * as z from 'zod/mini';

/**
 * What the panel and the extension say to each other: the only file both sides share. Every text arrives translated
 * and cleaned, objects are strict, and no field can hold a secret (docs/threats.md, T-WV-2, T-WV-3).
 */

/** Everything the panel can ask for. It names a command and gives no argument. */
export const panelCommands = [
  'signIn',
  'signInAgain',
  'switchAccount',
  'signInWithBrowser',
  'signInWithDeviceCode',
  'pasteCallbackUrl',
  'signInWithApiKey',
  'signInWithAccessToken',
  'signOut',
  'importFromCodex',
  'refreshAccount',
  'restartCodex',
  'takeOutOfCodex',
  'lookAtLoginShell',
  'removeUsageHistory',
  'showSignInRules',
  'signInHost',
  'showHosts',
  'installOnHost',
  'useAccountOnHost',
  'renewOnHost',
  'bringAlongOnHost',
  'showOtherHostWays',
  'showLog',
  'copyCodeAndOpen',
  'copyUserCode',
  'copyHelpMessage',
  'openHelpPage',
  'copySignInLink',
  'cancelSignIn',
] as const;

const text = z.string().check(z.maxLength(2000));
const words = text.check(z.minLength(1));

/** Whatever is below them. */
const places = [
  'chatgpt\\.com',
  'learn\\.chatgpt\\.com',
  '(?:platform\\.|developers\\.|help\\.|status\\.)?openai\\.com',
  'github\\.com/openai/codex/blob',
  'www\\.npmjs\\.com/package/@openai/codex',
  'claw-planet\\.pages\\.dev',
];
/** And one page by itself. */
const page = 'github\\.com/openai/codex/issues';

/** Links leave the editor, so they are https addresses of the few places that we point people to. */
const link = z.strictObject({
  text: words,
  href: z.string().check(z.regex(new RegExp(`^https://(?:(?:${places.join('|')})/[\\w#/.-]*|${page})$`, 'u'))),
});

/** A document that a statement rests on, and how old the copy is that was read. */
const source = z.strictObject({ link, asOf: words });

const action = z.strictObject({
  command: z.enum(panelCommands),
  label: words,
  look: z.enum(['primary', 'secondary']),
});

/** A time that runs down. The panel counts by itself; `leftSeconds` is from the moment of sending. */
const countdown = z.strictObject({
  leftSeconds: z.number().check(z.int(), z.minimum(0)),
  /** Holds `{time}` where the minutes and seconds go. */
  template: words,
  over: words,
  /** What a screen reader is told when this much is left. */
  announcements: z.array(z.strictObject({ leftSeconds: z.number().check(z.int(), z.minimum(0)), text: words })),
});

const unlockRow = z.strictObject({
  title: words,
  state: z.enum(['yes', 'no', 'differs', 'unknown']),
  word: words,
  /** More than one where documents disagree. */
  statements: z.array(z.strictObject({ sentence: words, sources: z.array(source) })),
});

/** A share of a limit. Its words stand beside it; without a number it is unknown. */
const meter = z.strictObject({
  title: words,
  level: z.enum(['calm', 'notable', 'near', 'reached', 'unknown']),
  usedPercent: z.optional(z.number().check(z.minimum(0), z.maximum(100))),
  left: words,
  reset: words,
  /** What was seen of it: lines of points, each 0 to 1000 in time and 0 to 100 in percent. */
  chart: z.optional(
    z.strictObject({
      lines: z.array(z.array(z.tuple([z.number(), z.number()]))),
      label: words,
      caption: words,
    }),
  ),
});

const section = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('notice'),
    id: words,
    tone: z.enum(['info', 'warning']),
    heading: words,
    text: words,
    sources: z.optional(z.array(source)),
    actions: z.array(action),
  }),
  z.strictObject({
    kind: z.literal('facts'),
    id: words,
    heading: words,
    rows: z.array(
      z.strictObject({
        term: words,
        value: words,
        look: z.enum(['text', 'path']),
        detail: z.optional(words),
        sources: z.optional(z.array(source)),
      }),
    ),
    note: z.optional(words),
  }),
  z.strictObject({
    kind: z.literal('usage'),
    id: words,
    heading: words,
    meters: z.array(meter),
    rows: z.array(z.strictObject({ term: words, value: words })),
    notes: z.array(words),
    actions: z.array(action),
  }),
  z.strictObject({ kind: z.literal('unlocks'), id: words, heading: words, intro: words, rows: z.array(unlockRow) }),
  z.strictObject({
    kind: z.literal('methods'),
    id: words,
    heading: words,
    intro: words,
    sources: z.array(source),
    cards: z.array(
      z.strictObject({
        title: words,
        badge: z.optional(words),
        text: words,
        detail: words,
        sources: z.array(source),
        commandLine: words,
        /** What the command does that the button does not. */
        commandNote: words,
        action,
      }),
    ),
    /** Advice that is read before a way is chosen. */
    advice: z.strictObject({ text: words, sources: z.array(source), link }),
    more: action,
  }),
  z.strictObject({
    kind: z.literal('deviceCode'),
    id: words,
    heading: words,
    address: words,
    addressLabel: words,
    code: words,
    codeLabel: words,
    countdown,
    warning: words,
    links: z.array(link),
    actions: z.array(action),
  }),
  z.strictObject({
    kind: z.literal('browser'),
    id: words,
    heading: words,
    text: words,
    hint: words,
    countdown,
    actions: z.array(action),
  }),
]);

const model = z.strictObject({
  emblem: z.enum(['person', 'key', 'token', 'empty', 'warning']),
  title: words,
  subtitle: text,
  status: z.strictObject({ tone: z.enum(['good', 'busy', 'offline', 'warning', 'quiet']), text: words }),
  actions: z.array(action),
  sections: z.array(section),
  footer: z.strictObject({ text: words, links: z.array(link), action: z.optional(action) }),
});

const toPanel = z.strictObject({ kind: z.literal('show'), model });

const fromPanel = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('ready') }),
  z.strictObject({ kind: z.literal('run'), command: z.enum(panelCommands) }),
]);

export type PanelCommand = (typeof panelCommands)[number];
export type PanelModel = z.infer<typeof model>;
export type PanelSection = PanelModel['sections'][number];
export type PanelAction = z.infer<typeof action>;
export type PanelLink = z.infer<typeof link>;
export type PanelSource = z.infer<typeof source>;
export type PanelMeter = z.infer<typeof meter>;
export type PanelCountdown = z.infer<typeof countdown>;
export type ToPanel = z.infer<typeof toPanel>;
export type FromPanel = z.infer<typeof fromPanel>;

/** A message of the extension as the panel takes it; undefined for anything else, which is dropped. */
export function parseToPanel(message: unknown): ToPanel | undefined {
  return toPanel.safeParse(message).data;
}

/** A message of the panel as the extension takes it; undefined for anything else, which is dropped and counted. */
export function parseFromPanel(message: unknown): FromPanel | undefined {
  return fromPanel.safeParse(message).data;
}
