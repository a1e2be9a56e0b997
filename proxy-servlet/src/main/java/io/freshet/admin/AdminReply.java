package io.freshet.admin;

/**
 * What is answered.
 *
 * @param status the HTTP status
 * @param type the media type
 * @param content text, to be sent in UTF-8
 */
public record AdminReply(int status, String type, String content) {}
