/** The near tier: what another store has said lately, in this process' memory, bounded in bytes and in time. */
@NullMarked
package io.freshet.store.tiered;

import org.jspecify.annotations.NullMarked;
