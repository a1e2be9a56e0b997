/**
 * Runs tests through a proxy. A thread of its own for every run, because the suite's client keeps the address, the tests and
 * the results in its modules, and changes the tests as it goes.
 */
import { Worker, isMainThread, parentPort, workerData } from 'node:worker_threads';
import { getResults, runTests } from 'http-cache-tests/client/runner.mjs';
import nodeFetch from 'node-fetch';
import { GROUPS } from './tests.mjs';

/** Nothing in the suite takes as long; without a limit a proxy that hangs would hang the run. */
const TIMEOUT_MS = 20_000;

/** Half of the tests pause for three seconds, so many run at once; more would measure the machine. */
const AT_ONCE = 50;

/**
 * @param base the proxy's base URL, without a slash at its end
 * @param ids a Set of the tests to run
 * @param dump the test whose messages are printed, if any
 * @returns a promise of the results by test: true or [kind of error, message]
 */
export function runThrough(base, ids, dump) {
    return new Promise((resolve, reject) => {
        const worker = new Worker(new URL(import.meta.url), { workerData: { base, ids, dump } });
        let results;
        worker.once('message', message => (results = message));
        worker.once('error', reject);
        // Not before: until then something of what it has printed may be under way.
        worker.once('exit', () => resolve(results));
    });
}

if (!isMainThread) {
    const { base, ids, dump } = workerData;
    const groups = GROUPS.map(group => ({
        tests: group.tests
            .filter(test => ids.has(test.id))
            .map(test => ({ ...test.definition, dump: test.id === dump })),
    }));
    const fetch = (url, init) => nodeFetch(url, { ...init, timeout: TIMEOUT_MS });
    await runTests(groups, fetch, false, base, AT_ONCE);
    parentPort.postMessage(getResults());
}
