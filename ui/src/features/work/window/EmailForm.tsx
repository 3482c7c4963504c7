import { Button } from "@mantine/core";
import { useState } from "react";
import type { RpcError } from "../../../host/rpc";
import { describeFault } from "../../../shared/errors/describe";
import { Attachments } from "../../../shared/files/Attachments";
import { t } from "../../../shared/i18n/t";
import { ariaKeys } from "../../../shared/shortcuts/Keys";
import type { EmailDraft, TouchDetail } from "../../../wire/wire";
import type { EmailWork } from "../Drafts";
import { holesIn } from "../holes";
import type { DraftSession } from "../session";
import { useWork } from "../useWork";

import type { Blocked } from "./blocked";
import { DiscardDialog } from "./DiscardDialog";
import { EmailFields } from "./EmailFields";
import { EmailPreview } from "./EmailPreview";
import { FormFooter } from "./FormFooter";
import { MissingList } from "./MissingList";
import { SaveNote } from "./SaveNote";
import classes from "./TouchWindow.module.css";
import { useAsk } from "./useAsk";
import { useDraft } from "./useDraft";
import { WorkForm } from "./WorkForm";

type Props = {
  detail: TouchDetail;
  work: EmailWork;
  session: DraftSession<EmailDraft>;
  blocked: Blocked | null;
  focus: boolean;
};

/** An e-mail, written and sent. */
export function EmailForm({ detail, work, session, blocked, focus }: Props) {
  const { line, actions } = useWork();
  const view = useDraft(session, work.draft, work.edited_at);
  const { ask, busy, refusal } = useAsk(session);
  const [discarding, setDiscarding] = useState(false);
  const { subject, body, to } = view.value;
  const holes = holesIn(subject, body);
  const sendable = blocked === null && holes.length === 0 && to !== "";
  const edited = view.savedAt !== null || view.save.state !== "saved";

  async function send(goOn: boolean) {
    const sent = await ask(t("work.email.notSent"), (draft) =>
      actions.send(detail, draft, work.undo_delay),
    );
    if (sent && goOn) void line.goOn(detail, "done");
  }

  const buttons = (
    <div className={classes.buttons}>
      <Button
        disabled={!sendable}
        loading={busy}
        aria-keyshortcuts={ariaKeys("mod+enter")}
        onClick={() => void send(true)}
      >
        {t("work.email.sendNext")}
      </Button>
      <Button variant="default" disabled={!sendable || busy} onClick={() => void send(false)}>
        {t("work.email.send")}
      </Button>
      <span className={classes.rest} />
      <SaveNote view={view} />
      {edited && (
        <Button variant="subtle" color="gray" disabled={busy} onClick={() => setDiscarding(true)}>
          {t("work.discard")}
        </Button>
      )}
    </div>
  );

  return (
    <WorkForm
      onPrimary={sendable ? () => void send(true) : null}
      footer={
        <FormFooter {...{ detail, blocked, session, view, refusal }}>
          <MissingList names={holes} writable />
          {buttons}
        </FormFooter>
      }
    >
      {work.template_changed && edited && (
        <p role="note" className={classes.templateChanged}>
          {t("work.email.templateChanged")}
        </p>
      )}
      <EmailFields
        work={work}
        draft={view.value}
        readOnly={blocked !== null || busy}
        focus={focus}
        errors={[refusal?.error, view.save.state === "refused" ? view.save.error : undefined]}
        onChange={(part) => session.change(part)}
      />
      <Attachments
        files={view.value.attachments ?? []}
        readOnly={blocked !== null || busy}
        error={attachmentFault(refusal?.error)}
        onChange={(attachments) => session.change({ attachments })}
      />
      <EmailPreview touch={detail.id} draft={view.value} />
      {discarding && (
        <DiscardDialog detail={detail} session={session} onClose={() => setDiscarding(false)} />
      )}
    </WorkForm>
  );
}

function attachmentFault(error: RpcError | undefined): string | undefined {
  if (error?.wire.code !== "email_field" || error.wire.context.field !== "attachments") return;
  return describeFault(error.wire.context.fault);
}
