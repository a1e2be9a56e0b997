package io.freshet.testing.oracle;

/** What holds whatever the origin says; each is a sentence of a report. */
public enum Invariant {
    CODING("No client gets a coding that it does not accept."),
    VARIANT("No client gets what was selected by fields of another."),
    SEEN("No client gets an edition older than one that it has seen."),
    LAST("No client gets an edition older than what another with the same fields has got from that node."),
    PURGED("After an acknowledged purge no client gets an edition from before it."),
    WHOLE("No content is of two editions, and each head is that of its content."),
    RESUMED("No download that broke off goes on with bytes of another edition, variant or coding."),
    HEAD("What HEAD tells is so of the content."),
    ANSWERED("Each request is answered, and by an error only where the origin fails.");

    private final String sentence;

    Invariant(String sentence) {
        this.sentence = sentence;
    }

    @Override
    public String toString() {
        return sentence;
    }
}
