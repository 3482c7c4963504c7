/** A text with `{placeholders}`, or one text per plural form of `{count}`. */
export type PluralForms = { other: string } & Partial<Record<Intl.LDMLPluralRule, string>>;
export type Message = string | PluralForms;

type Placeholders<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Placeholders<Rest>
  : never;

/** The values that a message needs: what stands in braces, and `count` for plural forms. */
export type ValuesOf<M extends Message> = M extends string
  ? { [Name in Placeholders<M>]: string | number }
  : M extends { other: infer Other extends string }
    ? { [Name in Placeholders<Other>]: string | number } & { count: number }
    : never;

export function render(
  message: Message,
  values: Readonly<Record<string, string | number>>,
  locale: string,
): string {
  const text = typeof message === "string" ? message : pluralForm(message, values.count, locale);
  return text.replace(/\{(\w+)\}/g, (braces, name: string) => {
    const value = values[name];
    if (value === undefined) return braces;
    return typeof value === "number" ? new Intl.NumberFormat(locale).format(value) : value;
  });
}

function pluralForm(
  forms: PluralForms,
  count: string | number | undefined,
  locale: string,
): string {
  const rule = new Intl.PluralRules(locale).select(Number(count));
  return forms[rule] ?? forms.other;
}
