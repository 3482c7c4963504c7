import { queryOptions } from "@tanstack/react-query";
import { call } from "../../host/rpc";

/** The folders of the mailbox that are read, and how far. */
export const mailboxQuery = queryOptions({
  queryKey: ["mailbox"],
  queryFn: () => call("mailbox_get", {}),
  meta: { provides: [{ kind: "mailbox", id: null }] },
});
