// Looks up, explains and purges.

import {call, Refused} from './api.js';
import {$, el, facts, meter, printable, why} from './dom.js';
import * as words from './words.js';

const REACH = {
  'every-node': 'It is gone on this node, and on all others within a quarter of a second.',
  'this-node': 'It is gone on this node. Others that share a Redis with it learn of it when that answers.',
};

export function set() {
  $('ask').addEventListener('submit', event => {
    event.preventDefault();
    explain();
  });
  $('purge-url').addEventListener('click', () => {
    if ($('ask').reportValidity()) purge({url: $('ask-url').value.trim()}, 'Purged', $('ask-url').value.trim());
  });
  $('purge-what').addEventListener('change', () => {
    $('purge-label').textContent = $('purge-what').value === 'tag' ? 'Tag' : 'Beginning, character by character';
  });
  $('purge').addEventListener('submit', async event => {
    event.preventDefault();
    const what = $('purge-what').value;
    const value = $('purge-value').value.trim();
    const words = what === 'tag' ? 'What carries the tag' : 'What has a URL that begins with';
    if (await sure(words, value)) purge({[what]: value}, `Purged ${words[0].toLowerCase()}${words.slice(1)}`, value);
  });
}

/** Explains a URL that was chosen elsewhere, and goes there. */
export async function look(url) {
  $('ask-url').value = url;
  $('ask-method').value = 'GET';
  await explain();
  const heading = $('answer').querySelector('h3');
  heading?.setAttribute('tabindex', '-1');
  heading?.focus({preventScroll: true});
  $('answer').scrollIntoView({block: 'nearest', behavior: 'smooth'});
}

function fields() {
  const all = {};
  for (const line of $('ask-fields').value.split('\n').filter(text => text.includes(':'))) {
    const colon = line.indexOf(':');
    all[line.slice(0, colon).trim()] = line.slice(colon + 1).trim();
  }
  return all;
}

async function explain() {
  await answer(async () => {
    const url = $('ask-url').value.trim();
    const said = await call('/api/explain', {url, method: $('ask-method').value, fields: fields()});
    return explanation(said);
  });
}

async function purge(what, done, value) {
  await answer(async () => {
    const said = await call('/api/purge', what);
    return [el('div', {class: 'verdict'},
      el('h3', {}, el('span', {class: 'dot good'}), done),
      el('p', {class: 'value'}, value),
      el('p', {class: 'soft'}, [REACH[said.reach], met(said)].filter(Boolean).join(' ')))];
  });
}

function met(said) {
  if (said.note) {
    return `${said.note[0].toUpperCase()}${said.note.slice(1)}.`;
  }
  return said.responses ? `Responses here: ${said.responses}.` : '';
}

async function answer(work) {
  let parts;
  try {
    parts = await work();
  } catch (failure) {
    const text = failure instanceof Refused ? failure.message : 'The proxy does not answer.';
    parts = [el('p', {class: 'wrong'}, text)];
  }
  $('answer').replaceChildren(...parts);
}

/** Asks whether that is meant. */
function sure(what, value) {
  const dialog = $('sure');
  $('sure-what').textContent = `${what}:`;
  $('sure-value').textContent = printable(value);
  return new Promise(resolve => {
    let yes = false;
    $('sure-yes').onclick = () => { yes = true; dialog.close(); };
    $('sure-no').onclick = () => dialog.close();
    dialog.onclose = () => resolve(yes);
    dialog.showModal();
  });
}

function explanation(said) {
  const [text, peace] = words.actions[said.action] || [said.action, false];
  const inWords = words.reason(said.reason.token);
  const standIn = said['if-origin-fails'];
  return [
    el('div', {class: 'verdict'},
      el('h3', {}, el('span', {class: `dot ${peace ? 'good' : ''}`}), text),
      el('p', {}, inWords ? `${inWords}: ` : '', why(said.reason))),
    facts([
      ['If the origin fails', standIn && el('span', {}, standIn.allowed ? 'what is stored answers: ' : 'the client sees it: ', why(standIn.reason))],
      ['Key', el('code', {}, said.key)],
    ]),
    ...said.stored.map(variant),
    said.stored.length ? undefined : el('p', {class: 'soft'}, 'Nothing is stored for this URL.'),
    said['origin-fields'] && more('What the origin would be asked with', said['origin-fields']),
  ].filter(part => part);
}

function variant(one) {
  const left = one['left-seconds'];
  const lifetime = one['lifetime-seconds'];
  const fresh = left > 0;
  const freshness = fresh ? `fresh for another ${words.span(left)}` : `stale since ${words.span(left)}`;
  return el('article', {class: 'variant'},
    el('h3', {}, `${one.status} in ${one.tier === 'memory' ? 'memory' : 'Redis'}, ${freshness}`),
    meter('How much of its lifetime is over', lifetime ? one['age-seconds'] / lifetime : 1, fresh ? '' : 'late'),
    facts([
      ['Age', `${words.span(one['age-seconds'])} of ${words.span(lifetime)}`],
      ['Lifetime from', why(one['lifetime-from'])],
      ['Size', words.bytes(one.length)],
      ['Used or not', why(one.reason)],
      ['Tags', one.tags.length ? one.tags.join(', ') : undefined],
    ]),
    more('Fields', one.fields));
}

function more(title, lines) {
  return el('details', {}, el('summary', {}, title), el('div', {class: 'fields'}, lines.join('\n')));
}
