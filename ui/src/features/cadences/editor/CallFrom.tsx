import { NativeSelect } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { callersQuery, callerText, isSameNumber } from "../../../shared/callers/callers";
import { t } from "../../../shared/i18n/t";
import type { CallerChoice, CallerNumber } from "../../../wire/wire";

type Props = {
  choice: CallerChoice;
  readOnly: boolean;
  refused: string | undefined;
  onChange: (choice: CallerChoice) => void;
};

const ways = ["any", "random", "rotating"] as const;

/** From which of the rep's own numbers a call is made. */
export function CallFrom({ choice, readOnly, refused, onChange }: Props) {
  // None as long as they are not known.
  const { data: numbers } = useQuery(callersQuery);
  // The list may have the number in another writing.
  const own =
    choice.type === "fixed"
      ? numbers?.find(({ number }) => isSameNumber(number, choice.number))
      : undefined;
  const unlisted = choice.type === "fixed" && !own ? choice.number : null;
  const fixed = (numbers ?? []).map((one) => ({ value: one.number, label: callerText(one) }));
  return (
    <NativeSelect
      label={t("stepForm.callFrom")}
      description={noteOn(choice, refused === undefined ? unlisted : null, numbers)}
      inputWrapperOrder={["label", "input", "error", "description"]}
      disabled={readOnly}
      error={refused}
      value={own?.number ?? (choice.type === "fixed" ? choice.number : choice.type)}
      data={[
        ...ways.map((value) => ({
          value,
          label: t(`stepForm.callFrom.${value}`),
          // Without numbers there is nothing to choose from; what was chosen stays in view.
          disabled: value !== "any" && value !== choice.type && numbers?.length === 0,
        })),
        ...fixed,
        ...(unlisted === null ? [] : [{ value: unlisted, label: unlisted }]),
      ]}
      onChange={({ currentTarget: { value } }) => {
        const type = ways.find((way) => way === value);
        onChange(type ? { type } : { type: "fixed", number: value });
      }}
    />
  );
}

/** What is to be said about the choice. */
function noteOn(
  choice: CallerChoice,
  unlisted: string | null,
  numbers: readonly CallerNumber[] | undefined,
): ReactNode {
  if (!numbers) return null;
  const gone = unlisted !== null && t("stepForm.callFrom.gone", { number: unlisted });
  if (numbers.length === 0) {
    return (
      <>
        {gone} {t("stepForm.callFrom.none")}{" "}
        <Link to="/settings" search={{}}>
          {t("stepForm.callFrom.settings")}
        </Link>
      </>
    );
  }
  if (gone) return gone;
  if (choice.type === "any") return null;
  return choice.type === "rotating"
    ? `${t("stepForm.callFrom.rotatingHint")} ${t("stepForm.callFrom.hint")}`
    : t("stepForm.callFrom.hint");
}
