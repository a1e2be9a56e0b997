/**
 * Runs the suite through running proxies whose origin is origin.mjs, all of them at the same time:
 *
 *     node suite.mjs [--id TEST | --update | --table] [--results DIRECTORY] NAME=URL...
 *
 * Prints a table, compares with expected.txt and ends with 1 if anything differs. --update writes expected.txt instead, --table
 * only prints, --id runs one test (and those it builds on) and prints its messages.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { expectedOutcome, readExpected, withoutReason, writeExpected } from './expected.mjs';
import { listDifferences, table } from './report.mjs';
import { TESTS, message, outcome, passed, withDependencies } from './tests.mjs';
import { runThrough } from './through.mjs';

const { values: options, positionals } = parseArgs({
    allowPositionals: true,
    options: {
        id: { type: 'string' },
        update: { type: 'boolean' },
        table: { type: 'boolean' },
        results: { type: 'string' },
    },
});
const proxies = positionals.map(argument => /^(\w+)=(https?:\/\/.+?)\/?$/.exec(argument)?.slice(1));
if (proxies.length === 0 || proxies.includes(undefined)) fail('Usage: node suite.mjs [OPTIONS] NAME=URL...');
if (options.id !== undefined && !TESTS.has(options.id)) fail(`The suite has no test ${options.id}.`);

const expected = readExpected();
const begin = Date.now();
const runs = options.id === undefined ? await Promise.all(proxies.map(runAll)) : await runOne(options.id);
if (options.results) writeResults(options.results);
process.exitCode = options.id === undefined ? conclude() : conclusionOf(differences());

/** A run is `{ setUp, results, unsteady }`: the results by test, and those of the first attempt that a second contradicted. */
async function runAll([setUp, base]) {
    const results = await runThrough(base, new Set(TESTS.keys()));
    const first = options.table ? [] : differing(setUp, results).filter(({ is }) => !(options.update && passed(is)));
    if (first.length > 0) {
        // Perhaps the machine was busy, or a second passed at the wrong moment: with little else going on, one more chance.
        Object.assign(results, await runThrough(base, new Set(first.map(({ id }) => id))));
    }
    return { setUp, results, unsteady: first.filter(({ id, is }) => outcome(id, results) !== is) };
}

/** One proxy after the other, or their messages would mix. */
async function runOne(id) {
    const runs = [];
    for (const [setUp, base] of proxies) {
        console.log(`==== ${setUp}`);
        const results = await runThrough(base, withDependencies(id), id);
        console.log(`==== ${setUp}: ${outcome(id, results)} ${message(id, results)}\n`);
        runs.push({ setUp, results, unsteady: [] });
    }
    return runs;
}

function conclude() {
    const outcomes = Object.fromEntries(runs.map(run => [run.setUp, outcomesOf(run)]));
    console.log(`${table(outcomes)}\n`);
    console.log(`${TESTS.size} tests, ${runs.map(run => run.setUp).join(', ')}: ${Math.round((Date.now() - begin) / 1000)} s`);
    if (options.table) return 0;
    const unsteady = runs.flatMap(run => run.unsteady);
    if (unsteady.length > 0) {
        console.log(`\n${unsteady.length} found otherwise at the second attempt, which counts:\n${listDifferences(unsteady)}`);
    }
    if (options.update) {
        writeExpected(expected, outcomes);
        console.log('\nexpected.txt is written.');
        return reasons(readExpected());
    }
    return Math.max(conclusionOf(differences()), reasons(expected));
}

function conclusionOf(differences) {
    if (differences.length === 0) return 0;
    console.log(`\n${differences.length} not as expected.txt says:\n${listDifferences(differences)}`);
    return 1;
}

function reasons(expected) {
    const ids = withoutReason(expected);
    if (ids.length === 0) return 0;
    console.log(`\n${ids.length} without the reason that they need in expected.txt:\n${ids.map(id => `  ${id}\n`).join('')}`);
    return 1;
}

function differences() {
    return runs.flatMap(run => differing(run.setUp, run.results));
}

/** What is not as expected: `[{ setUp, id, was, is, message }]`. */
function differing(setUp, results) {
    const ids = options.id === undefined ? new Set([...TESTS.keys(), ...expected.keys()]) : [options.id];
    return [...ids]
        .map(id => ({ setUp, id, was: expectedOutcome(expected, id, setUp), is: outcome(id, results) }))
        .filter(({ was, is }) => was !== is)
        .map(each => ({ ...each, message: message(each.id, results) }));
}

function outcomesOf({ results }) {
    return new Map([...TESTS.keys()].map(id => [id, outcome(id, results)]));
}

function writeResults(directory) {
    mkdirSync(directory, { recursive: true });
    for (const run of runs) {
        const all = [...outcomesOf(run)].map(([id, outcome]) => [id, { outcome, message: message(id, run.results) }]);
        writeFileSync(join(directory, `${run.setUp}.json`), `${JSON.stringify(Object.fromEntries(all), null, 2)}\n`);
    }
}

function fail(sentence) {
    console.error(sentence);
    process.exit(2);
}
