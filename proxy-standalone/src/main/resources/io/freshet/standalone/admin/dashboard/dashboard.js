// Asks every other second, unless nobody looks.

import {call, forgetToken, hasToken, Refused} from './dashboard/api.js';
import * as ask from './dashboard/ask.js';
import {$} from './dashboard/dom.js';
import * as history from './dashboard/history.js';
import * as plots from './dashboard/plots.js';
import * as standing from './dashboard/standing.js';
import * as urls from './dashboard/urls.js';

const PERIOD = 2000;
/** The list of URLs is asked for every so many times. */
const SELDOM = 3;

let paused = false;
let round = 0;
let waiting;

async function once() {
  const [live, stats, busiest] = await Promise.all([
    call('/api/live'), call('/api/stats'), round++ % SELDOM ? undefined : call('/api/urls'),
  ]);
  history.take(live);
  plots.draw();
  standing.show(live, stats);
  if (busiest) urls.show(busiest);
}

async function go() {
  clearTimeout(waiting);
  if (paused || document.hidden) {
    state('Paused', '');
    return;
  }
  const began = performance.now();
  try {
    await once();
    notice('');
    state('Live', 'live');
  } catch (failure) {
    state('Away', 'away');
    notice(failure instanceof Refused ? failure.message : 'The proxy does not answer. Trying again.');
    if (!(failure instanceof Refused || failure instanceof TypeError || failure instanceof DOMException)) throw failure;
  } finally {
    $('forget').hidden = !hasToken();
    clearTimeout(waiting);
    waiting = setTimeout(go, Math.max(200, PERIOD - (performance.now() - began)));
  }
}

function state(text, kind) {
  if ($('state').textContent !== text) $('state').textContent = text;
  $('state').className = `state ${kind}`;
}

function notice(text) {
  $('notice').hidden = !text;
  if ($('notice').textContent !== text) $('notice').textContent = text;
}

$('pause').addEventListener('click', () => {
  paused = !paused;
  $('pause').textContent = paused ? 'Go on' : 'Pause';
  go();
});
$('forget').addEventListener('click', () => {
  forgetToken();
  location.reload();
});
document.addEventListener('visibilitychange', go);

plots.set();
urls.set(ask.look);
ask.set();
go();
