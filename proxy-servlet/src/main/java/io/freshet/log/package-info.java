/** What is told to an operator, where others have a part in it: their text made safe to print, their lines bounded in number. */
@NullMarked
package io.freshet.log;

import org.jspecify.annotations.NullMarked;
