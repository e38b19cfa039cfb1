import { open, readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { requireCodexBinary } from '../codexCli.ts';
import type { Scene, Stage } from './stage.ts';
import { hashOf } from './transcript.ts';

const help =
  (...commands: readonly string[]): Scene =>
  async (stage) => {
    for (const command of commands) {
      stage.transcript.title(command === '' ? 'codex' : command);
      await stage.show([...command.split(' ').filter((word) => word !== ''), '--help']);
    }
  };

const features: Scene = async (stage) => {
  stage.transcript.title('What is switched on where nothing is configured');
  await stage.show(['features', 'list'], { environment: { CODEX_HOME: dirname(stage.home.path) } });
};

/** Each file that it writes with a hash of its content. */
async function listGenerated(stage: Stage, command: string): Promise<void> {
  const folder = join(stage.home.path, command);
  await stage.run(['app-server', command, '--experimental', '--out', folder]);
  const names = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = names.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const rows = await Promise.all(
    files.map(async (file) => `${file.slice(folder.length + 1)} ${hashOf(await readFile(file))}`),
  );
  stage.transcript.said(`$ codex app-server ${command} --experimental`, rows.toSorted().join('\n'));
}

const generatedTypes: Scene = async (stage) => {
  stage.transcript.title('Every type that the app-server describes, and a hash of it');
  await listGenerated(stage, 'generate-ts');
};

const chunkSize = 16 * 1024 * 1024;
/** Longer than any name with the text around it, so that none is lost between two chunks. */
const overlap = 512;
const prefixes = ['CODEX_', 'OPENAI_', 'SPIFFE_', 'CHATGPT_'];
const nameAtStart = new RegExp(`^(?:${prefixes.join('|')})[A-Z0-9_]*?(?=${prefixes.join('|')}|[^A-Z0-9_]|$)`, 'u');
/** Machine code holds a name in pieces of eight bytes; what is kept as text stands among other text. */
const fewestCharacters = 24;

/** The name at this place, when it stands in a text. */
function readName(bytes: Buffer, start: number): string | undefined {
  const [before = ''] = /[\x20-\x7e]*$/u.exec(bytes.toString('latin1', Math.max(0, start - overlap), start)) ?? [];
  const [after = ''] = /^[\x20-\x7e]*/u.exec(bytes.toString('latin1', start, start + overlap)) ?? [];
  return before.length + after.length < fewestCharacters ? undefined : nameAtStart.exec(after)?.[0];
}

function* findNames(bytes: Buffer): Generator<string> {
  for (const prefix of prefixes) {
    for (let start = bytes.indexOf(prefix); start !== -1; start = bytes.indexOf(prefix, start + 1)) {
      const name = readName(bytes, start);
      if (name !== undefined) yield name;
    }
  }
}

/** Names of its environment variables in the program. Text there has no ends: a name may have a tail of another. */
const variableNames: Scene = async (stage) => {
  stage.transcript.title('What looks like the name of a variable of its own in the program');
  const found = new Set<string>();
  const file = await open(requireCodexBinary());
  try {
    const { size } = await file.stat();
    const buffer = Buffer.alloc(chunkSize + overlap);
    for (let position = 0; position < size; position += chunkSize) {
      const { bytesRead } = await file.read(buffer, 0, buffer.length, position);
      for (const name of findNames(buffer.subarray(0, bytesRead))) found.add(name);
    }
  } finally {
    await file.close();
  }
  stage.transcript.said('in the program:', [...found].toSorted().join('\n'));
};

export const describingScenes: Readonly<Record<string, Scene>> = {
  'help-codex': help('', 'exec'),
  'help-login': help('login', 'login status', 'logout'),
  'help-app-server': help('app-server', 'app-server daemon', 'app-server daemon start'),
  features,
  'generated-types': generatedTypes,
  'variable-names': variableNames,
};
