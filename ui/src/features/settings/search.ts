/** What the address of the settings says. */
export type SettingsSearch = {
  /** Offers to set up the mail account, when there is none. */
  account?: true;
};

export function readSettingsSearch(search: Record<string, unknown>): SettingsSearch {
  return search.account === true ? { account: true } : {};
}
