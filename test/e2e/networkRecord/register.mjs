// node --import: in an extension host, notes every connection that is opened, and each 5 s in which the process rested.
// One JSON object per line in a file of the folder that CODEX_ACCOUNTS_NETWORK_RECORD names, one file per process; `atMs` is
// the time since the process began.

import dgram from 'node:dgram';
import { appendFileSync } from 'node:fs';
import net from 'node:net';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';

const folder = process.env.CODEX_ACCOUNTS_NETWORK_RECORD;
const restMs = 5000;
const tickMs = 200;
/** Share of a tick in which the process did something. */
const busyShare = 0.3;

function note(entry) {
  appendFileSync(join(folder, `${process.pid}.jsonl`), `${JSON.stringify({ ...entry, atMs: performance.now() })}\n`);
}

function watchConnections() {
  const { connect } = net.Socket.prototype;
  net.Socket.prototype.connect = function connectAndNote(...args) {
    // Node hands its own normalised arguments on as one array.
    const [target, host] = Array.isArray(args[0]) ? args[0] : args;
    const where = typeof target === 'object' ? target : { port: target, host };
    note({
      kind: 'connect',
      host: where.host ?? 'localhost',
      port: where.port,
      path: where.path ?? undefined,
      from: new Error().stack,
    });
    return connect.apply(this, args);
  };
  const { send } = dgram.Socket.prototype;
  dgram.Socket.prototype.send = function sendAndNote(...args) {
    note({ kind: 'connect', host: 'datagram', from: new Error().stack });
    return send.apply(this, args);
  };
}

function watchRest() {
  let last = performance.eventLoopUtilization();
  let restedMs = 0;
  setInterval(() => {
    const now = performance.eventLoopUtilization();
    restedMs = performance.eventLoopUtilization(now, last).utilization < busyShare ? restedMs + tickMs : 0;
    last = now;
    if (restedMs >= restMs) {
      note({ kind: 'rested' });
      restedMs = 0;
    }
  }, tickMs).unref();
}

if (folder !== undefined && process.argv.includes('--type=extensionHost')) {
  note({ kind: 'started' });
  watchConnections();
  watchRest();
}
