import { element } from './elements.ts';
import type { PanelMeter } from './messages.ts';
import { svgElement } from './svgElements.ts';

/** A share of a limit: its words, a bar that decorates them, and a small chart of what was seen of it. */
export function drawMeter({ title, level, usedPercent, left, reset, chart }: PanelMeter): HTMLElement {
  return element('li', { class: `row meter meter-${level}` }, [
    element('h3', { dir: 'auto' }, [title]),
    element('p', { class: 'left' }, [left]),
    ...(usedPercent === undefined ? [] : [drawBar(usedPercent)]),
    element('p', { class: 'detail' }, [reset]),
    ...(chart === undefined ? [] : [drawChart(chart)]),
  ]);
}

function drawBar(usedPercent: number): SVGSVGElement {
  return svgElement('svg', { class: 'bar', viewBox: '0 0 100 6', preserveAspectRatio: 'none', 'aria-hidden': 'true' }, [
    svgElement('rect', { class: 'bar-track', width: '100', height: '6' }),
    svgElement('rect', { class: 'bar-used', width: String(usedPercent), height: '6' }),
  ]);
}

function drawChart({ lines, label, caption }: NonNullable<PanelMeter['chart']>): HTMLElement {
  const drawn = lines.map((points) =>
    // A line of one point is a dot.
    svgElement('polyline', {
      points: [...points, ...points.slice(-1)].map(([x, percent]) => `${String(x)},${String(100 - percent)}`).join(' '),
    }),
  );
  return element('figure', { class: 'chart' }, [
    svgElement(
      'svg',
      { viewBox: '0 0 1000 100', preserveAspectRatio: 'none', role: 'img', 'aria-label': label },
      drawn,
    ),
    element('figcaption', {}, [caption]),
  ]);
}
