import { ThemeColor } from 'vscode';
import type { Account, AccountColour } from '../../storage/account.ts';

const colours: Readonly<Record<AccountColour, ThemeColor>> = {
  blue: new ThemeColor('charts.blue'),
  green: new ThemeColor('charts.green'),
  orange: new ThemeColor('charts.orange'),
  purple: new ThemeColor('charts.purple'),
  red: new ThemeColor('charts.red'),
  yellow: new ThemeColor('charts.yellow'),
};

/** The colour of an account, for icons and the status bar; none is the theme's own. */
export function colourOf(account: Account): ThemeColor | undefined {
  return account.colour === undefined ? undefined : colours[account.colour];
}
