import { SegmentedControl } from "@mantine/core";
import { IconPaperclip } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { t } from "../../shared/i18n/t";
import { Moment } from "../../shared/time/Moment";
import type { ReplyDetail } from "../../wire/wire";
import { ReplyAnswerForm } from "./ReplyAnswerForm";
import { ReplyLinks } from "./ReplyLinks";
import classes from "./ReplyPanes.module.css";

type View = "text" | "html";

/** A message to read: who wrote to whom, what is new, what it quotes, and what is attached. */
export function ReplyMessage({ reply }: { reply: ReplyDetail }) {
  const [view, setView] = useState<View>("text");
  const { subject, html, attachments, links, answer } = reply;
  return (
    <article className={classes.message} aria-label={t("replies.message")}>
      <h2 className={classes.title}>{subject === "" ? t("replies.noSubject") : subject}</h2>
      <Head reply={reply} />
      {html !== null && (
        <SegmentedControl
          className={classes.views}
          aria-label={t("replies.view")}
          size="xs"
          value={view}
          onChange={(next) => setView(next === "html" ? "html" : "text")}
          data={[
            { value: "text", label: t("replies.view.text") },
            { value: "html", label: t("replies.view.html") },
          ]}
        />
      )}
      {view === "html" && html !== null ? (
        <>
          {/* Without scripts, without an origin, without anywhere to go: see the decision record. */}
          <iframe className={classes.frame} title={t("replies.frame")} sandbox="" srcDoc={html} />
          {links.length > 0 && <ReplyLinks id={reply.id} links={links} />}
        </>
      ) : (
        <Text reply={reply} />
      )}
      {reply.cut && <p className={classes.more}>{t("replies.cut")}</p>}
      {attachments.length > 0 && (
        <section className={classes.part} aria-label={t("replies.attachments")}>
          <h3 className={classes.partTitle}>{t("replies.attachments")}</h3>
          {attachments.map(({ name, kind }, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a message never changes
            <div key={at} className={classes.buttons}>
              <IconPaperclip size={14} aria-hidden />
              <span data-selectable>{name === "" ? kind : name}</span>
            </div>
          ))}
          <p className={classes.more}>{t("replies.attachmentsHint")}</p>
        </section>
      )}
      {answer && <ReplyAnswerForm key={answer.number} id={reply.id} answer={answer} />}
    </article>
  );
}

function Head({ reply }: { reply: ReplyDetail }) {
  const { sender, sender_name, to, cc, partnership, partnership_name, contact_name } = reply;
  const from = sender === "" ? t("replies.unknown") : sender;
  return (
    <div>
      <div data-selectable>
        {sender_name === "" ? from : t("replies.from", { name: sender_name, address: from })}
      </div>
      {to.length > 0 && (
        <p className={classes.more} data-selectable>
          {t("replies.to", { people: to.join(", ") })}
        </p>
      )}
      {cc.length > 0 && (
        <p className={classes.more} data-selectable>
          {t("replies.cc", { people: cc.join(", ") })}
        </p>
      )}
      <p className={classes.more}>
        {t("replies.received")} <Moment at={reply.received_at} />
        {partnership !== null && partnership_name !== null && (
          <>
            {" · "}
            <Link
              to="/partnerships/$id"
              params={{ id: String(partnership) }}
              className={classes.link}
            >
              {contact_name === null
                ? partnership_name
                : t("replies.person", { contact: contact_name, partnership: partnership_name })}
            </Link>
          </>
        )}
      </p>
    </div>
  );
}

function Text({ reply: { text, whole } }: { reply: ReplyDetail }) {
  return (
    <>
      {text === "" ? (
        <p className={classes.more}>{t("replies.noText")}</p>
      ) : (
        <pre className={classes.text} data-selectable>
          {text}
        </pre>
      )}
      {whole !== "" && (
        <details className={classes.fold}>
          <summary>{t("replies.whole")}</summary>
          <pre className={classes.quoted} data-selectable>
            {whole}
          </pre>
        </details>
      )}
    </>
  );
}
