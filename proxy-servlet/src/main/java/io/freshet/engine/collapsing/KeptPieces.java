package io.freshet.engine.collapsing;

import io.freshet.store.ByteBudget;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The latest pieces of content that arrives, as many as a budget allows: the oldest go first. Pieces are counted from the beginning
 * of the content. Not safe for use by several threads at once.
 */
final class KeptPieces {

    private final ByteBudget budget;
    private final List<ByteBuffer> pieces = new ArrayList<>();
    private int first;

    KeptPieces(ByteBudget budget) {
        this.budget = budget;
    }

    /** Keeps a piece; where there is no room even without the older ones, none is kept. */
    void add(ByteBuffer content) {
        while (!budget.take(content.remaining())) {
            first++;
            if (pieces.isEmpty()) {
                return;
            }
            budget.give(pieces.remove(0).remaining());
        }
        pieces.add(content.asReadOnlyBuffer());
    }

    /** Gives the room of all pieces back. */
    void clear() {
        pieces.forEach(piece -> budget.give(piece.remaining()));
        first += pieces.size();
        pieces.clear();
    }

    /** The number of the oldest piece that is kept; above 0 where some have gone. */
    int first() {
        return first;
    }

    /** The number of the next piece that comes. */
    int next() {
        return first + pieces.size();
    }

    boolean has(int number) {
        return first <= number && number < next();
    }

    /** A piece that is kept, to be read by one reader. */
    ByteBuffer read(int number) {
        return pieces.get(number - first).slice();
    }
}
