/** expected.txt: what the suite is expected to find, and for what does not pass, why. */
import { readFileSync, writeFileSync } from 'node:fs';
import { GROUPS, passed } from './tests.mjs';

const FILE = new URL('expected.txt', import.meta.url);

const HEADER = `\
# What the suite finds of Freshet; conformance/README.md says how to read it. "conformance/run --update" writes this file and
# keeps the reasons. A set-up that differs from the others is named: redis=fail. What is required or optimal and does not pass
# needs a reason after the #, or a page of docs/decisions; a ? stands for one that is still to be written.
`;

const MISSING = '?';

/** A line: kind, outcome, test, then perhaps set-up=outcome, then perhaps # and the reason. */
const LINE = /^(?<kind>\S+) +(?<outcome>\S+) +(?<id>\S+)(?<others>(?: +\w+=\w+)*)(?: +# (?<reason>.*))?$/;

/** A Map of `{ kind, outcome, others, reason }` by test. */
export function readExpected() {
    const lines = readFileSync(FILE, 'utf8').split('\n').filter(line => line !== '' && !/^[#=]/.test(line));
    return new Map(lines.map(line => {
        const match = LINE.exec(line);
        if (!match) throw new Error(`expected.txt: cannot read "${line}"`);
        const { kind, outcome, id, others, reason = '' } = match.groups;
        const pairs = others.trim().split(/ +/).filter(Boolean).map(other => other.split('='));
        return [id, { kind, outcome, others: Object.fromEntries(pairs), reason }];
    }));
}

export function expectedOutcome(expected, id, setUp) {
    const entry = expected.get(id);
    return entry?.others[setUp] ?? entry?.outcome ?? 'nothing';
}

/** The tests whose line lacks the reason that it must have. */
export function withoutReason(expected) {
    return [...expected].filter(([, entry]) => needsReason(entry) && ['', MISSING].includes(entry.reason)).map(([id]) => id);
}

/**
 * Writes the file anew.
 *
 * @param old what it said before
 * @param outcomes by set-up, a Map of outcomes by test; of all set-ups
 */
export function writeExpected(old, outcomes) {
    const sections = GROUPS.map(group => {
        const lines = group.tests.map(test => {
            const all = Object.entries(outcomes).map(([setUp, found]) => [setUp, found.get(test.id)]);
            const [, usual] = all[0];
            const others = Object.fromEntries(all.filter(([, outcome]) => outcome !== usual));
            return line(test, { kind: test.kind, outcome: usual, others }, old.get(test.id)?.reason);
        });
        return `\n== ${group.name}\n\n${lines.join('\n')}\n`;
    });
    writeFileSync(FILE, HEADER + sections.join(''));
}

function line(test, entry, oldReason) {
    const others = Object.entries(entry.others).map(([setUp, outcome]) => ` ${setUp}=${outcome}`).join('');
    const start = `${entry.kind.padEnd(8)} ${entry.outcome.padEnd(10)} ${test.id}${others}`;
    return needsReason(entry) ? `${start}  # ${oldReason || MISSING}` : start;
}

/** What was only asked, or could not be asked because something else does not pass, explains itself. */
function needsReason({ kind, outcome, others }) {
    return kind !== 'check' && [outcome, ...Object.values(others)].some(each => !passed(each) && each !== 'dependency');
}
