import { Radio, Table, VisuallyHidden } from "@mantine/core";
import { t } from "../../shared/i18n/t";
import { useStages } from "../../shared/stages/stages";
import type { MergeDifference, MergeField, MergePreview, Side, Stage } from "../../wire/wire";

const sides = ["kept", "other"] as const satisfies readonly Side[];

type Props = {
  preview: MergePreview;
  sideOf: (difference: MergeDifference) => Side;
  onChoose: (field: MergeField, from: Side) => void;
};

/** The fields in which the two differ, side by side; the marked value stays. */
export function MergeChoices({ preview, sideOf, onChoose }: Props) {
  const { nameOf } = useStages();
  const { differences } = preview;
  if (differences.length === 0) return null;
  return (
    <Table layout="fixed" verticalSpacing={4} aria-label={t("partnerships.merge.fields")}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>
            <VisuallyHidden>{t("partnerships.merge.field")}</VisuallyHidden>
          </Table.Th>
          {sides.map((side) => (
            <Table.Th key={side} data-selectable>
              {preview[side]}
            </Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {differences.map((difference) => (
          <Table.Tr key={difference.field}>
            <Table.Th scope="row">{t(`partnerships.merge.field.${difference.field}`)}</Table.Th>
            {sides.map((side) => (
              <Table.Td key={side}>
                <Radio
                  size="sm"
                  name={`merge-${difference.field}`}
                  label={textOf(difference, side, nameOf)}
                  aria-label={t("partnerships.merge.take", {
                    field: t(`partnerships.merge.field.${difference.field}`),
                    value: textOf(difference, side, nameOf),
                    name: preview[side],
                  })}
                  checked={sideOf(difference) === side}
                  onChange={() => onChoose(difference.field, side)}
                />
              </Table.Td>
            ))}
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

const tiers = ["one", "two", "three"] as const;

function textOf(difference: MergeDifference, side: Side, stageName: (of: Stage) => string): string {
  const text = difference[side];
  if (text === "") return t("partnerships.merge.empty");
  if (difference.field === "stage") return stageName(text);
  const tier = tiers.find((one) => one === text);
  if (difference.field === "tier" && tier) return t(`partnerships.tier.${tier}`);
  return text;
}
