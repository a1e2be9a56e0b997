/** What a run prints. */
import { GROUPS, KINDS, TESTS, passed } from './tests.mjs';

/**
 * A table: passed of all, by group and kind. Set-ups that agree share a row.
 *
 * @param outcomes by set-up, a Map of outcomes by test
 */
export function table(outcomes) {
    const rows = [...GROUPS, { name: 'All', tests: [...TESTS.values()] }].flatMap(group => rowsOf(group, outcomes));
    const width = Math.max(...rows.map(([name]) => name.length));
    return [['', ...KINDS], ...rows]
        .map(([name, ...cells]) => name.padEnd(width) + cells.map(cell => cell.padStart(10)).join(''))
        .join('\n');
}

function rowsOf(group, outcomes) {
    const setUpsByCells = groupBy(Object.keys(outcomes), setUp => JSON.stringify(KINDS.map(kind => {
        const tests = group.tests.filter(test => test.kind === kind);
        const passes = tests.filter(test => passed(outcomes[setUp].get(test.id))).length;
        return tests.length === 0 ? '' : `${passes}/${tests.length}`;
    })));
    return [...setUpsByCells].map(([cells, setUps]) => {
        const name = setUpsByCells.size === 1 ? group.name : `${group.name} (${setUps.join(', ')})`;
        return [name, ...JSON.parse(cells)];
    });
}

/**
 * One line for each test that differs, with the set-ups that it concerns.
 *
 * @param differences `[{ setUp, id, was, is, message }]`
 */
export function listDifferences(differences) {
    const text = ({ id, was, is, message }) =>
        `${id} (${TESTS.get(id)?.kind ?? 'not in the suite'}): expected ${was}, found ${is}${message && `: ${message}`}`;
    return [...groupBy(differences, text)]
        .map(([line, those]) => `  ${line} [${those.map(({ setUp }) => setUp).join(', ')}]`)
        .join('\n');
}

function groupBy(items, key) {
    const groups = new Map();
    items.forEach(item => groups.set(key(item), [...(groups.get(key(item)) ?? []), item]));
    return groups;
}
