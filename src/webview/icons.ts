import { svgElement } from './svgElements.ts';

/** Our own drawings on a grid of 16, as paths. They decorate: a word is always beside them. */
const paths = {
  person: 'M8 1.75a3.25 3.25 0 1 0 0 6.5 3.25 3.25 0 0 0 0-6.5ZM2.5 14.25c0-2.6 2.4-4.25 5.5-4.25s5.5 1.65 5.5 4.25',
  key: 'M10.5 2a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7ZM8 8l-5.75 5.75M4.5 11.5l1.75 1.75M11.4 4.6h.01',
  token:
    'M3 4.5h10a1 1 0 0 1 1 1v1.25a1.25 1.25 0 0 0 0 2.5v1.25a1 1 0 0 1-1 1H3a1 1 0 0 1-1-1V9.25a1.25 1.25 0 0 0 0-2.5V5.5a1 1 0 0 1 1-1ZM9.5 6.5v3',
  empty: 'M8 1.75a3.25 3.25 0 1 0 0 6.5 3.25 3.25 0 0 0 0-6.5ZM2.5 14.25c0-2.6 2.4-4.25 4.5-4.25M12 10v5M9.5 12.5h5',
  warning: 'M8 2.25 14.25 13.5H1.75L8 2.25ZM8 6.5v3.25M8 11.75h.01',
  busy: 'M8 1.75A6.25 6.25 0 1 1 1.75 8',
  good: 'M3.25 8.5 6.5 11.75 12.75 4.5',
  yes: 'M3.25 8.5 6.5 11.75 12.75 4.5',
  no: 'M4.25 4.25l7.5 7.5M11.75 4.25l-7.5 7.5',
  differs: 'M2.5 9.25c1.5-2.5 3.5-2.5 5.5-1.25s4 1.25 5.5-1.25',
  unknown: 'M5.75 6a2.25 2.25 0 1 1 3.2 2.05C8.3 8.4 8 8.8 8 9.75M8 12.25h.01',
  offline: 'M8 1.75a6.25 6.25 0 1 0 0 12.5 6.25 6.25 0 0 0 0-12.5ZM3.7 12.3l8.6-8.6',
  quiet: 'M8 3.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9Z',
  info: 'M8 1.75a6.25 6.25 0 1 0 0 12.5 6.25 6.25 0 0 0 0-12.5ZM8 7.25v4M8 4.9h.01',
  lock: 'M4 7.25h8a.75.75 0 0 1 .75.75v5a.75.75 0 0 1-.75.75H4a.75.75 0 0 1-.75-.75V8A.75.75 0 0 1 4 7.25ZM5.25 7.25V5a2.75 2.75 0 0 1 5.5 0v2.25',
} as const;

export type IconName = keyof typeof paths;

/** One drawing in the colour of its surroundings, hidden from screen readers. */
export function icon(name: IconName): SVGSVGElement {
  return svgElement(
    'svg',
    { viewBox: '0 0 16 16', class: `icon icon-${name}`, 'aria-hidden': 'true', focusable: 'false' },
    [svgElement('path', { d: paths[name] })],
  );
}
