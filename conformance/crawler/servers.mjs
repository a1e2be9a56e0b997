/** The processes of a crawl, on free ports of the loopback address. */
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { FOLDERS } from './tree.mjs';

const PATIENCE_MS = 300_000;
const running = new Set();

/** Ends what was started, and nothing else. */
export function stopAll() {
    running.forEach(child => child.kill('SIGTERM'));
}

/** @returns the base URL of an nginx that serves `tree` with gzip */
export async function nginx(folder, tree, gzipVary) {
    const port = await freePort();
    const locations = Object.entries(FOLDERS).map(([name, line]) => `location ^~ /${name}/ { ${line} }`);
    const config = join(folder, 'nginx.conf');
    writeFileSync(config, `
        daemon off; master_process off; pid ${folder}/nginx.pid; error_log stderr warn;
        events { worker_connections 512; }
        http {
            access_log off; default_type application/octet-stream; charset utf-8;
            types { text/html html; text/css css; application/javascript js; application/json json; image/svg+xml svg; text/plain txt; image/png png; }
            gzip on; gzip_vary ${gzipVary}; gzip_types *; gzip_min_length 20; gzip_comp_level 1; gzip_proxied any;
            client_body_temp_path ${folder}/t1; proxy_temp_path ${folder}/t2; fastcgi_temp_path ${folder}/t3;
            uwsgi_temp_path ${folder}/t4; scgi_temp_path ${folder}/t5;
            keepalive_requests 100000;
            server { listen 127.0.0.1:${port}; root "${tree}"; ${locations.join('\n')} }
        }`);
    await start('nginx', ['-e', 'stderr', '-c', config, '-p', folder], port);
    return `http://127.0.0.1:${port}`;
}

/** @returns the URI of an empty Redis that saves nothing */
export async function redis() {
    const port = await freePort();
    await start('redis-server', ['--port', `${port}`, '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'], port);
    return `redis://127.0.0.1:${port}`;
}

/** @returns the port of a Freshet before `origin` */
export async function freshet(origin, options, jar) {
    const port = await freePort();
    const args = ['--origin', origin, '--host', '127.0.0.1', '--port', `${port}`, '--admin', 'off', ...options];
    const launcher = fileURLToPath(new URL('../../freshet', import.meta.url));
    const child = await (jar ? start('java', ['-jar', resolve(jar), ...args], port) : start(launcher, args, port));
    return { port, stop: () => stop(child) };
}

async function stop(child) {
    const gone = new Promise(done => child.once('exit', done));
    child.kill('SIGTERM');
    await gone;
}

async function start(program, args, port) {
    const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'] });
    running.add(child);
    let said = '';
    child.stderr.on('data', data => (said = (said + data).slice(-4000)));
    let over;
    child.once('error', failure => (over = failure.message));
    child.once('exit', code => {
        running.delete(child);
        over ??= `exit code ${code}`;
    });
    for (const from = Date.now(); !(await listens(port)); await sleep(50)) {
        if (over || Date.now() - from > PATIENCE_MS) {
            throw new Error(`${program} did not start: ${over ?? 'it does not listen'}\n${said}`);
        }
    }
    return child;
}

function listens(port) {
    return new Promise(done => {
        const socket = connect(port, '127.0.0.1');
        socket.once('connect', () => done(socket.destroy() && true));
        socket.once('error', () => done(false));
    });
}

function freePort() {
    return new Promise((done, failed) => {
        const server = createServer().once('error', failed);
        server.listen(0, '127.0.0.1', () => {
            const { port } = server.address();
            server.close(() => done(port));
        });
    });
}
