/** A document tree of a seed. */
import { mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Random } from './random.mjs';

/** What the folders at the top say of lifetimes. */
export const FOLDERS = {
    stated: 'add_header Cache-Control max-age=3600;',
    short: 'add_header Cache-Control max-age=1;',
    checked: 'add_header Cache-Control no-cache;',
    guessed: '',
};

const TYPES = ['html', 'css', 'js', 'json', 'svg', 'txt', 'png'];

/** Names that a URL cannot hold as they are, beside ones that it can. */
const NAMES = [
    'page', 'index', 'style', 'two words', 'f\u00fcr', '100%', 'a+b', 'a&b=c', 'q?', '#1', "it's", '[x]', 'semi;colon', '%41', '~me', '\u65e5\u672c',
];

/** Around what nginx compresses, and around what fits one read, one chunk, one stored piece. */
const SIZES = [0, 1, 19, 20, 21, 100, 1023, 1024, 4096, 8191, 65_535, 65_536, 65_537, 200_000];

/**
 * Writes the files below a folder.
 *
 * @returns what is there: {path, url, bytes, modified (in whole seconds)}
 */
export function plant(folder, seed, count) {
    const random = new Random(seed);
    const files = [];
    for (let i = 0; i < count; i++) {
        const ext = random.of(TYPES);
        const nested = Array.from({ length: random.between(0, 3) }, () => random.of(NAMES));
        const path = [random.of(Object.keys(FOLDERS)), ...nested, `${random.of(NAMES)} ${i}.${ext}`];
        const bytes = content(random, ext, i);
        const modified = Math.floor(Date.now() / 1000) - Math.floor(10 ** (random.next() * 7.4));
        const file = join(folder, ...path);
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(file, bytes);
        utimesSync(file, modified, modified);
        files.push({ path: path.join('/'), url: '/' + path.map(encodeURIComponent).join('/'), bytes, modified });
    }
    return files;
}

function content(random, ext, number) {
    const size = random.next() < 0.3 ? random.of(SIZES) : Math.floor(10 ** (random.next() * 4.9));
    if (ext === 'png') {
        return Buffer.from(Array.from({ length: size }, () => random.between(0, 255)));
    }
    let text = '';
    while (text.length < size) {
        text += `${ext} ${number} at ${text.length}: ${random.next().toString(36)} and so on, and so on\n`;
    }
    return Buffer.from(text.slice(0, size), 'latin1');
}
