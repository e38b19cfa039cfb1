/**
 * What runs at the destination: one POSIX script, alike in dash, bash, BusyBox and the sh of macOS and the BSDs. It holds
 * no secret. It is the first thing on standard input, the document is the rest: the command itself is short, the same
 * for every host, and reads alike in sh, bash, fish, csh and BusyBox, whichever the login shell is.
 */
export interface ScriptCommand {
  /** One word for `ssh`, which hands it to the login shell. */
  readonly forLoginShell: string;
  /** The argument of `sh -c`, for those who need no login shell. */
  readonly forSh: string;
  /** Goes over standard input, before the document. */
  readonly script: string;
}

/** Marks our lines among whatever a login prints. */
export const linePrefix = 'codex-accounts:';

/** What the script is told: sizes, sums and what it expects to find. */
export interface PutFacts {
  /** Bytes of the document in UTF-8. */
  readonly byteCount: number;
  /** SHA-256 of them in lower-case hex. */
  readonly sha256: string;
  /** What the look before it answered. */
  readonly expectedStamp: string;
  /** Letters and digits that nobody can guess, for the name of the temp file. */
  readonly nonce: string;
  readonly keepAs: string | undefined;
}

/** The command that looks at a Home there and changes nothing. */
export function buildLookCommand(): ScriptCommand {
  return wrap('mode=look');
}

/** @throws TypeError when a fact is not of its shape: it is in a script */
export function buildPutCommand(facts: PutFacts): ScriptCommand {
  const { byteCount, sha256, expectedStamp, nonce, keepAs = '' } = facts;
  const isFine =
    Number.isSafeInteger(byteCount) &&
    byteCount > 0 &&
    /^[0-9a-f]{64}$/u.test(sha256) &&
    isStamp(expectedStamp) &&
    /^\w{8,40}$/u.test(nonce) &&
    /^(?:auth\.json\.[\w.-]{1,60})?$/u.test(keepAs);
  if (!isFine) {
    throw new TypeError('A fact for the script has the wrong shape.');
  }
  return wrap(
    `mode=put bytes=${String(byteCount)} want=${sha256} expected=${expectedStamp} nonce=${nonce} keep=${keepAs}`,
  );
}

/** Whether a text is a time as the script writes it into names of files. */
export function isStamp(text: string): boolean {
  return /^(?:none|[0-9a-f]{8,64})$/u.test(text);
}

/** A script that arrived in part defines an incomplete function, which no shell runs. */
function wrap(facts: string): ScriptCommand {
  const script = `${facts}\nca_main() {\n${tools}\n${look}\n${put}\n${askCli}\n}\nca_main\n`;
  const forSh = `eval "$(dd bs=1 count=${String(script.length)} 2>/dev/null)"`;
  return { forLoginShell: `exec sh -c '${forSh}'`, forSh, script };
}

const tools = String.raw`
LC_ALL=C; export LC_ALL
umask 077
tmp=
tell() { printf "codex-accounts:%s=%s\n" "$1" "$2"; }
has() { command -v "$1" >/dev/null 2>&1; }
clean() { [ -z "$tmp" ] || rm -f -- "$tmp"; }
trap clean EXIT
trap "exit 4" HUP INT TERM PIPE
stop() { tell problem "$1"; exit 3; }
why() {
  case "$1" in
    *"o space left"*|*"uota exceeded"*|*"File too large"*) stop diskFull ;;
    *"ead-only file system"*) stop readOnlyDisk ;;
    *"ermission denied"*|*"not permitted"*) stop noPermission ;;
    *"ot a directory"*|*"ile exists"*|*"s a directory"*) stop isFolder ;;
    *"o such file"*|*nonexistent*) stop folderMissing ;;
    *) stop notWritten ;;
  esac
}
me=$(id -u)
ids() { set -- $(ls -ldnL -- "$1" 2>/dev/null); echo "$3:$4"; }
ours() {
  if [ "$me" != 0 ]; then [ "$1" = "$me" ]; return; fi
  [ ! -L "$file" ] || [ "$whose" = 0 ] || [ "$1" = "$whose" ]
}
sound() {
  set -- $(ls -ldnL -- "$1" 2>/dev/null)
  [ "$3" = 0 ] && [ "$me" != 0 ] || ours "$3" || stop otherOwner
  case "$1" in ?????????[tT]*) return ;; esac
  case "$1" in ????????w*) stop folderWritableByOthers ;; esac
  group=$3
  [ "$3" != "$me" ] || group=$(id -g)
  case "$1" in ?????w*) [ "$4" = "$group" ] || stop folderWritableByOthers ;; esac
}
give() {
  [ "$me" = 0 ] || return 0
  owner=$(ids "$2")
  case "$owner" in :|0:*) owner=$(ids "$3") ;; esac
  case "$owner" in :|0:*) return 0 ;; esac
  err=$(chown -h -- "$owner" "$1" 2>&1) || why "$err"
}
strong() { has sha256sum || has shasum || has sha256; }
digest() {
  if has sha256sum; then sha256sum; elif has shasum; then shasum -a 256; elif has sha256; then sha256; else cksum; fi | tr -dc "0-9a-f"
}
stamp() { if [ -e "$target" ]; then digest < "$target"; else echo none; fi; }
found() { grep -q "$1" "$target"; }`;

