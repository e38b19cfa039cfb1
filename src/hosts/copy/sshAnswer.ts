/** Where a name leads, as the SSH client resolved it. */
export interface SshAddress {
  readonly user: string;
  readonly hostName: string;
  readonly port: string;
  /** The hosts on the way there; undefined for none. */
  readonly by: string | undefined;
}

/** Reads what `ssh -G` prints: one keyword and its value on a line. */
export function parseSshAddress(stdout: string): SshAddress | undefined {
  const rows = new Map(
    stdout.split(/\r?\n/u).map((line) => [/^\w+/u.exec(line)?.[0] ?? '', line.replace(/^\w+\s*/u, '')]),
  );
  const [user, hostName, port] = [rows.get('user'), rows.get('hostname'), rows.get('port')];
  if (user === undefined || hostName === undefined || port === undefined) {
    return undefined;
  }
  const jump = rows.get('proxyjump');
  return { user, hostName, port, by: jump === undefined || jump === 'none' ? undefined : jump };
}

/** `user@host:port`, with an IPv6 address in brackets. */
export function showSshAddress({ user, hostName, port }: SshAddress): string {
  return `${user}@${hostName.includes(':') && !hostName.startsWith('[') ? `[${hostName}]` : hostName}:${port}`;
}
