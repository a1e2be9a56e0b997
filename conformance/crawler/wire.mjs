/** A client that decodes nothing and repairs nothing. */
import http from 'node:http';

const TIMEOUT_MS = 30_000;

/** One connection, kept. */
export class Connection {
    #agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
    #port;

    constructor(port) {
        this.#port = port;
    }

    /** @returns {status, fields (by name in lower case), body}, or rejects when the answer breaks off */
    ask(method, path, headers = {}) {
        return new Promise((done, failed) => {
            const options = { host: '127.0.0.1', port: this.#port, agent: this.#agent, method, path, headers };
            const request = http.request(options, response => {
                const pieces = [];
                response.on('data', piece => pieces.push(piece));
                response.on('error', failed);
                response.on('end', () =>
                    response.complete
                        ? done({ status: response.statusCode, fields: response.headers, body: Buffer.concat(pieces) })
                        : failed(new Error('cut off')));
            });
            request.setTimeout(TIMEOUT_MS, () => request.destroy(new Error('silent')));
            request.on('error', failed);
            request.end();
        });
    }

    close() {
        this.#agent.destroy();
    }
}
