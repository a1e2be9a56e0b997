// Numbers and names as people say them.

/** Keeps a number and its unit on one line. */
const NBSP = '\u00a0';

const small = new Intl.NumberFormat('en', {maximumSignificantDigits: 3});
const whole = new Intl.NumberFormat('en', {maximumFractionDigits: 0});
const compact = new Intl.NumberFormat('en', {notation: 'compact', maximumSignificantDigits: 3});

export const count = n => n < 10_000 ? whole.format(n) : compact.format(n);
export const rate = n => n >= 10_000 ? compact.format(n) : n >= 100 ? whole.format(n) : small.format(n);
export const percent = share => share >= .9995 ? `100${NBSP}%` : `${(share * 100).toFixed(1)}${NBSP}%`;

/** Traffic, in powers of 1000. */
export function bytes(n) {
  const unit = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];
  let at = 0;
  for (; n >= 999.5 && at < unit.length - 1; at++) n /= 1000;
  return `${at ? small.format(n) : whole.format(n)}${NBSP}${unit[at]}`;
}

/** Memory, in powers of 1024, as settings say it. */
export function memory(n) {
  const unit = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  let at = 0;
  for (; n >= 1000 && at < unit.length - 1; at++) n /= 1024;
  return `${at ? small.format(n) : whole.format(n)}${NBSP}${unit[at]}`;
}

/** How long something took. */
export function took(seconds) {
  if (seconds < .000_999_5) return `${small.format(seconds * 1e6)}${NBSP}µs`;
  if (seconds < .999_5) return `${small.format(seconds * 1e3)}${NBSP}ms`;
  return `${small.format(seconds)}${NBSP}s`;
}

/** A span of time. */
export function span(seconds) {
  const s = Math.round(Math.abs(seconds));
  if (s < 120) return `${s} s`;
  if (s < 7200) return `${Math.floor(s / 60)} min${s < 600 && s % 60 ? ` ${s % 60} s` : ''}`;
  if (s < 172_800) return `${Math.floor(s / 3600)} h${Math.floor(s % 3600 / 60) ? ` ${Math.floor(s % 3600 / 60)} min` : ''}`;
  return `${Math.floor(s / 86_400)} days`;
}

/** What is done with a request: words, and whether the origin is left in peace. */
export const actions = {
  'serve': ['Answered from the cache', true],
  'serve-and-revalidate': ['Answered from the cache, and refreshed behind it', true],
  'serve-parts': ['Answered from parts in the cache', true],
  'complete': ['Completed: the missing part comes from the origin', false],
  'revalidate': ['Asked of the origin whether it is still the same', false],
  'forward': ['Fetched from the origin', false],
  'unsatisfiable': ['Refused: the request wants nothing but the cache', false],
};

const reasons = {
  'uri-miss': 'Nothing was stored for the URL',
  'vary-miss': 'What was stored answers other requests',
  'stale': 'What was stored was no longer fresh',
  'fresh': 'It is fresh',
  'partial': 'Only a part was stored',
  'request': 'The request did not allow it',
  'bypass': 'The cache was passed by',
  'method': 'The method must go to the origin',
  'no-store': 'The response forbids it',
  'private': 'The response is for one user',
  'set-cookie': 'The response sets a cookie',
  'authorization': 'The request authenticates somebody',
  'connection-authentication': 'NTLM or Negotiate: it is for one connection',
  'credentials-without-lifetime': 'Credentials, and no stated lifetime',
  'status-without-lifetime': 'Such a status needs a stated lifetime',
  'no-lifetime-no-validator': 'Neither a lifetime nor a validator',
  'stream': 'Each client has an event stream of its own',
  'vary-star': 'Vary: * fits no other request',
  'undelimited': 'Its end cannot be told from a broken connection',
  'method-not-storable': 'Responses to this method are not stored',
  'request-no-store': 'The request forbids it',
  'request-no-cache': 'The request wants to hear it from the origin',
  'request-pragma': 'The request wants to hear it from the origin',
  'request-max-age': 'The request wants a younger one',
  'request-min-fresh': 'The request wants one that stays fresh longer',
  'request-precondition': 'The request has a condition for the origin',
  'no-cache': 'The origin wants to be asked each time',
  'only-if-cached': 'The request wants nothing but the cache',
  'unknown-status': 'The status is not understood',
  'partial-content': 'The origin sent only a part',
  'stale-on-arrival': 'It was too old when it arrived',
  'clock-skew': 'The clock of the origin is far off',
  'too-large': 'It is larger than the store takes',
  'store-refused': 'The store would not take it',
  'changed-meanwhile': 'It was invalidated while it arrived',
  'invalidated': 'It was purged',
  'stale-while-revalidate': 'Stale, but allowed while it is refreshed',
  'stale-if-error': 'Stale, but allowed for an origin that fails',
  'stale-forbidden': 'It must not be used stale',
  'stale-not-allowed': 'Nothing allows its use when stale',
  'origin-refused': 'The origin could not be reached',
  'origin-timeout': 'The origin did not answer in time',
  'origin-unhealthy': 'No address of the origin passes its health check',
  'origin-name-unknown': 'The name of the origin leads to no address',
  'origin-untrusted': 'TLS with the origin failed',
  'origin-broke-off': 'The origin broke off',
  'origin-invalid': 'The origin made no sense',
  'origin-busy': 'Too many were waiting for the origin',
  'queue-timeout': 'No connection to the origin became free in time',
};

/** A rule in words; nothing where its name must do. */
export const reason = token => reasons[token] || '';
