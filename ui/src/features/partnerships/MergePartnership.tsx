import { useState } from "react";
import { t } from "../../shared/i18n/t";
import type { MergeOf, PartnershipId } from "../../wire/wire";
import { MergeDialog } from "./MergeDialog";
import { useNotesSessions } from "./NotesSessions";
import { PartnershipSelect } from "./PartnershipSelect";

type Props = { partnership: { id: PartnershipId; name: string }; onClose: () => void };

/** Takes another partnership into this one. */
export function MergePartnership({ partnership: { id, name }, onClose }: Props) {
  const [other, setOther] = useState<PartnershipId | null>(null);
  const notes = useNotesSessions();
  const of: MergeOf | null = other === null ? null : { type: "partnerships", kept: id, other };
  return (
    <MergeDialog
      title={t("partnerships.merge.title", { name })}
      picker={<PartnershipSelect except={id} onChange={setOther} />}
      of={of}
      saved={async () => (await notes.saved(id)) && (other === null || (await notes.saved(other)))}
      onClose={onClose}
    />
  );
}
