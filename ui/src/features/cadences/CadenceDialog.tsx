import { Alert, Button, Group, Modal, Text, Textarea, TextInput } from "@mantine/core";
import { type FormEvent, type KeyboardEvent, useRef, useState } from "react";
import { asRpcError, type RpcError } from "../../host/rpc";
import { describeError, fieldOf } from "../../shared/errors/describe";
import { t } from "../../shared/i18n/t";
import type { CadenceCreate, CadenceSummary, Field, MeantFor } from "../../wire/wire";
import classes from "./CadenceDialog.module.css";
import { lengthHint } from "./lengthHint";
import { MeantForFields } from "./MeantForFields";

const NAME_MAX = 120;
const DESCRIPTION_MAX = 2_000;

const everybody: MeantFor = { persona: "", stages: [] };

type Props = {
  /** The one to edit; none to make a new one. */
  cadence: CadenceSummary | null;
  onSubmit: (values: CadenceCreate) => Promise<void>;
  onClose: () => void;
};

export function CadenceDialog({ cadence, onSubmit, onClose }: Props) {
  const [name, setName] = useState(cadence?.name ?? "");
  const [description, setDescription] = useState(cadence?.description ?? "");
  const [meant, setMeant] = useState(cadence?.meant_for ?? everybody);
  const [error, setError] = useState<RpcError | null>(null);
  const [saving, setSaving] = useState(false);
  const [asking, setAsking] = useState(false);
  // State arrives with the next render; a second Enter may come before it.
  const submitted = useRef(false);
  const nameInput = useRef<HTMLInputElement>(null);
  const descriptionInput = useRef<HTMLTextAreaElement>(null);

  const changed =
    name !== (cadence?.name ?? "") ||
    description !== (cadence?.description ?? "") ||
    JSON.stringify(meant) !== JSON.stringify(cadence?.meant_for ?? everybody);
  const errorOf = (field: Field) =>
    error && fieldOf(error) === field ? describeError(error) : undefined;

  async function submit() {
    if (submitted.current) return;
    submitted.current = true;
    setSaving(true);
    setError(null);
    try {
      await onSubmit({ name, description, meant_for: meant });
      onClose();
    } catch (cause) {
      const failure = asRpcError(cause);
      setError(failure);
      (fieldOf(failure) === "description" ? descriptionInput : nameInput).current?.focus();
    } finally {
      submitted.current = false;
      setSaving(false);
    }
  }

  function onFormSubmit(event: FormEvent) {
    event.preventDefault();
    void submit();
  }

  function onDescriptionKey(event: KeyboardEvent) {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      void submit();
    }
  }

  function leave() {
    if (saving) return;
    if (changed && !asking) setAsking(true);
    else if (asking) setAsking(false);
    else onClose();
  }

  function edit(field: Field, set: (value: string) => void, value: string) {
    set(value);
    setAsking(false);
    if (error && fieldOf(error) === field) setError(null);
  }

  const general = error && !fieldOf(error) ? error : null;
  return (
    <Modal
      opened
      onClose={leave}
      title={t(cadence ? "cadenceDialog.edit" : "cadenceDialog.new")}
      size={520}
      closeButtonProps={{ "aria-label": t("cadenceDialog.close") }}
    >
      <form onSubmit={onFormSubmit} className={classes.form} noValidate>
        <TextInput
          ref={nameInput}
          data-autofocus
          label={t("cadenceDialog.name")}
          required
          autoComplete="off"
          value={name}
          error={errorOf("name")}
          description={lengthHint(name, NAME_MAX)}
          inputWrapperOrder={["label", "input", "error", "description"]}
          onChange={(event) => edit("name", setName, event.currentTarget.value)}
        />
        <Textarea
          ref={descriptionInput}
          label={t("cadenceDialog.description")}
          placeholder={t("cadenceDialog.descriptionHint")}
          autosize
          minRows={3}
          maxRows={10}
          value={description}
          error={errorOf("description")}
          description={lengthHint(description, DESCRIPTION_MAX)}
          inputWrapperOrder={["label", "input", "error", "description"]}
          onChange={(event) => edit("description", setDescription, event.currentTarget.value)}
          onKeyDown={onDescriptionKey}
        />
        <MeantForFields
          value={meant}
          error={errorOf("persona")}
          onChange={(next) => {
            setMeant(next);
            setAsking(false);
            if (error && (fieldOf(error) === "persona" || !fieldOf(error))) setError(null);
          }}
        />
        {general && (
          <Alert
            color="red"
            variant="light"
            title={t(cadence ? "cadenceDialog.saveFailed" : "cadenceDialog.createFailed")}
          >
            {describeError(general)}
          </Alert>
        )}
        {asking ? (
          <Group justify="flex-end" gap="xs" role="alert">
            <Text size="sm" flex={1}>
              {t("cadenceDialog.discardQuestion")}
            </Text>
            <Button variant="default" data-autofocus onClick={() => setAsking(false)}>
              {t("cadenceDialog.keepEditing")}
            </Button>
            <Button color="red" onClick={onClose}>
              {t("cadenceDialog.discard")}
            </Button>
          </Group>
        ) : (
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={leave} disabled={saving}>
              {t("cadenceDialog.cancel")}
            </Button>
            <Button type="submit" loading={saving}>
              {t(cadence ? "cadenceDialog.save" : "cadenceDialog.create")}
            </Button>
          </Group>
        )}
      </form>
    </Modal>
  );
}
