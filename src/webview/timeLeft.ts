import type { PanelCountdown } from './messages.ts';

/** What the page shows while a countdown has this many seconds left. */
export function describeTimeLeft({ template, over }: PanelCountdown, leftSeconds: number): string {
  const time = `${String(Math.floor(leftSeconds / 60))}:${String(leftSeconds % 60).padStart(2, '0')}`;
  return leftSeconds === 0 ? over : template.replace('{time}', () => time);
}

/**
 * What is said aloud when the time left went from one value to another: the last step passed on the way, so that a
 * page that slept does not recite all it missed; the end once; else nothing.
 */
export function findAnnouncement(
  { announcements, over }: PanelCountdown,
  before: number,
  now: number,
): string | undefined {
  if (now === 0) {
    return before > 0 ? over : undefined;
  }
  return announcements.filter(({ leftSeconds }) => before > leftSeconds && now <= leftSeconds).at(-1)?.text;
}
