import type { RpcError } from "../../host/rpc";
import { describeError, describeFault } from "../../shared/errors/describe";
import type { ContactFields, PersonField } from "../../wire/wire";

/** The field of a form that an error is about. */
export type FaultPlace = { field: PersonField; entry: number };

/** Where the error belongs in the form that sent `contact`; none when it is about no field. */
export function faultPlace(error: RpcError, contact: ContactFields | null): FaultPlace | null {
  const { wire } = error;
  switch (wire.code) {
    case "person_field":
      return { field: wire.context.field, entry: wire.context.entry };
    case "address_taken": {
      const address = wire.context.address.toLowerCase();
      const at = contact?.emails.findIndex((one) => one.trim().toLowerCase() === address) ?? -1;
      return { field: "email", entry: Math.max(0, at) };
    }
    default:
      return null;
  }
}

/** The sentence to show beside a field, when the error is about that one. */
export function faultAt(
  error: RpcError | null,
  place: FaultPlace | null,
  field: PersonField,
  entry = 0,
): string | undefined {
  if (!error || place?.field !== field || place.entry !== entry) return undefined;
  // The field itself says which one it is.
  return error.wire.code === "person_field"
    ? describeFault(error.wire.context.fault)
    : describeError(error);
}
