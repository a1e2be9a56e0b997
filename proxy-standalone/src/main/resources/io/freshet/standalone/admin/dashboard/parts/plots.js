// The four plots. They share a cursor; what is under it, or else the latest, stands below each.

import {$, el} from './dom.js';
import {columns, lately, OUTCOMES} from './history.js';
import * as words from './words.js';

const HEIGHT = 170;
const LEAST_SECONDS = 120;
const MOST_SECONDS = 600;

const LABELS = {hit: 'hit', validated: 'validated', collapsed: 'collapsed', miss: 'miss', bypass: 'passed by', refused: 'refused'};

const perSecond = text => n => `${text(n)}/s`;

/** Each with its series, the text of a value, and how its axis is laid out. */
const PLOTS = {
  ratio: {
    series: [{label: 'of all requests', color: 'hit', fill: true}],
    text: words.percent, axis: n => `${Math.round(n * 100)} %`, range: () => [0, 1],
    big: now => now.ratio === null ? ['–'] : [words.percent(now.ratio)],
  },
  requests: {
    series: OUTCOMES.map(name => ({label: LABELS[name], color: name, fill: true})), stacked: true,
    text: perSecond(words.rate), axis: words.rate, range: fromZero(5),
    big: now => [words.rate(now.requests), 'a second'],
  },
  latency: {
    series: [
      {label: 'hit p50', color: 'hit'}, {label: 'hit p99', color: 'hit', dash: true},
      {label: 'origin p50', color: 'miss'}, {label: 'origin p99', color: 'miss', dash: true},
    ],
    text: words.took, axis: words.took, log: true, range: decades,
    big: now => now.hitMedian === null
      ? (now.otherMedian === null ? ['–'] : [words.took(now.otherMedian), 'p50 from the origin'])
      : [words.took(now.hitMedian), 'p50 of hits'],
  },
  bytes: {
    series: [{label: 'from the cache', color: 'hit', fill: true}, {label: 'from the origin', color: 'miss', fill: true}],
    stacked: true, text: perSecond(words.bytes), axis: words.bytes, range: fromZero(1000),
    big: now => [words.bytes(now.bytes), 'a second'],
  },
};

function fromZero(least) {
  return (plot, min, max) => [0, Math.max(least, (max || 0) * 1.12)];
}

function decades(plot, min, max) {
  if (!(min > 0)) return [1e-5, 1];
  return [10 ** Math.floor(Math.log10(min)), 10 ** Math.ceil(Math.log10(max * 1.001))];
}

function decadesOnly(plot, splits) {
  return splits.map(n => powerOfTen(n) ? n : null);
}

function powerOfTen(n) {
  const exponent = Math.log10(n);
  return Math.abs(exponent - Math.round(exponent)) < 1e-6;
}

const drawn = {};

/** Makes the places for them, and draws anew when the colours change. */
export function set() {
  for (const name of Object.keys(PLOTS)) {
    const card = $(`plot-${name}`);
    const parts = {
      big: el('p', {class: 'big'}, '–'),
      canvas: el('div', {class: 'canvas', role: 'img'}),
      legend: el('ul', {class: 'legend'}),
    };
    card.append(parts.big, parts.canvas, parts.legend);
    drawn[name] = parts;
    new ResizeObserver(() => parts.plot?.setSize({width: parts.canvas.clientWidth, height: HEIGHT})).observe(parts.canvas);
  }
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
    for (const parts of Object.values(drawn)) {
      parts.plot?.destroy();
      parts.plot = undefined;
    }
    draw();
  });
}

/** Shows what is known now. */
export function draw() {
  const all = columns();
  const now = lately();
  for (const [name, plot] of Object.entries(PLOTS)) {
    const parts = drawn[name];
    parts.raw = all[name];
    const data = plot.stacked ? stack(all[name]) : all[name];
    if (!parts.plot) {
      parts.plot = new uPlot(options(plot, parts), data, parts.canvas);
    } else {
      parts.plot.setData(data);
    }
    const [number, unit] = now.known ? plot.big(now) : ['–'];
    parts.big.replaceChildren(number, ...unit ? [el('small', {}, unit)] : []);
    legend(plot, parts);
    parts.canvas.setAttribute('aria-label', `${name} over the last minutes; now ${number} ${unit || ''}`);
  }
}

function stack([times, ...series]) {
  const sums = times.map(() => 0);
  return [times, ...series.map(values => values.map((n, i) => n === null ? null : (sums[i] += n)))];
}

function color(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

function options(plot, parts) {
  const soft = color('soft');
  const grid = {stroke: color('line'), width: 1, ...plot.log && {filter: decadesOnly}};
  const font = '12px Inter, system-ui, sans-serif';
  return {
    width: parts.canvas.clientWidth, height: HEIGHT, padding: [8, 6, 0, 0],
    legend: {show: false},
    cursor: {y: false, drag: {x: false, y: false}, sync: {key: 'freshet'}, points: {size: 7}},
    scales: {
      x: {time: true, range: (u, min, max) => [Math.max(max - MOST_SECONDS, Math.min(min, max - LEAST_SECONDS)), max]},
      y: {distr: plot.log ? 3 : 1, range: plot.range},
    },
    axes: [
      {stroke: soft, font, grid: {show: false}, ticks: {show: false}, size: 24, gap: 4, space: 70,
        values: (u, splits) => splits.map(clock)},
      {stroke: soft, font, grid, ticks: {show: false}, size: 58, gap: 6, space: 34,
        filter: plot.log ? decadesOnly : undefined,
        values: (u, splits) => splits.map(n => n === null ? '' : plot.axis(n))},
    ],
    series: [{}, ...plot.series.map(one => ({
      label: one.label, stroke: color(one.color), width: plot.stacked ? 0 : 1.75, spanGaps: !plot.stacked,
      fill: one.fill ? `${color(one.color)}${plot.stacked ? 'c8' : '26'}` : undefined,
      dash: one.dash ? [4, 4] : undefined, points: {show: false},
    }))],
    bands: plot.stacked ? plot.series.slice(1).map((_, i) => ({series: [i + 2, i + 1]})) : undefined,
    hooks: {setCursor: [() => legend(plot, parts)]},
  };
}

function clock(seconds) {
  const at = new Date(seconds * 1000);
  const two = n => String(n).padStart(2, '0');
  return `${two(at.getHours())}:${two(at.getMinutes())}${at.getSeconds() ? `:${two(at.getSeconds())}` : ''}`;
}

function legend(plot, parts) {
  const [times, ...series] = parts.raw;
  const under = parts.plot?.cursor.idx;
  const at = under ?? times.length - 1;
  const rows = plot.series.map((one, i) => ({one, value: series[i][at], ever: series[i].some(n => n > 0)}));
  parts.legend.replaceChildren(...rows.filter((row, i) => row.ever || i === 0).map(({one, value}) => {
    const swatch = el('span', {class: `swatch${plot.log ? ' thin' : ''}${one.dash ? ' dashed' : ''}`});
    swatch.style.background = swatch.style.borderColor = `var(--${one.color})`;
    return el('li', {}, swatch, one.label, el('b', {}, value === null || value === undefined ? '–' : plot.text(value)));
  }));
}
