package io.freshet.engine.response;

import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Supplier;

/** Contents one after another, each opened when the one before has come to its end. */
final class Concatenation implements Iterator<ByteBuffer> {

    private final Iterator<Supplier<Iterator<ByteBuffer>>> rest;
    private Iterator<ByteBuffer> current = Collections.emptyIterator();

    private Concatenation(List<Supplier<Iterator<ByteBuffer>>> contents) {
        this.rest = contents.iterator();
    }

    /**
     * Opens the first content that has anything.
     *
     * @throws io.freshet.store.StoreException if that cannot be had; later ones fail when their turn comes
     */
    static Iterator<ByteBuffer> of(List<Supplier<Iterator<ByteBuffer>>> contents) {
        Concatenation all = new Concatenation(contents);
        var unused = all.hasNext();
        return all;
    }

    @Override
    public boolean hasNext() {
        while (!current.hasNext() && rest.hasNext()) {
            current = rest.next().get();
        }
        return current.hasNext();
    }

    @Override
    public ByteBuffer next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return current.next();
    }
}
