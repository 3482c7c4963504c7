import { Skeleton } from "@mantine/core";
import { t } from "../../shared/i18n/t";
import classes from "./DuePanel.module.css";

const widths = ["62%", "48%", "70%", "54%"];

export function PanelSkeleton() {
  return (
    <div className={classes.skeleton} role="status" aria-label={t("work.panel.loading")}>
      {widths.map((width) => (
        <Skeleton key={width} height={12} width={width} />
      ))}
    </div>
  );
}
