/**
 * The rules of RFC 9111 as pure functions over message heads and an instant: what may be stored, how long it stays
 * fresh, when it may be used again, what it invalidates. No clock, no I/O, no log: {@code now} is a parameter. Every
 * decision names its {@code Reason}.
 */
@NullMarked
package io.freshet.policy;

import org.jspecify.annotations.NullMarked;
