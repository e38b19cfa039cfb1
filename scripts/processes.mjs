// Everything the scripts start, and how it ends: each child has a process group of its own, ended by its id.

import { spawn, spawnSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';

const windows = process.platform === 'win32';
const running = new Set();
const endings = [];
let ending;

process.once('exit', () => {
  for (const child of running) if (child.pid !== undefined) signal([child.pid], 'SIGKILL');
});

/** Starts a program (argument array, no shell) in a process group of its own; it is ended when this script ends. */
export function start(file, args, options = {}) {
  if (ending !== undefined) throw new Stop('The run was interrupted.');
  const child = spawn(file, args, { ...options, shell: false, detached: !windows });
  running.add(child);
  const forget = () => running.delete(child);
  child.once('exit', forget);
  child.once('error', forget);
  return child;
}

/**
 * Runs a program to its end: what it printed and its exit code (1 when a signal ended it). With `show` the output also
 * goes to the terminal as it comes.
 */
export function run(file, args, options = {}) {
  const { show = false, ...spawnOptions } = options;
  const stdio = show === 'inherit' ? ['ignore', 'inherit', 'inherit'] : ['ignore', 'pipe', 'pipe'];
  return new Promise((resolve) => {
    const child = start(file, args, { stdio, ...spawnOptions });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text) => {
        output += text;
        if (show === true) process.stdout.write(text);
      });
    }
    child.once('error', (error) => resolve({ code: 1, output: `${output}${error.message}\n` }));
    child.once('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

/** Ends one child with its process group and all that descends from it: asked first, forced after `graceMs`. */
export async function end(child, graceMs = 4000) {
  if (child.pid === undefined) return;
  const family = [child.pid, ...findDescendants(child.pid)];
  signal(family, 'SIGTERM');
  const untilMs = Date.now() + graceMs;
  while (isRunning(family) && Date.now() < untilMs) await delay(50);
  if (isRunning(family)) signal([...family, ...findDescendants(child.pid)], 'SIGKILL');
}

/**
 * Waits until a child that was started with pipes prints what `pattern` matches; the match. `name` is what the failure
 * to do so within `limitMs` calls it.
 */
export function waitForOutput(child, { pattern, name, limitMs = 60_000 }) {
  return new Promise((resolve, reject) => {
    let output = '';
    const fail = (why) => {
      clearTimeout(timer);
      reject(new Stop(`${name} ${why}:\n${output.slice(-3000)}`));
    };
    const timer = setTimeout(() => fail(`did not start within ${limitMs / 1000} s`), limitMs);
    child.once('error', (error) => fail(error.message));
    child.once('exit', (code) => fail(`ended with code ${code} while it was starting`));
    const read = (text) => {
      output = (output + text).slice(-20_000);
      const match = pattern.exec(output);
      if (match === null) return;
      clearTimeout(timer);
      resolve(match);
    };
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', read);
  });
}

/** Runs `action` when the script ends, whether well, by a failure or by a signal; the last one added runs first. */
export function atEnd(action) {
  endings.unshift(action);
}

/** Ends every child and runs what `atEnd` collected; once. */
export function endAll() {
  ending ??= (async () => {
    await Promise.all([...running].map((child) => end(child)));
    for (const action of endings) await action();
  })();
  return ending;
}

/** Runs a script's body: on success, failure, Ctrl+C or SIGTERM everything it started has ended before it exits. */
export async function main(body) {
  let interrupted = false;
  const interrupt = (code) => {
    interrupted = true;
    void endAll().then(() => process.exit(code));
  };
  for (const [name, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ]) {
    process.on(name, () => interrupt(code));
  }
  watchNpm(() => interrupt(143));
  let code = 1;
  try {
    code = (await body()) ?? 0;
  } catch (error) {
    if (!interrupted) process.stderr.write(`\n${error instanceof Stop ? error.message : (error?.stack ?? error)}\n`);
  }
  await endAll();
  if (!interrupted) process.exit(code);
}

/** npm passes SIGTERM only to the shell between it and us; what we notice is that our parent is another one. */
function watchNpm(onEnded) {
  if (process.env.npm_lifecycle_event === undefined) return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    onEnded();
  }, 250).unref();
}

/** A failure whose message is a whole explanation for the person at the terminal; no stack is shown. */
export class Stop extends Error {}

/**
 * Processes of this machine whose environment carries `NAME=value` (Linux; elsewhere none are found), each as
 * `{pid, command}`. This process itself is left out.
 */
export function findMarked(name, value) {
  return findProcesses((environment) => environment.split('\0').includes(`${name}=${value}`));
}

/** Processes, as `findMarked` gives them, whose environment names `folder` or whose program is in it. */
export function findProcessesOf(folder) {
  return findProcesses((environment, command) => command.startsWith(folder) || environment.includes(folder));
}

function findProcesses(isMeant) {
  if (process.platform !== 'linux') return [];
  const found = [];
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/u.test(entry) || Number(entry) === process.pid) continue;
    try {
      const command = readFileSync(`/proc/${entry}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
      if (command !== '' && isMeant(readFileSync(`/proc/${entry}/environ`, 'utf8'), command))
        found.push({ pid: Number(entry), command });
    } catch {
      // The process ended while we looked, or belongs to another user: not ours.
    }
  }
  return found;
}

/** Waits `ms` milliseconds. */
export function delay(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Ids of all living descendants. Terminals lead process groups of their own, and so does a desktop VS Code. */
function findDescendants(pid) {
  const pairs = windows ? [] : listProcesses();
  const family = new Set([pid]);
  for (const member of family) {
    for (const [id, parent] of pairs) if (parent === member) family.add(id);
  }
  family.delete(pid);
  return [...family];
}

/** `[pid, parent pid]` of every process. */
function listProcesses() {
  if (process.platform !== 'linux') {
    const { stdout } = spawnSync('/bin/ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' });
    return stdout
      .trim()
      .split('\n')
      .map((line) => line.trim().split(/\s+/u).map(Number));
  }
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/u.test(entry))
    .map((entry) => {
      try {
        const stat = readFileSync(`/proc/${entry}/stat`, 'utf8');
        return [Number(entry), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])];
      } catch {
        return [Number(entry), 0];
      }
    });
}

/** Signals a process group, led by the first id, and each of the others. */
function signal([leader, ...others], name) {
  if (windows) {
    const folder = process.env.SystemRoot ?? 'C:\\Windows';
    spawnSync(`${folder}\\System32\\taskkill.exe`, ['/pid', String(leader), '/T', '/F'], { stdio: 'ignore' });
    return;
  }
  for (const pid of [-leader, ...others]) {
    try {
      process.kill(pid, name);
    } catch {
      // It has ended already.
    }
  }
}

function isRunning([leader, ...others]) {
  return [windows ? leader : -leader, ...others].some((pid) => {
    try {
      return process.kill(pid, 0);
    } catch {
      return false;
    }
  });
}
