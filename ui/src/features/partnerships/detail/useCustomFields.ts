import { useQuery } from "@tanstack/react-query";
import { customFieldsQuery } from "../../../shared/custom/queries";
import type { ContactId, CustomField, FieldOwner, PartnershipDetail } from "../../../wire/wire";

/** The custom fields of partnerships, or those of contacts, in the rep's order. */
export function useCustomFields(of: FieldOwner): CustomField[] {
  const { data } = useQuery(customFieldsQuery);
  return data?.filter((field) => field.of === of) ?? [];
}

/** The values of a contact, or the partnership's own, by field. */
export function valuesOf(
  { custom }: PartnershipDetail,
  contact: ContactId | null,
): ReadonlyMap<number, string> {
  const own = custom?.filter((value) => value.contact === contact) ?? [];
  return new Map(own.map(({ field, value }) => [field, value]));
}
