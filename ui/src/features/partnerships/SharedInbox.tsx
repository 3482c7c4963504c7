import { Checkbox } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { t } from "../../shared/i18n/t";
import classes from "./FormDialog.module.css";
import { addressLookQuery } from "./queries";

/** How long typing has to rest until the address is looked at. */
const TYPING_MS = 200;

type Props = {
  email: string;
  /** What is known of it; none for an address that was just entered, whose name tells. */
  said: boolean | undefined;
  onChange: (shared: boolean) => void;
};

/** Whether several people read what comes to an address. */
export function SharedInbox({ email, said, onChange }: Props) {
  const [address] = useDebouncedValue(email, TYPING_MS);
  const isWhole = /^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(address);
  const { data } = useQuery({
    ...addressLookQuery(address),
    enabled: isWhole && said === undefined,
  });
  if (email === "") return null;
  return (
    <Checkbox
      className={classes.below}
      size="xs"
      label={t("partnerships.field.shared")}
      aria-label={t("partnerships.field.sharedOf", { address: email })}
      title={t("partnerships.field.sharedHint")}
      checked={said ?? data?.shared ?? false}
      onChange={(event) => onChange(event.currentTarget.checked)}
    />
  );
}
