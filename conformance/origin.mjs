/** The suite's origin server, on a free port of the loopback address. Its first line of output says which. */
import { devNull } from 'node:os';
import { Server } from 'node:net';

// server.mjs takes its settings as npm hands them to scripts.
process.env.npm_config_protocol = 'http';
process.env.npm_config_port = '0';
process.env.npm_config_pidfile = devNull;

// It would listen on every address of the machine. And it would close connections that were idle for 5 s, as they are between
// tests on a busy machine: the PUT that describes the next test may be under way then, and no proxy may send that again.
const listen = Server.prototype.listen;
Server.prototype.listen = function (port) {
    this.keepAliveTimeout = 120_000;
    return listen.call(this, port, '127.0.0.1');
};

await import('http-cache-tests/server/server.mjs');
