/** Listens for operators, apart from the port that clients use; and calls that from the command line. */
@NullMarked
package io.freshet.standalone.admin;

import org.jspecify.annotations.NullMarked;
