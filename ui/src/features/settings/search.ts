/** What the address of the settings says. */
export type SettingsSearch = {
  /** Offers to set up the mail account when there is none, or to sign in again where that is needed. */
  account?: true;
};

export function readSettingsSearch(search: Record<string, unknown>): SettingsSearch {
  return search.account === true ? { account: true } : {};
}
