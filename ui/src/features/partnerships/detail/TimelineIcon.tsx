import {
  IconAdjustments,
  IconAlertTriangle,
  IconArrowBackUp,
  IconArrowMerge,
  IconChecklist,
  IconMail,
  IconMailOpened,
  IconPhone,
} from "@tabler/icons-react";
import type { What } from "../../../wire/wire";
import { kindOf } from "./sentence";
import classes from "./Timeline.module.css";

const byKind = {
  emails: IconMail,
  calls: IconPhone,
  tasks: IconChecklist,
  changes: IconAdjustments,
};

function iconOf(what: What) {
  switch (what.type) {
    case "replied":
      return IconMailOpened;
    case "email_failed":
    case "email_in_doubt":
    case "bounced":
      return IconAlertTriangle;
    case "merged":
    case "contact_merged":
      return IconArrowMerge;
    case "undone":
      return IconArrowBackUp;
    default:
      return byKind[kindOf(what)];
  }
}

export function TimelineIcon({ what }: { what: What }) {
  const Icon = iconOf(what);
  return <Icon size={16} aria-hidden className={classes.icon} />;
}
