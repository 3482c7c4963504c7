import { IconChecklist, IconMail, IconPhone } from "@tabler/icons-react";

export const kindIcons = { email: IconMail, call: IconPhone, task: IconChecklist };
