import { queryOptions } from "@tanstack/react-query";
import { call } from "../../host/rpc";
import type { Tag } from "../../wire/wire";

const provides: readonly Tag[] = [{ kind: "account", id: null }];

export const accountQuery = queryOptions({
  queryKey: ["account"],
  queryFn: () => call("account_get", {}),
  meta: { provides },
});

export const senderQuery = queryOptions({
  queryKey: ["sender"],
  queryFn: () => call("sender_get", {}),
  meta: { provides },
});

export const optOutPageQuery = queryOptions({
  queryKey: ["opt-out-page"],
  queryFn: () => call("opt_out_page", {}),
  meta: { provides },
});
