import { language } from "../../shared/i18n/t";
import type { Money, Tier } from "../../wire/wire";

export const tiers: readonly Tier[] = ["one", "two", "three"];

/** An amount as it is shown, such as "€12,000". */
export function moneyText({ amount, currency }: Money): string {
  try {
    const style = { style: "currency", currency, maximumFractionDigits: 0 } as const;
    return new Intl.NumberFormat(language, style).format(amount);
  } catch {
    // Three letters that are no currency.
    return `${amount} ${currency}`;
  }
}
