import { findFilter } from './networkFilters.ts';

/** Who wrote a page that is where the service's answer should be. */
export type PageAuthor =
  /** A check for robots, which only a browser passes. */
  | { readonly kind: 'botCheck' }
  /** A company's or a network's filter, by its name where the page tells. */
  | { readonly kind: 'blockPage'; readonly product: string }
  | { readonly kind: 'unknown' };

/** A page is judged by its beginning. */
const longestRead = 64 * 1024;

const botCheck =
  /just a moment|challenge-platform|cf-chl-|cf_chl_|checking (?:if the site connection is secure|your browser)|enable javascript and cookies to continue|captcha|verify(?:ing)? (?:that )?you are (?:a )?human/iu;

const blocked =
  /(?:access|page|site|website|url|request)[\w ]{0,30}\b(?:blocked|denied|restricted|prohibited)\b|blocked by (?:your|the) (?:organi[sz]ation|administrator|company|policy)/iu;

/** Who wrote this page, by what such pages say. */
export function judgePage(text: string): PageAuthor {
  const page = text.slice(0, longestRead);
  const product = findFilter(page);
  if (product !== undefined) {
    return { kind: 'blockPage', product };
  }
  if (botCheck.test(page)) {
    return { kind: 'botCheck' };
  }
  return blocked.test(page) ? { kind: 'blockPage', product: '' } : { kind: 'unknown' };
}
