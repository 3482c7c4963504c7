import {
  IconAlertTriangle,
  IconCalendar,
  IconEye,
  IconHelpCircle,
  IconMail,
  IconMailOff,
  IconMailX,
  IconMessage,
  IconRobot,
  IconUser,
  type TablerIcon,
} from "@tabler/icons-react";
import type { Verdict } from "../../wire/wire";

export const verdictIcons: Record<Verdict, TablerIcon> = {
  human_reply: IconMessage,
  review: IconHelpCircle,
  auto_reply: IconRobot,
  delivery_report: IconMailX,
  read_receipt: IconEye,
  spam_report: IconAlertTriangle,
  calendar: IconCalendar,
  unsubscribe: IconMailOff,
  own: IconUser,
  unrelated: IconMail,
};
