import { accessSync, constants } from 'node:fs';

/**
 * A program that reads requests of two lines (two paths), answers each with `held` once both are locked or with `none`,
 * keeps them until the next line, and says so. The locks belong to its open files: when our end of the pipe closes, by
 * our death too, it ends and they are free. The waiting is timed by us: the `flock` of BusyBox knows no `-w`.
 */
export interface LockTool {
  readonly program: string;
  readonly args: readonly string[];
}

/** The first that is there; undefined where nothing can lock, as on macOS and Windows. */
export function findLockTool(): LockTool | undefined {
  if (process.platform !== 'linux') {
    return undefined;
  }
  const found = ['/usr/bin/perl', '/usr/bin/flock', '/bin/flock', '/usr/local/bin/flock'].find(isExecutable);
  return found === undefined ? undefined : found.endsWith('perl') ? perlTool(found) : shellTool(found);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Perl has `flock(2)` itself: a fraction of a millisecond for both. */
export function perlTool(program: string): LockTool {
  const script = `
$| = 1;
while (defined(my $first = <STDIN>) && defined(my $second = <STDIN>)) {
  chomp($first, $second);
  my ($answer, @held) = ('held');
  for my $path (grep { length } $first, $second) {
    my $file;
    if (open($file, '>>', $path) && flock($file, 2)) { push(@held, $file) } else { $answer = 'none' }
  }
  print "$answer\\n";
  defined(<STDIN>) || last;
  @held = ();
  print "free\\n";
}`;
  return { program, args: ['-e', script] };
}

/** A shell has to start `flock(1)` for each lock, which takes milliseconds. */
export function shellTool(flock: string): LockTool {
  const script = `
while IFS= read -r first && IFS= read -r second; do
  {
    { { [ -z "$first" ] || "$0" -x 3; } && { [ -z "$second" ] || "$0" -x 4 3>&-; } && echo held; } || echo none
    IFS= read -r release
  } 3>>"\${first:-/dev/null}" 4>>"\${second:-/dev/null}" || { echo none; IFS= read -r release; }
  echo free
done`;
  return { program: '/bin/sh', args: ['-c', script, flock] };
}
