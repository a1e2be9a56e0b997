// How the tiers, the origins and the nodes are, and why requests were not answered from the cache.

import {$, el, facts, meter} from './dom.js';
import {lately} from './history.js';
import * as words from './words.js';

const MOST_REASONS = 6;

/** Shows answers of /api/live and /api/stats. */
export function show(live, stats) {
  reasons(live);
  $('tiers').replaceChildren(...tiers(stats));
  const origins = known(live, stats);
  $('origins').replaceChildren(...origins.map(one => origin(one, origins.length === 1)));
  $('nodes').replaceChildren(...nodes(live, stats));
  const node = live.node;
  $('summary').textContent = [...origins.slice(0, 1).map(one => one.url || one.name), stats.store,
    `up for ${words.span(node['uptime-seconds'])}`].join(' · ');
}

/** Which origins there are; requests are counted of all together, so that only one alone has them. */
function known(live, stats) {
  const counted = live.origins || [];
  const all = stats.origins || counted;
  return all.length === 1 ? [{...counted[0], ...all[0]}] : all;
}

function reasons(live) {
  const asked = live.requests.filter(one => one.outcome !== 'hit' && one.outcome !== 'refused');
  const by = new Map();
  for (const one of asked) {
    const known = by.get(one.reason.token) || {reason: one.reason, count: 0};
    known.count += one.count;
    by.set(one.reason.token, known);
  }
  const rows = [...by.values()].sort((a, b) => b.count - a.count).slice(0, MOST_REASONS);
  const all = asked.reduce((sum, one) => sum + one.count, 0);
  $('reasons').replaceChildren(...rows.length ? rows.map(row => el('div', {class: 'reason'},
    el('span', {}, el('code', {class: 'token'}, row.reason.token), ' ', el('span', {class: 'clause'}, row.reason.clause)),
    el('span', {}, words.count(row.count)),
    el('span', {class: 'words'}, words.reason(row.reason.token)),
    meter('Share', row.count / all))) : [el('p', {class: 'empty'}, 'Every request was, so far.')]);
}

function thing(title, dot, ...parts) {
  return el('div', {class: 'thing'}, el('h3', {}, dot && el('span', {class: `dot ${dot}`}), title), ...parts);
}

const some = (n, text) => n ? text(n) : undefined;

function tiers(stats) {
  const all = [];
  for (const [name, title] of [['memory', 'Memory'], ['near', 'Memory, near']]) {
    const limit = stats[`${name}.limit.bytes`];
    if (limit === undefined) continue;
    const bytes = stats[`${name}.bytes`];
    all.push(thing(title, 'good', meter(`${title}: how full`, bytes / limit, bytes / limit > .9 ? 'seldom' : ''), facts([
      ['Holds', `${words.memory(bytes)} of ${words.memory(limit)}`],
      ['Fill', words.percent(bytes / limit)],
      ['Keys', words.count(stats[`${name}.keys`])],
      ['Arriving', some(stats[`${name}.arriving.bytes`], words.memory)],
      ['Gone for want of room', words.count(stats[`${name}.evictions`])],
    ])));
  }
  if ('redis.write.buffer.bytes' in stats) {
    const away = stats['store.away'] === 1;
    all.push(thing(away ? 'Redis is away' : 'Redis answers', away ? 'bad' : 'good', facts([
      ['Waiting to be written', words.memory(stats['redis.write.buffer.bytes'])],
      ['Not written for want of room', words.count(stats['redis.dropped.writes'])],
      ['Removals owed', some(stats['store.owed.removals'], words.count)],
      ['Damaged values', some(stats['redis.damaged.values'], words.count)],
      ['Calls that failed', words.count(stats['store.failures'] || 0)],
    ])));
  }
  all.push(thing('Fetches that others wait for', undefined, facts([
    ['Now', words.count(stats['collapse.fetches'] || 0)],
    ['Held for them', words.memory(stats['collapse.buffer.bytes'] || 0)],
  ])));
  return all;
}

function origin(one, only) {
  const now = lately();
  const addresses = one.addresses || [];
  const down = addresses.length > 0 && addresses.every(address => address.state !== 'healthy');
  const failed = one.failures > 0
    ? `${words.count(one.failures)}, ${words.percent(one.failures / Math.max(one.requests, one.failures))}`
    : 'never';
  return thing(one.url || one.name, down ? 'bad' : 'good', facts([
    ['Rules say', one.name === 'default' ? undefined : one.name],
    ...addresses.filter(address => addresses.length > 1 || address.state !== 'healthy')
      .map(address => [address.url, address.state]),
    ['Asked', some(one.requests, words.count)],
    ['Failed', one.requests === undefined ? undefined : failed],
    ['p50', only && now.otherMedian !== null ? words.took(now.otherMedian) : undefined],
    ['p99', only && now.otherLate !== null ? words.took(now.otherLate) : undefined],
  ]));
}

function nodes(live, stats) {
  const node = live.node;
  const lag = stats['invalidation.lag.seconds'];
  const own = thing('This node', 'good',
    meter('Heap', node['heap-bytes'] / node['heap-limit-bytes'], 'seldom'),
    facts([
      ['Heap', `${words.memory(node['heap-bytes'])} of ${words.memory(node['heap-limit-bytes'])}`],
      ['Version', node.version],
      ['Process', String(node.pid)],
      ['Up for', words.span(node['uptime-seconds'])],
      ['Heard of removals', lag === undefined ? undefined : `${words.took(Math.max(lag, 1e-6))} ago`],
    ]));
  return [own, ...(stats.nodes || []).filter(one => !one.self).map(another)];
}

// A node that is well speaks every five seconds, and looks at what was removed every 40 milliseconds.
function another(one) {
  const silent = one['heard-seconds-ago'];
  const lag = one['invalidation-lag-seconds'];
  return thing(one.host, silent > 15 || lag === undefined || lag > 1 ? 'bad' : 'good', facts([
    ['Process', String(one.pid)],
    ['Up for', words.span(one['uptime-seconds'] + silent)],
    ['Heard of', `${words.took(Math.max(silent, 1e-6))} ago`],
    ['Had heard of removals', lag === undefined ? 'never' : `${words.took(Math.max(lag, 1e-6))} before`],
  ]));
}
