import type { ReplyFilter } from "../../wire/wire";

/** What the address of the replies says; answers are shown when it says nothing. */
export type RepliesSearch = { tab?: ReplyFilter };

export function readRepliesSearch(search: Record<string, unknown>): RepliesSearch {
  return search.tab === "review" || search.tab === "all" ? { tab: search.tab } : {};
}
