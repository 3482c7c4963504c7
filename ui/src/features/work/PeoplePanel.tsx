import { ActionIcon, Button } from "@mantine/core";
import { IconArrowLeft, IconPlayerPlay } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { describeError } from "../../shared/errors/describe";
import { t } from "../../shared/i18n/t";
import { useDelayed } from "../../shared/kit/useDelayed";
import { stepName } from "../../shared/work/words";
import type { Panel, StepId } from "../../wire/wire";
import classes from "./DuePanel.module.css";
import { PanelSkeleton } from "./PanelSkeleton";
import { PeopleList } from "./PeopleList";
import { dueListQuery } from "./queries";
import { useWork } from "./useWork";

const SKELETON_AFTER_MS = 150;

type Props = { step: StepId; panel: Panel; onBack: () => void };

/** The due people of a step. */
export function PeoplePanel({ step, panel, onBack }: Props) {
  const { line } = useWork();
  const list = useInfiniteQuery(dueListQuery(step));
  const late = useDelayed(list.isPending, SKELETON_AFTER_MS);
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.rows) ?? [], [list.data]);
  const cadence = panel.cadences.find(({ steps }) => steps.some((one) => one.step === step));
  const found = cadence?.steps.find((one) => one.step === step);
  const title = found
    ? t("work.panel.peopleOf", { step: found.position + 1, name: stepName(found) })
    : t("work.panel.people");
  return (
    <>
      <div className={classes.peopleHead}>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={t("work.panel.back")}
          onClick={onBack}
        >
          <IconArrowLeft size={16} />
        </ActionIcon>
        <div className={classes.peopleTitle}>
          <h3 className={classes.stepTitle} title={title}>
            {title}
          </h3>
          {cadence && <p className={classes.hint}>{cadence.name}</p>}
        </div>
        {found && cadence && (
          <Button
            size="compact-xs"
            leftSection={<IconPlayerPlay size={12} aria-hidden />}
            aria-label={t("work.panel.runStep", {
              step: found.position + 1,
              cadence: cadence.name,
            })}
            onClick={() => void line.run(step)}
          >
            {t("work.panel.run")}
          </Button>
        )}
      </div>
      {list.isPending && late && <PanelSkeleton />}
      {list.isError && rows.length === 0 && (
        <div className={classes.message} role="alert">
          <p className={classes.lead}>
            {t("work.panel.peopleFailed", { cause: describeError(list.error) })}
          </p>
          <Button variant="default" size="compact-sm" onClick={() => void list.refetch()}>
            {t("action.retry")}
          </Button>
        </div>
      )}
      {list.isSuccess && rows.length === 0 && (
        <div className={classes.message} role="status">
          <p className={classes.lead}>{t("work.panel.nobody")}</p>
          <Button variant="default" size="compact-sm" onClick={onBack}>
            {t("work.stepsList")}
          </Button>
        </div>
      )}
      {rows.length > 0 && (
        <PeopleList
          scope={String(step)}
          rows={rows}
          label={title}
          total={found?.due}
          onBack={onBack}
          more={{
            exists: list.hasNextPage,
            loading: list.isFetchingNextPage,
            failed: list.isFetchNextPageError,
            load: () => void list.fetchNextPage(),
          }}
        />
      )}
    </>
  );
}
