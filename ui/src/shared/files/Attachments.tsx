import { ActionIcon, Button } from "@mantine/core";
import { IconPaperclip, IconX } from "@tabler/icons-react";
import type { Attachment } from "../../wire/wire";
import { formatBytes } from "../bytes";
import { t } from "../i18n/t";
import classes from "./Attachments.module.css";
import { useAttach } from "./useAttach";

type Props = {
  files: readonly Attachment[];
  readOnly: boolean;
  /** What the last answer of the program says is wrong with the files. */
  error: string | undefined;
  onChange: (files: Attachment[]) => void;
};

/** The files that go with an e-mail. */
export function Attachments({ files, readOnly, error, onChange }: Props) {
  const { attach, busy } = useAttach((added) => onChange([...files, ...added]));
  return (
    <section aria-label={t("work.files")}>
      {files.length > 0 && (
        <ul className={classes.list}>
          {files.map((file, index) => (
            // The same file may be attached twice.
            // biome-ignore lint/suspicious/noArrayIndexKey: rows have no state of their own
            <li key={`${file.file}-${index}`} className={classes.file}>
              <span className={classes.name} data-selectable>
                {file.name}
              </span>
              <span className={classes.size}>{formatBytes(file.size)}</span>
              {!readOnly && (
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  size="sm"
                  aria-label={t("work.files.remove", { name: file.name })}
                  onClick={() => onChange(files.filter((_, at) => at !== index))}
                >
                  <IconX size={14} aria-hidden />
                </ActionIcon>
              )}
            </li>
          ))}
        </ul>
      )}
      <div className={classes.row}>
        <Button
          variant="subtle"
          color="gray"
          size="compact-sm"
          disabled={readOnly}
          loading={busy}
          leftSection={<IconPaperclip size={14} aria-hidden />}
          onClick={() => void attach()}
        >
          {t("work.files.attach")}
        </Button>
        {error !== undefined && (
          <span className={classes.over} role="alert">
            {error}
          </span>
        )}
      </div>
    </section>
  );
}
