// What the last minutes were like, out of the differences of readings that only rise.

export const OUTCOMES = ['hit', 'validated', 'collapsed', 'miss', 'bypass', 'refused'];

const MOST = 300;
/** Ratio and percentiles are of so many intervals, so that they stay calm. */
const SMOOTH = 5;
/** An interval longer than that was a pause. */
const LONGEST_SECONDS = 15;

let last;
const intervals = [];

/** Takes a reading of /api/live. */
export function take(live) {
  const now = {at: live['at-millis'] / 1000, live};
  const before = last;
  last = now;
  if (!before) return;
  const seconds = now.at - before.at;
  if (seconds <= 0) {
    // Another process: what it counts begins anew.
    intervals.length = 0;
    return;
  }
  const counts = outcomes(now.live);
  const old = outcomes(before.live);
  intervals.push({
    time: Date.now() / 1000,
    seconds,
    pause: seconds > LONGEST_SECONDS,
    requests: OUTCOMES.map(name => Math.max(0, counts[name] - old[name])),
    sent: ['hit', 'other'].map(side => now.live['sent-bytes'][side] - before.live['sent-bytes'][side]),
    buckets: ['hit', 'other'].map(side => now.live.latency[side].map((n, i) => n - before.live.latency[side][i])),
  });
  if (intervals.length > MOST) intervals.shift();
}

function outcomes(live) {
  const sums = Object.fromEntries(OUTCOMES.map(name => [name, 0]));
  for (const one of live.requests) sums[OUTCOMES.includes(one.outcome) ? one.outcome : 'bypass'] += one.count;
  return sums;
}

const sum = numbers => numbers.reduce((a, b) => a + b, 0);

/** Hits of all requests; nothing where there were none. */
function ratio(some) {
  const all = sum(some.map(one => sum(one.requests)));
  return all ? sum(some.map(one => one.requests[0])) / all : null;
}

/** Within a bucket it is taken to be spread evenly. */
function percentile(some, side, share) {
  const ends = last.live.latency['ends-micros'];
  const counts = ends.map((_, i) => sum(some.map(one => one.buckets[side][i])));
  let left = sum(counts) * share;
  if (left <= 0) return null;
  for (let i = 0; i < ends.length; i++) {
    if (counts[i] >= left) {
      const begin = i ? ends[i - 1] : 0;
      return (begin + (ends[i] - begin) * left / counts[i]) / 1e6;
    }
    left -= counts[i];
  }
  return ends.at(-1) / 1e6;
}

/** Columns to be drawn, each with the times first. */
export function columns() {
  const smooth = intervals.map((_, i) => {
    const some = intervals.slice(Math.max(0, i - SMOOTH + 1), i + 1);
    const pause = some.findLastIndex(one => one.pause);
    return some.slice(pause + 1);
  });
  const times = intervals.map(one => one.time);
  const each = of => intervals.map(one => one.pause ? null : of(one));
  return {
    ratio: [times, smooth.map(some => ratio(some))],
    requests: [times, ...OUTCOMES.map((_, i) => each(one => one.requests[i] / one.seconds))],
    latency: [times, ...[[0, .5], [0, .99], [1, .5], [1, .99]].map(([side, share]) =>
      smooth.map(some => percentile(some, side, share)))],
    bytes: [times, ...[0, 1].map(side => each(one => one.sent[side] / one.seconds))],
  };
}

/** The last ten seconds in a few numbers. */
export function lately() {
  const some = intervals.slice(-SMOOTH).filter(one => !one.pause);
  const seconds = sum(some.map(one => one.seconds)) || 1;
  return {
    known: some.length > 0,
    ratio: ratio(some),
    requests: sum(some.map(one => sum(one.requests))) / seconds,
    bytes: sum(some.map(one => sum(one.sent))) / seconds,
    hitMedian: percentile(some, 0, .5),
    otherMedian: percentile(some, 1, .5),
    otherLate: percentile(some, 1, .99),
  };
}