/** Whose sign-in is there, by its kind alone, and whether a sign-in could be there at all. */
const look = String.raw`
home=$CODEX_HOME
if [ -z "$home" ]; then
  [ -n "$HOME" ] || stop noHome
  home=$HOME/.codex
fi
file=$home/auth.json
tell user "$(id -un 2>/dev/null || id -u)"
tell path "$file"
[ ! -e "$home" ] || [ -d "$home" ] || stop isFolder
target=$file
if [ -L "$file" ]; then
  target=$(readlink -f -- "$file" 2>/dev/null)
  [ -n "$target" ] && [ -e "$target" ] || stop danglingLink
fi
folder=$(dirname -- "$target")
whose=$(ids "$home" | cut -d: -f1)
if [ -d "$home" ]; then sound "$home"; fi
if [ -d "$folder" ]; then sound "$folder"; fi
kind=none
if [ -e "$target" ]; then
  [ -f "$target" ] || stop isFolder
  set -- $(ls -ldn -- "$target")
  ours "$3" || stop otherOwner
  [ -r "$target" ] || stop noPermission
  [ "$(wc -c < "$target")" -le 1048576 ] || stop tooLarge
  kind=unknown
  if found '"refresh_token"[[:space:]]*:[[:space:]]*"[^"]'; then kind=chatgpt
  elif found '"personal_access_token"[[:space:]]*:[[:space:]]*"'; then kind=accessToken
  elif found '"agent_identity"[[:space:]]*:[[:space:]]*["{]'; then kind=accessToken
  elif found '"OPENAI_API_KEY"[[:space:]]*:[[:space:]]*"'; then kind=apiKey
  elif found '"bedrock_a[a-z_]*"[[:space:]]*:[[:space:]]*{'; then kind=other
  elif found '"access_token"[[:space:]]*:[[:space:]]*"[^"]'; then kind=lease
  fi
fi
store=$(sed -n '/^[[:space:]]*\[/q; s/^[[:space:]]*cli_auth_credentials_store[[:space:]]*=[[:space:]]*["'\'']\([a-z]*\)["'\''].*/\1/p' "$home/config.toml" 2>/dev/null)
seen=$(stamp)
if [ "$mode" = look ]; then
  tell store "$store"
  tell stamp "$seen"
  tell holds "$kind"
  exit 0
fi`;

/** Temp file, count and sum, both locks of the CLI, once more a look, and only then the rename. */
const put = String.raw`
if [ ! -d "$home" ]; then
  err=$(mkdir -p -m 700 -- "$home" 2>&1) || why "$err"
  sound "$home"
fi
[ "$seen" = "$expected" ] || stop changedMeanwhile
find "$folder" -maxdepth 1 -type f -name ".auth-ca-*" -mmin +1 -exec rm -f -- {} + 2>/dev/null
tmp=$folder/.auth-ca-$nonce
set -C
err=$( { cat > "$tmp"; } 2>&1 ) || why "$err"
set +C
[ "$(wc -c < "$tmp" | tr -d " ")" = "$bytes" ] || stop incomplete
if strong && [ "$(digest < "$tmp")" != "$want" ]; then stop incomplete; fi
give "$tmp" "$target" "$folder"
sync "$tmp" 2>/dev/null
finish() {
  ended=yes
  [ "$(stamp)" = "$expected" ] || stop changedMeanwhile
  kept=
  if [ -n "$keep" ] && [ -e "$target" ]; then
    kept=$folder/$keep
    [ ! -e "$kept" ] || stop changedMeanwhile
    err=$( { ln -- "$target" "$kept" || cp -p -- "$target" "$kept"; } 2>&1 ) || { rm -f -- "$kept"; why "$err"; }
    chmod 600 "$kept"
  fi
  err=$(mv -f -- "$tmp" "$target" 2>&1) || { [ -z "$kept" ] || rm -f -- "$kept"; why "$err"; }
  tmp=
  sync "$folder" 2>/dev/null
}
take() {
  tries=0
  while :; do
    flock -x -n "$1"
    [ "$?" = 1 ] || return 0
    tries=$((tries + 1))
    [ "$tries" -le 5 ] || stop busy
    sleep 1
  done
}
ready() { if [ ! -e "$1" ]; then : >> "$1"; give "$1" "$home" "$home"; fi; }
ended=
led=
if [ "$me" = 0 ] && { [ -L "$home/auth.lock" ] || [ -L "$target.lock" ]; }; then led=yes; fi
if has flock && [ -z "$led" ]; then
  ready "$home/auth.lock"
  { take 8; ready "$target.lock"; { take 9; finish; } 9>>"$target.lock"; } 8>>"$home/auth.lock"
fi 2>/dev/null
[ -n "$ended" ] || finish
[ -z "$kept" ] || tell kept "$kept"
tell placed "$(stamp)"`;

/** The CLI's own word; the masked part of a key that it prints stays there. */
const askCli = String.raw`
cli=$(command -v codex 2>/dev/null)
if [ -z "$cli" ]; then
  for each in "$HOME"/.local/bin/codex "$HOME"/.npm-global/bin/codex /usr/local/bin/codex /opt/homebrew/bin/codex \
    "$HOME"/.volta/bin/codex "$HOME"/.bun/bin/codex "$HOME"/.cargo/bin/codex "$HOME"/.nvm/versions/node/*/bin/codex; do
    [ -x "$each" ] && cli=$each && break
  done
fi
[ -n "$cli" ] || exit 0
PATH=$(dirname -- "$cli"):$PATH; export PATH
limit=
if has timeout; then limit="timeout 20"; fi
word=$($limit "$cli" login status 2>&1 </dev/null)
tell cliExit "$?"
tell cliSays "$(printf "%s\n" "$word" | sed "s/ - .*//" | grep -i -E "logged in|configured|error" | head -n 1)"
exit 0`;
