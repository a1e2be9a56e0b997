/** What an operator can set: values only, validated once, nothing that runs. */
@NullMarked
package io.freshet.config;

import org.jspecify.annotations.NullMarked;
