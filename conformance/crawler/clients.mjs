/**
 * The eight clients. Each is a function of a file, random numbers and what the client keeps of that file (`held`: the validators of its
 * last answers), which gives what to ask: {method, headers, accepts, ranges, condition}.
 */
const CODINGS = [[], ['gzip'], ['br', 'gzip']];

function get(accepts, headers = {}, more = {}) {
    const encoding = accepts.length > 0 ? { 'Accept-Encoding': accepts.join(', ') } : {};
    return { method: 'GET', headers: { ...encoding, ...headers }, accepts, ...more };
}

function range(random, length) {
    const first = random.between(0, Math.max(0, length - 1));
    switch (random.between(0, 3)) {
        case 0:
            return [first, null];
        case 1:
            return [null, random.between(1, length + 10)];
        case 2:
            return [length + random.between(0, 5), null];
        default:
            return [first, first + random.between(0, 5000)];
    }
}

function ranged(random, file, accepts, count, headers = {}, more = {}) {
    const ranges = Array.from({ length: count }, () => range(random, file.bytes.length));
    const text = ranges.map(([first, last]) => `${first ?? ''}-${last ?? ''}`).join(', ');
    return get(accepts, { Range: `bytes=${text}`, ...headers }, { ranges, ...more });
}

function conditional(file, random, held) {
    const accepts = random.of([[], ['gzip']]);
    const tag = held.get(accepts.join());
    const date = new Date(file.modified * 1000).toUTCString();
    const older = new Date(file.modified * 1000 - 100_000).toUTCString();
    if (!tag) {
        return get(accepts);
    }
    switch (random.between(0, 6)) {
        case 0:
        case 1:
            return get(accepts, { 'If-None-Match': tag }, { condition: 'holds' });
        case 2:
            return get(accepts, { 'If-None-Match': '"another"' }, { condition: 'fails' });
        case 3:
            return get(accepts, { 'If-Modified-Since': date }, { condition: 'holds' });
        case 4:
            return get(accepts, { 'If-Modified-Since': older }, { condition: 'fails' });
        case 5:
            return ranged(random, file, accepts, 1, { 'If-Range': tag.startsWith('W/') ? date : tag });
        default:
            return ranged(random, file, accepts, 1, { 'If-Range': random.of(['"another"', older]) }, { condition: 'range-fails' });
    }
}

export const CLIENTS = {
    plain: () => get([]),
    gzip: () => get(['gzip']),
    br: () => get(['br']),
    head: (file, random) => ({ ...get(random.of(CODINGS)), method: 'HEAD' }),
    range: (file, random) => ranged(random, file, random.of(CODINGS), 1),
    ranges: (file, random) => ranged(random, file, random.of(CODINGS), random.between(2, 4)),
    conditions: conditional,
    reload: (file, random) => get(random.of(CODINGS), { 'Cache-Control': 'no-cache' }),
};
