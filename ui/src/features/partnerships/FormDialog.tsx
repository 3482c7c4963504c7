import { Alert, Button, Group, Modal, Text } from "@mantine/core";
import { type ReactNode, useEffect, useRef } from "react";
import { describeError } from "../../shared/errors/describe";
import { t } from "../../shared/i18n/t";
import classes from "./FormDialog.module.css";
import type { Form } from "./useForm";

type Props = {
  form: Form;
  title: string;
  submitLabel: string;
  /** Title of a failure that is about no field. */
  failed: string;
  /** Whether the failure stands beside its field already. */
  explained: boolean;
  children: ReactNode;
};

export function FormDialog({ form, title, submitLabel, failed, explained, children }: Props) {
  const { error, saving, asking } = form;
  const element = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (error) element.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [error]);
  return (
    <Modal
      opened
      onClose={form.leave}
      title={title}
      size={640}
      closeButtonProps={{ "aria-label": t("partnerships.form.close") }}
    >
      <form
        ref={element}
        className={classes.form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          form.submit();
        }}
      >
        {children}
        {error && !explained && (
          <Alert color="red" variant="light" title={failed}>
            {describeError(error)}
          </Alert>
        )}
        {asking ? (
          <Group justify="flex-end" gap="xs" role="alert">
            <Text size="sm" flex={1}>
              {t("partnerships.form.discardQuestion")}
            </Text>
            <Button variant="default" onClick={() => form.edited(false)}>
              {t("partnerships.form.keepEditing")}
            </Button>
            <Button color="red" onClick={form.discard}>
              {t("partnerships.form.discard")}
            </Button>
          </Group>
        ) : (
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={form.leave} disabled={saving}>
              {t("partnerships.form.cancel")}
            </Button>
            <Button type="submit" loading={saving}>
              {submitLabel}
            </Button>
          </Group>
        )}
      </form>
    </Modal>
  );
}
