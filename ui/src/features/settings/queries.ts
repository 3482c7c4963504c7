import { queryOptions } from "@tanstack/react-query";
import { call } from "../../host/rpc";
import type { Tag } from "../../wire/wire";

const provides: readonly Tag[] = [{ kind: "account", id: null }];

export const senderQuery = queryOptions({
  queryKey: ["sender"],
  queryFn: () => call("sender_get", {}),
  meta: { provides },
});
