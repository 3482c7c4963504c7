import { Button, SegmentedControl } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { call, type RpcError } from "../../../host/rpc";
import { formatBytes } from "../../../shared/bytes";
import { describeError } from "../../../shared/errors/describe";
import { t } from "../../../shared/i18n/t";
import { useTestSent } from "../../../shared/mail/useTestSent";
import { useCommand } from "../../../shared/query/useCommand";
import { showError } from "../../../shared/toast/toast";
import type { EmailDraft, EmailPreview as Preview, TouchId } from "../../../wire/wire";
import classes from "./EmailPreview.module.css";
import windowClasses from "./TouchWindow.module.css";

/** How long typing has to rest until the preview follows it. */
const TYPING_MS = 300;

type Props = { touch: TouchId; draft: EmailDraft };

/** What the recipient would read, made by what makes the message, here or as a test; and how large it is. */
export function EmailPreview({ touch, draft }: Props) {
  const [open, setOpen] = useState(false);
  const hasFiles = (draft.attachments ?? []).length > 0;
  const [written] = useDebouncedValue(draft, TYPING_MS);
  const preview = useQuery<Preview, RpcError>({
    queryKey: ["work", "preview", touch, written],
    queryFn: () => call("email_preview", { id: touch, draft: written }),
    enabled: open || hasFiles,
    placeholderData: (before) => before,
    gcTime: 0,
    meta: { provides: [{ kind: "account", id: null }] },
  });
  const { data } = preview;
  const test = useCommand("email_test", {
    onSuccess: useTestSent(),
    onError: (error) => showError(t("mailTest.failed"), describeError(error)),
  });
  return (
    <section aria-label={t("work.preview")}>
      <div className={classes.row}>
        <Button
          variant="subtle"
          color="gray"
          size="compact-sm"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        >
          {t("work.preview")}
        </Button>
        <Button
          variant="subtle"
          color="gray"
          size="compact-sm"
          loading={test.isPending}
          onClick={() => test.mutate({ id: touch, draft })}
        >
          {t("mailTest.send")}
        </Button>
        {data && <Size preview={data} />}
      </div>
      {open && preview.isError && (
        <p className={windowClasses.sentence} role="alert">
          {describeError(preview.error)}
        </p>
      )}
      {open && data && !preview.isError && <Shown preview={data} />}
    </section>
  );
}

function Size({ preview: { size, limit } }: { preview: Preview }) {
  const over = limit !== null && size > limit;
  return (
    <span className={over ? classes.over : classes.size} role={over ? "alert" : undefined}>
      {over
        ? t("work.preview.tooLarge", { size: formatBytes(size), limit: formatBytes(limit) })
        : t("work.preview.size", { size: formatBytes(size) })}
    </span>
  );
}

function Shown({ preview }: { preview: Preview }) {
  const [how, setHow] = useState<"text" | "html">("text");
  return (
    <>
      <SegmentedControl
        size="xs"
        aria-label={t("work.preview.how")}
        value={how}
        data={[
          { value: "text", label: t("work.preview.text") },
          { value: "html", label: t("work.preview.html") },
        ]}
        onChange={(value) => setHow(value === "html" ? "html" : "text")}
      />
      <h3 className={classes.subject} data-selectable>
        {preview.subject}
      </h3>
      {how === "text" ? (
        <pre className={classes.text} data-selectable>
          {preview.text}
        </pre>
      ) : (
        // Without scripts, forms and an origin: it shows what is sent and can do nothing.
        <iframe
          className={classes.html}
          title={t("work.preview.html")}
          sandbox=""
          srcDoc={preview.html}
        />
      )}
    </>
  );
}
