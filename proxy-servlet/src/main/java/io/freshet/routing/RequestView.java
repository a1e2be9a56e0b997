package io.freshet.routing;

import io.freshet.http.TargetPath;
import org.eclipse.jetty.http.HttpFields;

/**
 * What rules see of a request.
 *
 * @param method case-sensitive
 * @param host that the client asked, normal, perhaps with a port; empty for none
 * @param path the target's path below the web application's
 * @param fields all as received
 */
public record RequestView(String method, String host, TargetPath path, HttpFields fields) {}
