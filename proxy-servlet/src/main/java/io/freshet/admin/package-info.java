/** What an operator does with a running cache and asks it, as JSON over HTTP; apart from how it is listened for. */
@NullMarked
package io.freshet.admin;

import org.jspecify.annotations.NullMarked;
