import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { CLIENTS } from './clients.mjs';
import { fault } from './compare.mjs';
import { Random } from './random.mjs';
import { freshet, nginx, redis, stopAll } from './servers.mjs';
import { plant } from './tree.mjs';
import { Connection } from './wire.mjs';

const USAGE = `Usage: conformance/crawl [--store memory|redis]... [--compress none|br,gzip]... [--files N] [--rounds N] [--seed N]
                         [--gzip-vary on|off] [--jar FILE]

--store and --compress can be given several times; without them it is memory, and both none and br,gzip.
--gzip-vary off is an origin that does not say that its gzip responses are for some clients only: then there are mismatches.
--jar runs another proxy-standalone.jar than this one.`;

const SHOWN = 20;

function usage(why) {
    console.error(`${why}\n${USAGE}`);
    process.exit(2);
}

function options() {
    const text = (value, multiple = false) => ({ type: 'string', default: value, multiple });
    try {
        const { values } = parseArgs({
            options: {
                store: text(['memory'], true),
                compress: text(['none', 'br,gzip'], true),
                files: text('1000'),
                rounds: text('3'),
                seed: text(`${Date.now() % 1e9}`),
                'gzip-vary': text('on'),
                jar: { type: 'string' },
                help: { type: 'boolean', short: 'h' },
            },
        });
        if (values.help) {
            console.log(USAGE);
            process.exit(0);
        }
        const { files, rounds, seed } = values;
        [files, rounds, seed].forEach(value => /^[1-9]\d{0,8}$/.test(value) || usage(`${value} is no number from 1 on.`));
        values.store.forEach(value => ['memory', 'redis'].includes(value) || usage(`There is no store ${value}.`));
        ['on', 'off'].includes(values['gzip-vary']) || usage(`--gzip-vary is on or off.`);
        return { ...values, files: Number(files), rounds: Number(rounds), seed: Number(seed) };
    } catch (failure) {
        usage(failure.message);
    }
}

/** One client asks for all files, in an order of its own, as often as there are rounds. */
async function crawl(name, nth, files, port, direct, chosen) {
    const random = new Random(chosen.seed + 7919 * nth);
    const connection = new Connection(port);
    const count = { client: name, requests: 0, hits: 0, coded: 0, '304s': 0, '206s': 0, mismatches: 0 };
    const held = new Map(files.map(file => [file, new Map()]));
    const faults = [];
    for (let round = 0; round < chosen.rounds; round++) {
        for (const file of random.shuffled(files)) {
            const asked = CLIENTS[name](file, random, held.get(file));
            count.requests++;
            let wrong;
            let answer;
            try {
                answer = await connection.ask(asked.method, file.url, asked.headers);
                count.hits += answer.fields['x-cache'] === 'HIT' ? 1 : 0;
                count.coded += answer.fields['content-encoding'] ? 1 : 0;
                count['304s'] += answer.status === 304 ? 1 : 0;
                count['206s'] += answer.status === 206 ? 1 : 0;
                held.get(file).set(asked.accepts.join(), answer.fields.etag);
                wrong = await fault(file, asked, answer, direct);
            } catch (failure) {
                wrong = `no whole answer: ${failure.message}`;
            }
            if (wrong) {
                count.mismatches++;
                const fields = answer ? `${answer.status} ${JSON.stringify(answer.fields)}` : '';
                faults.push(`${name}: ${asked.method} ${file.url} ${JSON.stringify(asked.headers)}: ${wrong}; ${fields}`);
            }
        }
    }
    connection.close();
    return { count, faults };
}

/** The whole of a file in a coding, from the origin itself; asked for once. */
function fromOrigin(base) {
    const connection = new Connection(Number(new URL(base).port));
    const known = new Map();
    return async (file, coding) => {
        if (!known.has(file.url + coding)) {
            known.set(file.url + coding, connection.ask('GET', file.url, { 'Accept-Encoding': coding }));
        }
        return (await known.get(file.url + coding)).body;
    };
}

function table(counts) {
    const columns = Object.keys(counts[0]);
    const sums = Object.fromEntries(columns.map(column => [column, counts.reduce((sum, count) => sum + count[column], 0)]));
    for (const row of [Object.fromEntries(columns.map(column => [column, column])), ...counts, { ...sums, client: 'all' }]) {
        console.log(columns.map((column, i) => (i ? `${row[column]}`.padStart(11) : row[column].padEnd(11))).join(''));
    }
    return sums;
}

async function run(store, compress, files, origin, chosen) {
    const where = store === 'redis' ? ['--redis', await redis(), '--redis-wait', '2s'] : [];
    const proxy = await freshet(origin, ['--store', store, ...where, '--compress', compress], chosen.jar);
    const from = Date.now();
    const direct = fromOrigin(origin);
    const results = await Promise.all(Object.keys(CLIENTS).map((name, nth) => crawl(name, nth, files, proxy.port, direct, chosen)));
    console.log(`\nstore ${store}, compress ${compress}, ${Math.round((Date.now() - from) / 1000)} s`);
    const sums = table(results.map(({ count }) => count));
    results.flatMap(({ faults }) => faults).slice(0, SHOWN).forEach(line => console.log(line));
    await proxy.stop();
    return sums;
}

const chosen = options();
const folder = mkdtempSync(join(tmpdir(), 'freshet-crawl-'));
let failed = true;
for (const signal of ['SIGINT', 'SIGTERM']) {
    process.once(signal, () => process.exit(1));
}
process.once('exit', () => {
    stopAll();
    rmSync(folder, { recursive: true, force: true });
});
try {
    mkdirSync(join(folder, 'tree'));
    const files = plant(join(folder, 'tree'), chosen.seed, chosen.files);
    console.log(`Seed ${chosen.seed}: ${files.length} files, ${files.reduce((sum, file) => sum + file.bytes.length, 0)} bytes.`);
    const origin = await nginx(folder, join(folder, 'tree'), chosen['gzip-vary']);
    failed = false;
    for (const store of chosen.store) {
        for (const compress of chosen.compress) {
            const { requests, hits, mismatches } = await run(store, compress, files, origin, chosen);
            failed ||= mismatches > 0;
            if (hits * 5 < requests) {
                console.log('Less than a fifth were hits: there was hardly a cache to be looked at.');
                failed = true;
            }
        }
    }
} catch (failure) {
    console.error(failure.message);
    failed = true;
}
process.exit(failed ? 1 : 0);
