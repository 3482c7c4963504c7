import { t } from "../../shared/i18n/t";
import type { WorkspaceTrouble } from "../../wire/wire";

/** The program reads its folder from this variable of the environment. */
const FOLDER_VARIABLE = "CADENCE_DESK_DATA_DIR";

type Words = {
  title: string;
  /** What happened, what it means for the data, and what to do. */
  sentences: string[];
  /** What the system said, for those who can use it. */
  detail?: string;
};

export function wordsFor(trouble: WorkspaceTrouble): Words {
  const elsewhere = t("trouble.elsewhere.text", { variable: FOLDER_VARIABLE });
  switch (trouble.reason) {
    case "damaged":
      return {
        title: t("trouble.damaged.title"),
        sentences: [t("trouble.damaged.text")],
        detail: trouble.detail,
      };
    case "newer":
      return {
        title: t("trouble.newer.title"),
        sentences: [
          t("trouble.newer.text", {
            file: String(trouble.file_version),
            known: String(trouble.known_version),
          }),
        ],
      };
    case "foreign":
      return { title: t("trouble.foreign.title"), sentences: [t("trouble.foreign.text")] };
    case "unwritable":
      return {
        title: t("trouble.unwritable.title"),
        sentences: [t("trouble.unwritable.text")],
        detail: trouble.detail,
      };
    case "synchronised":
      return {
        title: t("trouble.synchronised.title", { service: trouble.service }),
        sentences: [t("trouble.synchronised.text"), elsewhere],
      };
    case "network_disk":
      return {
        title: t("trouble.network_disk.title"),
        sentences: [t("trouble.network_disk.text", { fileSystem: trouble.file_system }), elsewhere],
      };
    case "disk_full":
      return { title: t("trouble.disk_full.title"), sentences: [t("trouble.disk_full.text")] };
    case "in_use":
      return { title: t("trouble.in_use.title"), sentences: [t("trouble.in_use.text")] };
    case "other":
      return {
        title: t("trouble.other.title"),
        sentences: [t("trouble.other.text")],
        detail: trouble.detail,
      };
  }
}
