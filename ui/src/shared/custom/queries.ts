import { queryOptions } from "@tanstack/react-query";
import { call } from "../../host/rpc";
import type { CustomField } from "../../wire/wire";

/** The custom fields of partnerships and contacts, in the rep's order. */
export const customFieldsQuery = queryOptions({
  queryKey: ["custom-fields"],
  queryFn: async (): Promise<CustomField[]> => {
    const found = await call("custom_fields", {});
    return found.fields;
  },
  meta: { provides: [{ kind: "custom_field", id: null }] },
});
