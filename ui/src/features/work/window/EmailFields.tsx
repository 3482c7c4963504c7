import { Button, Select, Textarea, TextInput } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import type { RpcError } from "../../../host/rpc";
import { describeFault } from "../../../shared/errors/describe";
import { t } from "../../../shared/i18n/t";
import type { EmailDraft, EmailField } from "../../../wire/wire";
import type { EmailWork } from "../Drafts";
import classes from "./TouchWindow.module.css";
import { useFocusFirst } from "./useFocusFirst";

type Props = {
  work: EmailWork;
  draft: EmailDraft;
  readOnly: boolean;
  focus: boolean;
  /** Why it was not saved or sent, as far as a field is at fault. */
  errors: readonly (RpcError | undefined)[];
  onChange: (part: Partial<EmailDraft>) => void;
};

export function EmailFields({ work, draft, readOnly, focus, errors, onChange }: Props) {
  const body = useFocusFirst<HTMLTextAreaElement>(focus && !readOnly);
  const [copies, setCopies] = useState(draft.cc !== "" || draft.bcc !== "");
  const field = (name: "cc" | "bcc" | "subject" | "body") => ({
    label: t(`work.email.${name}`),
    value: draft[name],
    readOnly,
    error: faultOf(errors, name),
    onChange: (event: { currentTarget: { value: string } }) =>
      onChange({ [name]: event.currentTarget.value }),
  });
  return (
    <>
      <From from={work.from} />
      <div className={classes.to}>
        <To {...{ work, draft, readOnly, errors, onChange }} />
        {!copies && (
          <Button
            variant="subtle"
            color="gray"
            size="compact-sm"
            disabled={readOnly}
            onClick={() => setCopies(true)}
          >
            {t("work.email.copies")}
          </Button>
        )}
      </div>
      {copies && (
        <>
          <TextInput {...field("cc")} autoComplete="off" />
          <TextInput {...field("bcc")} autoComplete="off" />
        </>
      )}
      <TextInput
        {...field("subject")}
        autoComplete="off"
        readOnly={readOnly || work.thread === "same"}
        description={work.thread === "same" && t("work.email.sameThread")}
        inputWrapperOrder={["label", "input", "error", "description"]}
      />
      <Textarea {...field("body")} ref={body} autosize minRows={6} />
      {work.signature !== "" && (
        <section aria-label={t("work.email.signature")}>
          <h3 className={classes.label}>{t("work.email.signature")}</h3>
          <p className={classes.signature} data-selectable>
            {work.signature}
          </p>
        </section>
      )}
    </>
  );
}

function From({ from }: { from: string | null }) {
  return (
    <p className={classes.line}>
      <span className={classes.lineLabel}>{t("work.email.from")}</span>
      {from === null ? (
        <span className={classes.sentence}>
          {t("work.email.noAccount")}{" "}
          <Link to="/settings" search={{ account: true }}>
            {t("work.email.setUp")}
          </Link>
        </span>
      ) : (
        <span data-selectable className={classes.sentence}>
          {from}
        </span>
      )}
    </p>
  );
}

function To({ work, draft, readOnly, errors, onChange }: Omit<Props, "focus">) {
  // The address that was written to may have been taken from the contact meanwhile.
  const choices = [...new Set([draft.to, ...work.choices])].filter((one) => one !== "");
  const error = faultOf(errors, "to");
  if (choices.length > 1 && !readOnly) {
    return (
      <Select
        className={classes.sentence}
        label={t("work.email.to")}
        data={choices}
        value={draft.to === "" ? null : draft.to}
        error={error}
        allowDeselect={false}
        comboboxProps={{ transitionProps: { duration: 0 } }}
        onChange={(to) => to !== null && onChange({ to })}
      />
    );
  }
  return (
    <p className={classes.line}>
      <span className={classes.lineLabel}>{t("work.email.to")}</span>
      <span className={classes.sentence} data-selectable>
        {draft.to === "" ? t("work.email.noAddress") : draft.to}
        {error !== undefined && <span className={classes.fault}> {error}</span>}
      </span>
    </p>
  );
}

function faultOf(errors: readonly (RpcError | undefined)[], field: EmailField) {
  for (const error of errors) {
    if (error?.wire.code !== "email_field" || error.wire.context.field !== field) continue;
    return describeFault(error.wire.context.fault);
  }
  return undefined;
}
