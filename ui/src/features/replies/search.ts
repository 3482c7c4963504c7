import type { ReplyFilter } from "../../wire/wire";

/** What the address of the replies says: the list, and the message that is open. */
export type RepliesSearch = { tab?: Exclude<ReplyFilter, "open">; id?: number };

export function readRepliesSearch(search: Record<string, unknown>): RepliesSearch {
  const { tab, id } = search;
  return {
    ...((tab === "answers" || tab === "review" || tab === "all") && { tab }),
    ...(typeof id === "number" && Number.isSafeInteger(id) && id > 0 && { id }),
  };
}
