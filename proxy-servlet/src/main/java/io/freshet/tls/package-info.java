/** What is read from PEM files to speak TLS with others. */
@NullMarked
package io.freshet.tls;

import org.jspecify.annotations.NullMarked;
