/** Numbers that are the same for the same seed (mulberry32). */
export class Random {
    #state;

    constructor(seed) {
        this.#state = seed >>> 0;
    }

    /** From 0 to 1, 1 not among them. */
    next() {
        this.#state = (this.#state + 0x6d2b79f5) >>> 0;
        let t = this.#state;
        t = Math.imul(t ^ (t >>> 15), t | 1);
        t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
        return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
    }

    /** A whole number from `from` to `to`, both among them. */
    between(from, to) {
        return from + Math.floor(this.next() * (to - from + 1));
    }

    of(list) {
        return list[Math.floor(this.next() * list.length)];
    }

    /** The same members in another order. */
    shuffled(list) {
        const all = [...list];
        for (let i = all.length - 1; i > 0; i--) {
            const other = this.between(0, i);
            [all[i], all[other]] = [all[other], all[i]];
        }
        return all;
    }
}
