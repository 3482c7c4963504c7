import { Skeleton } from "@mantine/core";
import classes from "./ListSkeleton.module.css";

const widths = ["46%", "32%", "58%", "40%", "51%", "36%", "44%", "55%"];

export function ListSkeleton({ label }: { label: string }) {
  return (
    <div className={classes.list} role="status" aria-label={label}>
      {widths.map((width) => (
        <Skeleton key={width} height={12} width={width} radius="sm" />
      ))}
    </div>
  );
}
