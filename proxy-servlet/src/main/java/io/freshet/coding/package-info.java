/** Makes content codings of bytes. Knows nothing of messages, caches or clients. */
@NullMarked
package io.freshet.coding;

import org.jspecify.annotations.NullMarked;
