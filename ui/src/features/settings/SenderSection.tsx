import { Button, Skeleton, Textarea, TextInput } from "@mantine/core";
import { IconAlertTriangle, IconCheck, IconLoader2 } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import type { AutosaveView } from "../../shared/autosave/autosave";
import { describeError, describeFault } from "../../shared/errors/describe";
import { t } from "../../shared/i18n/t";
import { useDelayed } from "../../shared/kit/useDelayed";
import type { SenderProfile } from "../../wire/wire";
import { NotLoaded } from "./NotLoaded";
import { OptOutPageState } from "./OptOutPageState";
import { senderQuery } from "./queries";
import classes from "./SettingsScreen.module.css";
import { SettingsSection } from "./SettingsSection";
import { useSenderAutosave } from "./useSenderAutosave";

const SKELETON_AFTER_MS = 150;

type View = AutosaveView<SenderProfile>;
type Field = keyof SenderProfile;

const lines = ["name", "title", "company", "phone", "calendar_url"] as const;
const texts = ["postal_address", "signature"] as const;
const optOuts = ["opt_out_line", "opt_out_page", "opt_out_list"] as const;

/** Who the rep is in e-mails. */
export function SenderSection() {
  const sender = useQuery(senderQuery);
  const late = useDelayed(sender.isPending, SKELETON_AFTER_MS);
  return (
    <SettingsSection title={t("sender.title")}>
      {sender.isPending && late && <Skeleton height={200} aria-label={t("sender.loading")} />}
      {sender.data && <SenderForm profile={sender.data} />}
      {sender.isError && !sender.data && (
        <NotLoaded
          title={t("sender.failed")}
          error={sender.error}
          onRetry={() => void sender.refetch()}
        />
      )}
    </SettingsSection>
  );
}

function SenderForm({ profile }: { profile: SenderProfile }) {
  const { view, change, flush } = useSenderAutosave(profile);
  const fieldProps = (field: Field) => ({
    name: field,
    label: t(`error.account.${field}`),
    autoComplete: "off",
    value: view.value[field],
    error: faultOf(view, field),
    description:
      field === "opt_out_page"
        ? t("sender.hint.opt_out_page", { braces: "{token}" })
        : t(`sender.hint.${field}`),
    inputWrapperOrder: [
      "label" as const,
      "input" as const,
      "error" as const,
      "description" as const,
    ],
    onBlur: flush,
  });
  return (
    <div className={classes.form}>
      <div className={classes.formHead}>
        <span className={classes.hint}>{t("sender.text")}</span>
        <SaveWord view={view} />
      </div>
      {lines.map((field) => (
        <TextInput
          key={field}
          {...fieldProps(field)}
          onChange={(event) => change({ [field]: event.currentTarget.value })}
        />
      ))}
      {texts.map((field) => (
        <Textarea
          key={field}
          {...fieldProps(field)}
          autosize
          minRows={3}
          maxRows={10}
          onChange={(event) => change({ [field]: event.currentTarget.value })}
        />
      ))}
      {optOuts.map((field) => (
        <TextInput
          key={field}
          {...fieldProps(field)}
          onChange={(event) => change({ [field]: event.currentTarget.value })}
        />
      ))}
      {profile.opt_out_list !== "" && <OptOutPageState />}
      <NotSaved view={view} onRetry={flush} />
    </div>
  );
}

function SaveWord({ view }: { view: View }) {
  if (view.state === "refused") return null;
  const Icon = view.state === "saved" ? IconCheck : IconLoader2;
  return (
    <span className={classes.save} data-save-state={view.state}>
      <Icon size={14} aria-hidden />
      {t(`sender.${view.state}`)}
    </span>
  );
}

function NotSaved({ view, onRetry }: { view: View; onRetry: () => void }) {
  if (view.state !== "refused" || !view.error) return null;
  return (
    <div className={classes.strip} role="alert">
      <IconAlertTriangle size={16} aria-hidden />
      <span>{t("sender.notSaved", { sentence: describeError(view.error) })}</span>
      {view.error.wire.code !== "account_field" && (
        <Button size="compact-sm" variant="default" onClick={onRetry}>
          {t("action.retry")}
        </Button>
      )}
    </div>
  );
}

function faultOf({ error }: View, field: Field): string | undefined {
  if (error?.wire.code !== "account_field" || error.wire.context.field !== field) return undefined;
  return describeFault(error.wire.context.fault);
}
