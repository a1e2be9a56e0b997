package io.freshet.servlet;

import java.nio.ByteBuffer;
import java.util.Iterator;
import org.eclipse.jetty.http.HttpFields;

/**
 * A whole answer out of memory; nothing of it blocks.
 *
 * @param status the status code
 * @param fields the header fields as they go to the client, ready to be written
 * @param content the content, in order: read-only buffers
 */
public record ReadyAnswer(int status, HttpFields fields, Iterator<ByteBuffer> content) {}
