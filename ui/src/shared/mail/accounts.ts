import { queryOptions } from "@tanstack/react-query";
import { call } from "../../host/rpc";

/** The mail accounts, the one through which new conversations begin first. */
export const accountsQuery = queryOptions({
  queryKey: ["accounts"],
  queryFn: () => call("account_list", {}),
  meta: { provides: [{ kind: "account", id: null }] },
});
