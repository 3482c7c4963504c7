import { Alert, Button, Group, Modal, NativeSelect, Textarea, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { call, type RpcError } from "../../host/rpc";
import { customFieldsQuery } from "../../shared/custom/queries";
import { keyOf } from "../../shared/custom/values";
import { describeError } from "../../shared/errors/describe";
import { t } from "../../shared/i18n/t";
import { showDone } from "../../shared/toast/toast";
import type { CustomField, CustomFields, FieldKind, FieldOwner } from "../../wire/wire";
import classes from "./CustomFieldDialog.module.css";

const owners: readonly FieldOwner[] = ["partnership", "contact"];
const kinds: readonly FieldKind[] = ["text", "number", "date", "choice", "yes_no"];

type Part = "name" | "key" | "choices";
type Draft = { of: FieldOwner; kind: FieldKind; name: string; key: string; choices: string };
type Props = {
  /** What to edit; none to add a field. */
  field: CustomField | null;
  onClose: () => void;
};

/** Adds a custom field, or gives one another name and other choices. */
export function CustomFieldDialog({ field, onClose }: Props) {
  const client = useQueryClient();
  const [draft, setDraft] = useState(() => draftOf(field));
  // Until the rep has typed one, the name says what it is.
  const [keyTyped, setKeyTyped] = useState(false);
  const key = field || keyTyped ? draft.key : keyOf(draft.name);
  const save = useMutation<CustomFields, RpcError, Draft>({
    mutationFn: ({ of, kind, name, choices }) => {
      const lines = linesOf(choices);
      return field
        ? call("custom_field_change", { id: field.id, name, choices: lines })
        : call("custom_field_add", { definition: { of, key, name, kind, choices: lines } });
    },
    meta: { saves: true },
    onSuccess: ({ fields }, { name }) => {
      client.setQueryData<CustomField[]>(customFieldsQuery.queryKey, fields);
      showDone(t(field ? "custom.toast.saved" : "custom.toast.added", { name: name.trim() }));
      onClose();
    },
  });
  const part = partOf(save.error);
  const errorAt = (at: Part) => (save.error && part === at ? describeError(save.error) : undefined);
  const set = (change: Partial<Draft>) => {
    save.reset();
    setDraft((last) => ({ ...last, ...change }));
  };
  return (
    <Modal
      opened
      onClose={() => !save.isPending && onClose()}
      title={t(field ? "custom.form.edit" : "custom.form.add")}
      size={480}
      closeButtonProps={{ "aria-label": t("custom.form.close") }}
    >
      <form
        className={classes.form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (!save.isPending) save.mutate(draft);
        }}
      >
        <TextInput
          data-autofocus
          label={t("custom.name")}
          autoComplete="off"
          value={draft.name}
          error={errorAt("name")}
          onChange={(event) => set({ name: event.currentTarget.value })}
        />
        {!field && <Kind draft={draft} onChange={set} />}
        <TextInput
          label={t("custom.key")}
          description={t("custom.keyHint", { variable: `{{ custom.${key || "…"} }}` })}
          autoComplete="off"
          spellCheck={false}
          disabled={field !== null}
          value={key}
          error={errorAt("key")}
          onChange={(event) => {
            setKeyTyped(true);
            set({ key: event.currentTarget.value });
          }}
        />
        {draft.kind === "choice" && (
          <Textarea
            label={t("custom.choices")}
            description={t("custom.choicesHint")}
            autosize
            minRows={3}
            maxRows={12}
            value={draft.choices}
            error={errorAt("choices")}
            onChange={(event) => set({ choices: event.currentTarget.value })}
          />
        )}
        {save.error && part === null && (
          <Alert color="red" variant="light" title={t("custom.form.failed")}>
            {describeError(save.error)}
          </Alert>
        )}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" disabled={save.isPending} onClick={onClose}>
            {t("custom.form.cancel")}
          </Button>
          <Button type="submit" loading={save.isPending}>
            {t(field ? "custom.form.save" : "custom.form.create")}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}

type KindProps = { draft: Draft; onChange: (change: Partial<Draft>) => void };

/** What a field is for good. */
function Kind({ draft, onChange }: KindProps) {
  return (
    <Group grow gap="sm">
      <NativeSelect
        label={t("custom.of")}
        data={owners.map((value) => ({ value, label: t(`custom.of.${value}`) }))}
        value={draft.of}
        onChange={({ currentTarget: { value } }) =>
          onChange({ of: owners.find((one) => one === value) ?? "partnership" })
        }
      />
      <NativeSelect
        label={t("custom.kind")}
        data={kinds.map((value) => ({ value, label: t(`custom.kind.${value}`) }))}
        value={draft.kind}
        onChange={({ currentTarget: { value } }) =>
          onChange({ kind: kinds.find((one) => one === value) ?? "text" })
        }
      />
    </Group>
  );
}

function draftOf(field: CustomField | null): Draft {
  if (!field) return { of: "partnership", kind: "text", name: "", key: "", choices: "" };
  const { of, kind, name, key, choices } = field;
  return { of, kind, name, key, choices: choices.join("\n") };
}

function linesOf(text: string): string[] {
  return text.split("\n").filter((line) => line.trim() !== "");
}

/** The input that an error is about; none when it is about none of them. */
function partOf(error: RpcError | null): Part | null {
  if (error?.wire.code !== "custom_field") return null;
  switch (error.wire.context.fault.type) {
    case "name":
      return "name";
    case "key":
    case "key_taken":
      return "key";
    case "choice":
    case "choices":
    case "choice_used":
      return "choices";
    default:
      return null;
  }
}
