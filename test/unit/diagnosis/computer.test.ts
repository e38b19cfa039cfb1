import { chmodSync, mkdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { FindingId, FixId } from '../../../src/diagnosis/finding.ts';
import type { CheckId } from '../../../src/diagnosis/check.ts';
import { Cancelled } from '../../../src/errors/authError.ts';
import { HttpFailure } from '../../../src/errors/httpFailure.ts';
import { buildSentence } from '../../../src/errors/sentence.ts';
import { systemClock } from '../../../src/platform/systemClock.ts';
import { notEnded, settle } from '../../support/fakeClock.ts';
import { answer, offline } from '../../support/fakeHttp.ts';
import { obstacles, unless } from '../../support/unless.ts';
import { createComputer, type ComputerOptions } from './computer.ts';

type Computer = ReturnType<typeof createComputer>;

const key = '{"OPENAI_API_KEY":"sk-of-nobody"}';

interface Case {
  readonly name: string;
  readonly options?: ComputerOptions;
  readonly breakIt?: (computer: Computer) => void;
  readonly rows: readonly (readonly [CheckId, FindingId])[];
  /** What mends it; undefined where only a person can. */
  readonly fix: FixId | undefined;
}

const cases: readonly Case[] = [
  {
    name: 'others can read auth.json',
    breakIt: ({ authFile }) => {
      writeFileSync(authFile, key);
      chmodSync(authFile, 0o644);
    },
    rows: [['file', 'file.open']],
    fix: 'changeMode',
  },
  {
    name: 'others may write to the Codex home',
    breakIt: ({ home }) => {
      chmodSync(home, 0o777);
    },
    rows: [['file', 'file.problem']],
    fix: 'changeMode',
  },
  {
    name: 'auth.json is half written',
    breakIt: ({ authFile }) => {
      writeFileSync(authFile, '{"OPENAI_API_KEY":"sk-of', { mode: 0o600 });
    },
    rows: [['file', 'file.refused']],
    fix: undefined,
  },
  {
    name: 'auth.json begins with a byte order mark',
    breakIt: ({ authFile }) => {
      writeFileSync(authFile, `\uFEFF${key}`, { mode: 0o600 });
    },
    rows: [['file', 'file.refused']],
    fix: undefined,
  },
  {
    name: 'auth.json has a field of another type',
    breakIt: ({ authFile }) => {
      writeFileSync(authFile, '{"OPENAI_API_KEY":5}', { mode: 0o600 });
    },
    rows: [['file', 'file.refused']],
    fix: undefined,
  },
  {
    name: 'auth.json is not UTF-8',
    breakIt: ({ authFile }) => {
      writeFileSync(authFile, Buffer.from([0xff, 0xfe, 0x7b, 0x00]), { mode: 0o600 });
    },
    rows: [['file', 'file.problem']],
    fix: undefined,
  },
  {
    name: 'auth.json is a folder',
    breakIt: ({ authFile }) => {
      mkdirSync(authFile);
    },
    rows: [['file', 'file.problem']],
    fix: undefined,
  },
  {
    name: 'auth.json leads nowhere',
    breakIt: ({ authFile, root }) => {
      symlinkSync(join(root, 'gone.json'), authFile);
    },
    rows: [['file', 'file.problem']],
    fix: undefined,
  },
  {
    name: 'auth.json is a link',
    breakIt: ({ authFile, root }) => {
      writeFileSync(join(root, 'elsewhere.json'), key, { mode: 0o600 });
      symlinkSync(join(root, 'elsewhere.json'), authFile);
    },
    rows: [['file', 'file.link']],
    fix: undefined,
  },
  {
    name: 'the Codex home is in a git work tree',
    breakIt: ({ root }) => {
      mkdirSync(join(root, '.git'));
    },
    rows: [['file', 'file.repository']],
    fix: 'keepOutOfGit',
  },
  {
    name: 'one line of config.toml is no TOML',
    breakIt: ({ configFile }) => {
      writeFileSync(configFile, 'model = "o9"\nweb_search = yes please\n\n[tools]\nx = 1\n');
    },
    rows: [['config', 'config.notTomlLine']],
    fix: 'switchLinesOff',
  },
  {
    name: 'config.toml names a store that is none',
    breakIt: ({ configFile }) => {
      writeFileSync(configFile, '# mine\ncli_auth_credentials_store = "vault"\n');
    },
    rows: [
      ['store', 'store.invalid'],
      ['config', 'config.value'],
    ],
    fix: 'useStore',
  },
  {
    name: 'the keyring is locked',
    options: { keyring: () => ({ kind: 'problem', problem: 'keyringUnavailable' }) },
    breakIt: ({ configFile }) => {
      writeFileSync(configFile, 'cli_auth_credentials_store = "keyring"\n');
    },
    rows: [['keyring', 'keyring.fails']],
    fix: 'useStore',
  },
  {
    name: 'the store is auto and this build has no keyring',
    options: { keyring: () => ({ kind: 'problem', problem: 'keyringMissing' }) },
    breakIt: ({ configFile }) => {
      writeFileSync(configFile, 'cli_auth_credentials_store = "auto"\n');
    },
    rows: [['keyring', 'keyring.fails']],
    fix: 'useStore',
  },
  {
    name: 'Codex keeps nothing',
    breakIt: ({ configFile }) => {
      writeFileSync(configFile, 'cli_auth_credentials_store = "ephemeral"\n');
    },
    rows: [['store', 'store.ephemeral']],
    fix: undefined,
  },
  {
    name: 'an admin prescribes how to sign in',
    breakIt: ({ system }) => {
      writeFileSync(join(system, 'requirements.toml'), 'allowed_login_methods = ["chatgpt"]\n');
    },
    rows: [['rules', 'rules.inForce']],
    fix: undefined,
  },
  {
    name: 'the .env of the Codex home has a proxy that is gone',
    breakIt: ({ envFile }) => {
      writeFileSync(envFile, 'RUST_LOG=info\nHTTPS_PROXY=http://127.0.0.1:9\n', { mode: 0o600 });
    },
    rows: [['proxy', 'proxy.homeOffline']],
    fix: 'removeVariable',
  },
  {
    name: 'a file is where the state folder belongs',
    breakIt: ({ stateFolder }) => {
      rmSync(stateFolder, { recursive: true });
      writeFileSync(stateFolder, '');
    },
    rows: [['state', 'state.problem']],
    fix: undefined,
  },
  {
    name: 'secrets do not come back',
    breakIt: ({ secrets }) => {
      secrets.get = () => Promise.resolve(undefined);
    },
    rows: [['secrets', 'secrets.refused']],
    fix: undefined,
  },
  {
    name: 'secrets are refused',
    breakIt: ({ secrets }) => {
      secrets.store = () => Promise.reject(new TypeError('No keyring.'));
    },
    rows: [['secrets', 'secrets.refused']],
    fix: undefined,
  },
  {
    name: 'the service is not reached',
    options: { answer: () => offline() },
    rows: [
      ['issuer', 'service.notReached'],
      ['backend', 'service.notReached'],
      ['clock', 'clock.notSeen'],
    ],
    fix: undefined,
  },
  {
    name: 'the clock is wrong, by the service’s word',
    options: { answer: () => answer(401, {}, { servedAtMs: systemClock.nowMs() - 7_200_000 }) },
    rows: [['clock', 'clock.off']],
    fix: undefined,
  },
  {
    name: 'the clock is wrong, by the certificates',
    options: {
      answer: () =>
        new HttpFailure(buildSentence('network.clock', { host: '127.0.0.1' }), {
          reason: 'certificateDates',
          delivery: 'notSent',
        }),
    },
    rows: [
      ['issuer', 'service.elsewhere'],
      ['backend', 'service.elsewhere'],
      ['clock', 'clock.certificate'],
    ],
    fix: undefined,
  },
];

describe('on a real disk, the diagnosis', unless(obstacles.notLinux), () => {
  it('finds nothing where all is in order', async () => {
    expect(await createComputer().find()).toEqual([]);
  });

  it('reads an integer that only TOML can hold', async () => {
    const computer = createComputer();
    writeFileSync(
      computer.configFile,
      'model_auto_compact_token_limit = 9223372036854775807\ncli_auth_credentials_store = "file"\n',
    );
    expect(await computer.find()).toEqual([]);
  });

  it.each(cases)('says only that, and mends it, when $name', async ({ options, breakIt, rows, fix }) => {
    const computer = createComputer(options);
    breakIt?.(computer);
    const seen = await computer.find();
    expect(seen.map(({ check, finding }) => [check, finding.id])).toEqual(rows);
    const offered = seen.flatMap(({ finding }) => finding.fixes);
    if (fix !== undefined) {
      await computer.mend(offered.find(({ id }) => id === fix));
      expect(await computer.find()).toEqual([]);
    }
  });

  it('changes the mode back, and leaves no trace in .git or config.toml, on Undo', async () => {
    const computer = createComputer();
    const { fixPorts } = computer.access;
    mkdirSync(join(computer.root, '.git'));
    const takeBack = await fixPorts.keepOutOfGit(computer.authFile, computer.root);
    expect(readFileSync(join(computer.root, '.git/info/exclude'), 'utf8')).toBe('/.codex/auth.json\n');
    await takeBack();
    expect(readFileSync(join(computer.root, '.git/info/exclude'), 'utf8')).toBe('');

    const broken = 'model = "o9"\nweb_search = yes please\n';
    writeFileSync(computer.configFile, broken);
    expect(await fixPorts.switchLinesOff([1])).toBeUndefined();
    const putBack = await fixPorts.switchLinesOff([2]);
    expect(readFileSync(computer.configFile, 'utf8')).toBe('model = "o9"\n# web_search = yes please\n');
    await putBack?.();
    expect(readFileSync(computer.configFile, 'utf8')).toBe(broken);

    writeFileSync(computer.envFile, 'A=1\nHTTPS_PROXY=x\n', { mode: 0o600 });
    const bring = await fixPorts.removeVariable('HTTPS_PROXY');
    expect(readFileSync(computer.envFile, 'utf8')).toBe('A=1\n');
    await bring?.();
    expect(readFileSync(computer.envFile, 'utf8')).toBe('A=1\nHTTPS_PROXY=x\n');
    expect(await fixPorts.removeVariable('NOT_THERE')).toBeUndefined();

    const shut = await fixPorts.changeMode(computer.home, { mode: 0o750, before: 0o700 });
    expect(statSync(computer.home).mode & 0o777).toBe(0o750);
    expect(await shut()).toBe(true);
    expect(statSync(computer.home).mode & 0o777).toBe(0o700);
  });

  it('tries the secret storage under another name each time, and leaves nothing there', async () => {
    const computer = createComputer();
    const { store } = computer.secrets;
    const names: string[] = [];
    computer.secrets.store = (name, word) => {
      names.push(name);
      return store(name, word);
    };
    const { trySecrets } = computer.access.startRun(notEnded).storage;
    expect(await Promise.all([trySecrets(notEnded), trySecrets(notEnded)])).toEqual([true, true]);
    expect(new Set(names).size).toBe(2);
    expect(await Promise.all(names.map((name) => computer.secrets.get(name)))).toEqual([undefined, undefined]);
  });

  it('asks a service once, whichever checks want its answer', async () => {
    let asked = 0;
    const computer = createComputer({ answer: () => answer(200 + asked++) });
    const { ask } = computer.access.startRun(notEnded).network;
    const answers = await Promise.all([ask('issuer', notEnded), ask('issuer', notEnded)]);
    expect(answers.map((one) => one.kind === 'answer' && one.status)).toEqual([200, 200]);
    expect(asked).toBe(1);
  });

  it('goes on asking a service for whoever still waits, and not after the run', async () => {
    const signals: (AbortSignal | undefined)[] = [];
    const computer = createComputer({
      answer: (signal) => {
        signals.push(signal);
        return new Promise(() => undefined);
      },
    });
    const [run, check] = [new AbortController(), new AbortController()];
    const { ask } = computer.access.startRun(run.signal).network;
    const left = expect(ask('issuer', check.signal)).rejects.toThrow('left');
    const waiting = expect(ask('issuer', run.signal)).rejects.toThrow('over');
    check.abort(new Cancelled('left'));
    await left;
    expect(signals.map((signal) => signal?.aborted)).toEqual([false]);
    run.abort(new Cancelled('over'));
    await waiting;
    expect(signals.map((signal) => signal?.aborted)).toEqual([true]);
  });

  it('begins no look for whoever has left', async () => {
    let asked = 0;
    const computer = createComputer({ answer: () => answer(200 + asked++) });
    const left = AbortSignal.abort(new Cancelled('left'));
    const { callback, network, codex, home, storage, running } = computer.access.startRun(notEnded);
    const looks: readonly (() => Promise<unknown>)[] = [
      () => callback.tryPort(1455, left),
      () => callback.tryLoopback('127.0.0.1', left),
      () => callback.resolveLocalhost(left),
      () => network.lookUp('localhost', left),
      () => network.observe(left),
      () => network.isListening({ host: '127.0.0.1', port: 9 }, left),
      () => network.ask('issuer', left),
      () => network.findCaFault(left),
      () => codex.find(left),
      () => codex.takesConfig(left),
      () => codex.compareShell(left),
      () => home.readFile(left),
      () => home.decideStore(left),
      () => home.readKeyring(left),
      () => home.readConfig(left),
      () => home.readPayers(left),
      () => home.readRules(left),
      () => storage.trySecrets(left),
      () => storage.countLost(left),
      () => storage.tryStateFolder(left),
      () => running.listRunning(left),
      () => running.listHosts(left),
    ];
    for (const look of looks) {
      await expect(look(), String(look)).rejects.toThrow('left');
    }
    expect(asked).toBe(0);
  });

  it('deletes what it tried the secret storage with, whoever leaves meanwhile', async () => {
    const computer = createComputer();
    const { store } = computer.secrets;
    const person = new AbortController();
    const names: string[] = [];
    computer.secrets.store = async (name, word) => {
      names.push(name);
      await store(name, word);
      person.abort(new Cancelled('left'));
    };
    const { trySecrets } = computer.access.startRun(notEnded).storage;
    await expect(trySecrets(person.signal)).rejects.toThrow('left');
    await settle();
    expect(names).toHaveLength(1);
    expect(await Promise.all(names.map((name) => computer.secrets.get(name)))).toEqual([undefined]);
  });

  it('leaves what has changed since as it is, on Undo', async () => {
    const computer = createComputer();
    const { fixPorts } = computer.access;
    const [own, other] = [join(computer.root, 'own'), join(computer.root, 'other')];
    for (const path of [own, other]) {
      writeFileSync(path, '', { mode: 0o644 });
    }
    const change = { mode: 0o600, before: 0o644 };
    const loosen = await fixPorts.changeMode(own, change);
    chmodSync(own, 0o400);
    expect([await loosen(), statSync(own).mode & 0o777]).toEqual([false, 0o400]);

    const follow = await fixPorts.changeMode(own, change);
    rmSync(own);
    chmodSync(other, 0o600);
    symlinkSync(other, own);
    expect([await follow(), statSync(other).mode & 0o777]).toEqual([false, 0o600]);

    const putBack = await fixPorts.takeOutOfTerminals('KEY');
    computer.terminals.replace('KEY', 'by somebody else');
    expect([await putBack(), computer.terminals.get('KEY')]).toEqual([false, { value: 'by somebody else' }]);
    const again = await fixPorts.takeOutOfTerminals('KEY');
    expect([await again(), computer.terminals.get('KEY')]).toEqual([true, undefined]);
  });
});
