package io.freshet.proxy;

import io.freshet.config.ProxyConfig;
import io.freshet.engine.CacheEngine;
import io.freshet.proxy.admission.HitCache;
import io.freshet.proxy.admission.RequestAdmission;
import io.freshet.routing.Router;

/**
 * What a proxy does with requests, all of one configuration: it is replaced as a whole, and a request sees one or the other.
 *
 * @param config what it was made of
 * @param engine what decides where no rule says anything
 * @param router which origin a request goes to, and by which rules
 * @param gate where requests come in
 * @param readyAnswers what it has said before
 */
record Setup(ProxyConfig config, CacheEngine engine, Router router, RequestAdmission gate, HitCache readyAnswers) {}
