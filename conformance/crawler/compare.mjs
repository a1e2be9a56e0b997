/** What is wrong with an answer, by what is on the disk. */
import { brotliDecompressSync, gunzipSync } from 'node:zlib';

const DECODERS = { identity: bytes => bytes, gzip: gunzipSync, br: brotliDecompressSync };

/**
 * @param asked {method, accepts (codings), ranges ([first, last] pairs as asked, null where open), condition}; `condition` is
 *     `holds` where a 304 would be right, `fails` where it would be wrong, `range-fails` where a part would be
 * @param coded a function that brings the whole of the file in a coding, as the origin has it
 * @returns a promise of nothing, or of a sentence
 */
export async function fault(file, asked, answer, coded) {
    const coding = answer.fields['content-encoding'] ?? 'identity';
    if (coding !== 'identity' && !asked.accepts.includes(coding)) {
        return `got ${coding}, and accepts ${asked.accepts.join(', ') || 'none'}`;
    }
    switch (answer.status) {
        case 200:
            return asked.method === 'HEAD' ? headFault(file, coding, answer) : wholeFault(file, coding, answer);
        case 206:
            if (!asked.ranges || asked.condition === 'range-fails') {
                return 'got a part, which was not asked for';
            }
            return partsFault(file, asked, answer, coding === 'identity' ? file.bytes : await coded(file, coding));
        case 304:
            return asked.condition === 'holds' ? undefined : 'got 304 for a condition that is not so';
        case 416:
            return unsatisfiableFault(file, asked, answer, coded);
        default:
            return `got ${answer.status}`;
    }
}

function headFault(file, coding, answer) {
    const length = answer.fields['content-length'];
    if (coding === 'identity' && length !== `${file.bytes.length}`) {
        return `the head says ${length} bytes of ${file.bytes.length}`;
    }
    const modified = Date.parse(answer.fields['last-modified']) / 1000;
    return modified === file.modified ? undefined : 'the head has another date';
}

function wholeFault(file, coding, answer) {
    try {
        return DECODERS[coding](answer.body).equals(file.bytes) ? undefined : 'other bytes';
    } catch (failure) {
        return `says ${coding}, and is not: ${failure.message}`;
    }
}

function partsFault(file, asked, answer, whole) {
    const boundary = /^multipart\/byteranges; *boundary="?([^";]+)/i.exec(answer.fields['content-type'] ?? '')?.[1];
    const parts = boundary ? split(answer.body, boundary) : [{ range: answer.fields['content-range'], bytes: answer.body }];
    const wanted = asked.ranges.map(range => resolved(range, whole.length)).filter(Boolean);
    if (parts.length === 0 || (!boundary && asked.ranges.length === 1 && wanted.length !== 1)) {
        return 'no parts that were asked for';
    }
    for (const { range, bytes } of parts) {
        const [, first, last, length] = /^bytes (\d+)-(\d+)\/(\d+|\*)$/.exec(range ?? '') ?? [];
        if (first === undefined || (length !== '*' && Number(length) !== whole.length)) {
            return `the range ${range} of ${whole.length} bytes`;
        }
        if (!bytes.equals(whole.subarray(Number(first), Number(last) + 1))) {
            return `other bytes in ${range}`;
        }
    }
    const got = parts.map(({ range }) => /(\d+)-(\d+)/.exec(range).slice(1).map(Number));
    const missing = wanted.find(([first, last]) => !covered(got, first, last));
    return missing ? `${missing.join('-')} is missing` : undefined;
}

/** The length that a 416 tells is that of the representation that was selected, which may be a coded one (RFC 9110 §14.2, §15.5.17). */
async function unsatisfiableFault(file, asked, answer, coded) {
    const length = Number(/^bytes \*\/(\d+)$/.exec(answer.fields['content-range'] ?? '')?.[1]);
    const lengths = [file.bytes.length];
    for (const coding of asked.accepts) {
        lengths.push((await coded(file, coding)).length);
    }
    if (!asked.ranges || !lengths.includes(length)) {
        return `got 416 with a length of ${length}`;
    }
    return asked.ranges.some(range => resolved(range, length)) ? 'got 416 for a range that is there' : undefined;
}

/** Parts may come joined where they meet (RFC 9110 §15.3.7.2). */
function covered(parts, first, last) {
    return parts.some(part => part[0] <= first && part[1] >= last);
}

function split(body, boundary) {
    const parts = [];
    const line = Buffer.from(`--${boundary}`);
    for (let at = body.indexOf(line); at >= 0; ) {
        const next = body.indexOf(line, at + line.length);
        const head = body.indexOf('\r\n\r\n', at);
        if (next < 0 || head < 0 || head > next) {
            break;
        }
        const range = /content-range: *([^\r]+)/i.exec(body.toString('latin1', at, head))?.[1];
        parts.push({ range, bytes: body.subarray(head + 4, next - 2) });
        at = next;
    }
    return parts;
}

/** @returns the first and last byte of a range as it was asked, if there are any */
export function resolved([first, last], length) {
    if (first === null) {
        return last > 0 && length > 0 ? [Math.max(0, length - last), length - 1] : undefined;
    }
    return first < length ? [first, Math.min(last ?? length - 1, length - 1)] : undefined;
}
