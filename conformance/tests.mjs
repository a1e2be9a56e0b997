/** The suite's tests as a cache without a browser meets them, and what a result means. */
import groups from 'http-cache-tests/tests/index.mjs';
import surrogateControl from 'http-cache-tests/tests/surrogate-control.mjs';

export const KINDS = ['required', 'optimal', 'check'];

/** `[{ name, tests: [{ id, kind, depends, definition }] }]`, in the suite's order. */
export const GROUPS = [...groups, surrogateControl].map(group => ({
    name: group.name,
    tests: group.tests.filter(test => !test.browser_only).map(test => ({
        id: test.id,
        kind: test.kind ?? 'required',
        depends: test.depends_on ?? [],
        definition: test,
    })),
}));

export const TESTS = new Map(GROUPS.flatMap(group => group.tests).map(test => [test.id, test]));

/** A test and all that must pass for its result to mean anything. */
export function withDependencies(id) {
    return new Set([id, ...TESTS.get(id).depends.flatMap(needed => [...withDependencies(needed)])]);
}

/**
 * What the suite's own report calls a result (determineTestResult in its lib/display.mjs, which only a browser can load):
 * `pass` or `fail` where something is required or optimal, `yes` or `no` where it is only asked; `setup` when the test did not
 * get as far as its question, `dependency` when a test that this one builds on has not passed; `nothing` for what is no test.
 *
 * @param results by test, true or [kind of error, message], as the suite's getResults() has them
 */
export function outcome(id, results) {
    if (!TESTS.has(id)) return 'nothing';
    const { kind, depends } = TESTS.get(id);
    const result = results[id];
    if (result === undefined) return 'untested';
    if (depends.some(needed => !passed(outcome(needed, results)))) return 'dependency';
    if (result[0] === 'Setup') return 'setup';
    if (kind === 'check') return result === true ? 'yes' : 'no';
    return result === true ? 'pass' : 'fail';
}

export function passed(outcome) {
    return outcome === 'pass' || outcome === 'yes';
}

/** The suite's words on a test that has not passed. */
export function message(id, results) {
    const needed = TESTS.get(id)?.depends.find(needed => !passed(outcome(needed, results)));
    if (needed) return `it builds on ${needed}`;
    const result = results[id];
    return result === true || result === undefined ? '' : result[1];
}
