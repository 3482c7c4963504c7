import { Button, NativeSelect, TextInput } from "@mantine/core";
import { useState } from "react";
import { t } from "../../shared/i18n/t";
import type { ReplyDetail, Ruling, Verdict } from "../../wire/wire";
import classes from "./ReplyPanes.module.css";
import type { ReplyActions } from "./useReplyActions";

const kinds = ["human_reply", "auto_reply", "unsubscribe", "hard", "soft", "unrelated"] as const;

type Kind = (typeof kinds)[number];

type Props = { reply: ReplyDetail; actions: ReplyActions };

/** The rep says what a message is, and in review whom it is about; the cadence follows. */
export function OverruleForm({ reply, actions }: Props) {
  const { verdict, found, suggested, enrolments, contact } = reply;
  const inReview = verdict === "review";
  // Somebody wrote who is in no cadence: it need not be about one of those who are.
  const ofColleague = contact === null && (found ?? verdict) === "human_reply";
  const [kind, setKind] = useState<Kind>(kindOf(inReview ? (suggested ?? "human_reply") : verdict));
  const [until, setUntil] = useState("");
  const only = enrolments.length === 1 ? enrolments[0] : undefined;
  const [about, setAbout] = useState(only && !ofColleague ? String(only.id) : "");
  const asks = ofColleague
    ? enrolments.length > 0
    : (inReview || contact === null) && enrolments.length > 1;
  const concernsNobody =
    kind === "unrelated" ||
    kind === "soft" ||
    (ofColleague && (kind === "human_reply" || kind === "auto_reply"));
  const needed = asks && about === "" && !concernsNobody;
  return (
    <div className={classes.part}>
      {asks && (
        <NativeSelect
          label={t("replies.about")}
          size="xs"
          value={about}
          onChange={(event) => setAbout(event.currentTarget.value)}
          data={[
            {
              value: "",
              label: t(ofColleague ? "replies.about.colleague" : "replies.about.choose"),
            },
            ...enrolments.map(({ id, contact_name, cadence_name }) => ({
              value: String(id),
              label: t("replies.about.one", { contact: contact_name, cadence: cadence_name }),
            })),
          ]}
        />
      )}
      <NativeSelect
        label={t("replies.overrule.kind")}
        size="xs"
        value={kind}
        onChange={(event) =>
          setKind(kinds.find((one) => one === event.currentTarget.value) ?? "human_reply")
        }
        data={kinds.map((one) => ({ value: one, label: t(`replies.overrule.${one}`) }))}
      />
      {kind === "auto_reply" && (
        <TextInput
          type="date"
          size="xs"
          label={t("replies.overrule.until")}
          description={t("replies.overrule.untilHint")}
          value={until}
          onChange={(event) => setUntil(event.currentTarget.value)}
        />
      )}
      <div className={classes.buttons}>
        <Button
          size="xs"
          variant={inReview ? "filled" : "default"}
          disabled={actions.busy || needed}
          onClick={() =>
            actions.overrule(rulingOf(kind, until), about === "" ? null : Number(about))
          }
        >
          {t("replies.overrule.do")}
        </Button>
      </div>
    </div>
  );
}

function kindOf(verdict: Verdict): Kind {
  switch (verdict) {
    case "auto_reply":
    case "unsubscribe":
    case "unrelated":
      return verdict;
    case "delivery_report":
      return "hard";
    case "spam_report":
      return "unsubscribe";
    case "human_reply":
    case "read_receipt":
    case "calendar":
    case "own":
    case "review":
      return "human_reply";
  }
}

function rulingOf(kind: Kind, until: string): Ruling {
  switch (kind) {
    case "auto_reply":
      return { is: kind, until: until === "" ? null : until };
    case "hard":
    case "soft":
      return { is: "bounce", hard: kind === "hard" };
    case "human_reply":
    case "unsubscribe":
    case "unrelated":
      return { is: kind };
  }
}
