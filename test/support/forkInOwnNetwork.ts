import { ForksPoolWorker, type PoolOptions } from 'vitest/node';

/** A test file's process, started by `command`: in a network of its own, where ports 1455 and 1457 are free. */
class ForkInOwnNetwork extends ForksPoolWorker {
  override readonly name = poolName;
  readonly #program: string;

  constructor(options: PoolOptions, [program, ...args]: readonly [string, ...string[]]) {
    super({ ...options, execArgv: [...args, process.execPath, ...options.execArgv] });
    this.#program = program;
  }

  /** Node forks `process.execPath`, before `start` gives its promise. */
  override start(): Promise<void> {
    const node = process.execPath;
    process.execPath = this.#program;
    try {
      return super.start();
    } finally {
      process.execPath = node;
    }
  }
}

const poolName = 'forkInOwnNetwork';

/** The pool for vitest's configuration. */
export function forksInOwnNetwork(command: readonly [string, ...string[]]) {
  return { name: poolName, createPoolWorker: (options: PoolOptions) => new ForkInOwnNetwork(options, command) };
}
