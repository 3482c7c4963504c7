import { Alert, Button, Group, Modal, Text } from "@mantine/core";
import { IconAlertTriangle, IconArrowRight } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { describeError } from "../../shared/errors/describe";
import { t } from "../../shared/i18n/t";
import type { MergeField, MergeOf, MergePreview, Side } from "../../wire/wire";
import { MergeChoices } from "./MergeChoices";
import classes from "./MergeDialog.module.css";
import { consequenceOf, isWarning } from "./mergeConsequence";
import { mergePreviewQuery } from "./queries";
import { useMerge } from "./useMerge";

type Props = {
  title: string;
  /** Lets the rep choose the other one. */
  picker: ReactNode;
  /** What is merged; none while the other one is not chosen. */
  of: MergeOf | null;
  /** Saves what is typed elsewhere and would be merged; whether it could be saved. */
  saved: () => Promise<boolean>;
  onClose: () => void;
};

/** Merges two records: which values stay, and what follows from it. */
export function MergeDialog({ title, picker, of, saved, onClose }: Props) {
  return (
    <Modal
      opened
      onClose={onClose}
      title={title}
      size={720}
      closeButtonProps={{ "aria-label": t("partnerships.form.close") }}
    >
      <div className={classes.form}>
        {picker}
        {of ? (
          <Chosen key={`${of.kept} ${of.other}`} of={of} saved={saved} onClose={onClose} />
        ) : (
          <Text size="sm">{t("partnerships.merge.about")}</Text>
        )}
      </div>
    </Modal>
  );
}

type ChosenProps = { of: MergeOf; saved: () => Promise<boolean>; onClose: () => void };

function Chosen({ of, saved, onClose }: ChosenProps) {
  const [chosen, setChosen] = useState<ReadonlyMap<MergeField, Side>>(new Map());
  const [unsaved, setUnsaved] = useState(false);
  const preview = useQuery(mergePreviewQuery(of));
  const merge = useMerge(onClose);
  const { data } = preview;
  const choices = [...chosen].map(([field, from]) => ({ field, from }));
  const failure = merge.error ?? preview.error;

  async function submit({ kept, other }: MergePreview): Promise<void> {
    const clear = await saved();
    setUnsaved(!clear);
    if (clear) merge.mutate({ request: { of, choices }, kept, other });
  }

  return (
    <>
      {failure && (
        <Alert color="red" variant="light" title={t("partnerships.merge.failed")}>
          {describeError(failure)}
        </Alert>
      )}
      {unsaved && (
        <Alert color="red" variant="light" title={t("partnerships.merge.failed")}>
          {t("partnerships.merge.unsaved")}
        </Alert>
      )}
      {data && (
        <MergeChoices
          preview={data}
          sideOf={({ field, from }) => chosen.get(field) ?? from}
          onChoose={(field, from) => setChosen(new Map(chosen).set(field, from))}
        />
      )}
      {data && <Consequences preview={data} />}
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onClose}>
          {t("partnerships.form.cancel")}
        </Button>
        <Button
          disabled={!data || preview.isError}
          loading={merge.isPending}
          onClick={() => data && void submit(data)}
        >
          {t("partnerships.merge.confirm")}
        </Button>
      </Group>
    </>
  );
}

function Consequences({ preview }: { preview: MergePreview }) {
  const { kept, other, consequences } = preview;
  // Two of one name may come to the same.
  const lines = new Map(consequences.map((one) => [consequenceOf(one), isWarning(one)]));
  return (
    <section aria-label={t("partnerships.merge.consequences")}>
      <Text size="sm" mb={4}>
        {t("partnerships.merge.goesInto", { kept, other })}
      </Text>
      <ul className={classes.consequences}>
        {[...lines].map(([sentence, warning]) => (
          <Consequence key={sentence} sentence={sentence} warning={warning} />
        ))}
      </ul>
    </section>
  );
}

function Consequence({ sentence, warning }: { sentence: string; warning: boolean }) {
  const Icon = warning ? IconAlertTriangle : IconArrowRight;
  return (
    <li className={classes.consequence}>
      <Icon size={14} aria-hidden className={classes.icon} />
      <span>{sentence}</span>
    </li>
  );
}
