/**
 * C0 and C1 controls, zero-width and bidirectional characters, fillers and tags: they can hide or reorder what a person
 * reads, or make a name of nothing.
 */
const invisible =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u2800\u3164\ufeff\uffa0\ufff9-\ufffb\u{e0000}-\u{e0fff}]/gu;

const longestShown = 60;
/** A path must be readable to its end, or its fix can not be carried out. */
const longestPath = 300;

/**
 * Text that came from outside (a claim, a file, a server), made fit to be shown: normalised, without invisible
 * characters, at most 60 graphemes. It is still plain text: it must not be put into Markdown or HTML unescaped.
 * Why: docs/threats.md, T-ICON-1.
 */
export function displayText(text: string, longest = longestShown): string {
  const clean = text.slice(0, 4096).normalize('NFC').replace(invisible, ' ').replace(/\s+/gu, ' ').trim();
  const graphemes = [...new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(clean)];
  return graphemes.length <= longest
    ? clean
    : `${graphemes
        .slice(0, longest - 1)
        .map((part) => part.segment)
        .join('')}…`;
}

/** The same for places where VS Code turns `$(name)` into an icon: the status bar and quick pick rows. */
export function iconSafeText(text: string): string {
  return iconSafeSentence(displayText(text));
}

/** For a whole sentence in such a place, which must be readable to its end; what came from outside in it is made fit before. */
export function iconSafeSentence(text: string): string {
  return text.replaceAll('$(', '\\$(');
}

/**
 * The same for notifications and dialogs, which render links: text that could become one is replaced by a neutral dash.
 */
export function linkSafeText(text: string): string {
  const shown = displayText(text, longestPath);
  return shown.includes('](') || /command:/iu.test(shown) ? '–' : shown;
}

/** A name in a sentence that may be shown there: as short as any other. */
export function linkSafeName(text: string): string {
  return linkSafeText(displayText(text));
}
