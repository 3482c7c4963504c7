import { showValue } from "../../../shared/custom/values";
import type { ContactId, PartnershipDetail } from "../../../wire/wire";
import classes from "./CustomFacts.module.css";
import { useCustomFields, valuesOf } from "./useCustomFields";

type Props = {
  detail: PartnershipDetail;
  /** Whose; none for the partnership's own. */
  contact: ContactId | null;
};

/** The values of custom fields that are known. */
export function CustomFacts({ detail, contact }: Props) {
  const fields = useCustomFields(contact === null ? "partnership" : "contact");
  const values = valuesOf(detail, contact);
  const known = fields.filter(({ id }) => values.has(id));
  if (known.length === 0) return null;
  return (
    <dl className={classes.facts}>
      {known.map((field) => (
        <div key={field.id} className={classes.fact}>
          <dt>{field.name}</dt>
          <dd data-selectable>{showValue(field, values.get(field.id) ?? "")}</dd>
        </div>
      ))}
    </dl>
  );
}
