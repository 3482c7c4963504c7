import { IconChecklist, IconMail, IconPhone } from "@tabler/icons-react";

export const stepTypeIcons = { email: IconMail, call: IconPhone, task: IconChecklist };
