/** What reads or blocks connections in between, by how it names itself in its certificates and its pages. */
const filters: readonly (readonly [RegExp, string])[] = [
  [/zscaler/iu, 'Zscaler'],
  [/netskope/iu, 'Netskope'],
  [/cloudflare gateway|gateway ca.{0,20}cloudflare/iu, 'Cloudflare Gateway'],
  [/palo alto networks|globalprotect/iu, 'Palo Alto Networks'],
  [/fortinet|fortigate|fortiguard/iu, 'Fortinet'],
  [/blue ?coat|symantec web security/iu, 'Symantec (Blue Coat)'],
  [/forcepoint|websense/iu, 'Forcepoint'],
  [/cisco umbrella|opendns/iu, 'Cisco Umbrella'],
  [/check ?point (?:software|secure|security|gateway|ca\b)/iu, 'Check Point'],
  [/skyhigh|mcafee web gateway/iu, 'Skyhigh (McAfee)'],
  [/sophos/iu, 'Sophos'],
  [/barracuda/iu, 'Barracuda'],
  [/watchguard|fireware/iu, 'WatchGuard'],
  [/sonicwall/iu, 'SonicWall'],
  [/\biboss\b/iu, 'iboss'],
  [/securly/iu, 'Securly'],
  [/smoothwall/iu, 'Smoothwall'],
  [/kaspersky/iu, 'Kaspersky'],
  [/\beset\b.{0,20}(?:ssl|filter)/iu, 'ESET'],
  [/avast|\bavg\b/iu, 'Avast'],
  [/bitdefender/iu, 'Bitdefender'],
  [/adguard/iu, 'AdGuard'],
  [/mitmproxy/iu, 'mitmproxy'],
  [/fiddler/iu, 'Fiddler'],
  [/charles proxy/iu, 'Charles'],
  [/portswigger/iu, 'Burp Suite'],
  [/proxyman/iu, 'Proxyman'],
  [/\bsquid\b/iu, 'Squid'],
];

/** The product that a text names as its author. */
export function findFilter(text: string): string | undefined {
  return filters.find(([pattern]) => pattern.test(text))?.[1];
}
