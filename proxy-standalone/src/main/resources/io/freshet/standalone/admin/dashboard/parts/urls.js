// The busiest URLs. The list holds still while somebody points at it or is in it.

import {$, el} from './dom.js';
import * as words from './words.js';

const CUT = '…';

let tops;
let explain;
let held = false;

/** @param onUrl what is done with a URL that somebody chooses */
export function set(onUrl) {
  explain = onUrl;
  const body = $('urls');
  body.addEventListener('pointerenter', () => { held = true; });
  body.addEventListener('pointerleave', () => { held = false; draw(); });
  for (const choice of document.querySelectorAll('input[name=by]')) choice.addEventListener('change', draw);
}

/** Takes an answer of /api/urls. */
export function show(answer) {
  tops = answer;
  if (!held && !$('urls').contains(document.activeElement)) draw();
}

function draw() {
  if (!tops) return;
  const by = document.querySelector('input[name=by]:checked').value;
  const rows = tops[by];
  const most = rows.length ? rows[0][by] : 1;
  $('urls').replaceChildren(...rows.map(row => line(row, by, most)));
  $('urls-empty').hidden = rows.length > 0;
  $('urls-empty').textContent = `No ${by} of late.`;
  $('urls-since').textContent = rows.length ? `Of the last ${words.span(tops.seconds)}. Choose one to look it up.` : '';
}

function line(row, by, most) {
  const share = el('span', {class: `share ${by}`});
  share.style.width = `${(row[by] / most * 100).toFixed(1)}%`;
  const number = (text, unit) => el('td', {role: 'cell', class: 'number', 'data-unit': unit}, text);
  return el('tr', {role: 'row'},
    el('td', {role: 'cell'}, url(row.url), share),
    number(words.count(row.hits), 'hits'),
    number(words.count(row.misses), 'misses'),
    number(words.bytes(row.bytes), ''),
    el('td', {role: 'cell'}, row.reason
      ? el('code', {class: 'token', title: `${words.reason(row.reason.token)} ${row.reason.clause}`.trim()}, row.reason.token)
      : ''));
}

function url(text) {
  const path = text.indexOf('/', text.indexOf('://') + 3);
  const parts = path < 0 ? [text] : [el('span', {class: 'host'}, text.slice(0, path)), text.slice(path)];
  return el('button', {
    class: 'url', type: 'button', title: text, disabled: text.endsWith(CUT), onclick: () => explain(text),
  }, ...parts);
}
