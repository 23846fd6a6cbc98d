import * as z from "../../options/schemas.js";

/**
 * The check of an object keyed by names that are not ours: columns, categories, codes. It is `z.record` but for one name: a column may be called `__proto__`,
 * which `z.record` leaves out without a word.
 */
export function recordSchema<T>(
  value: z.ZodType<T>,
  key: z.ZodType<string, string> = z.string(),
): z.ZodType<Readonly<Record<string, T>>> {
  const plain = z.record(key, value);
  return z.unknown().transform((given, context): Readonly<Record<string, T>> => {
    const found = plain.safeParse(given);
    if (!found.success) return refused(found.error, [], context);
    const left = Object.entries(given as object).find(([name]) => name === "__proto__");
    if (left === undefined) return found.data;
    const own = value.safeParse(left[1]);
    if (!own.success) return refused(own.error, ["__proto__"], context);
    return Object.fromEntries([...Object.entries(found.data), ["__proto__", own.data]]);
  });
}

function refused(error: z.ZodError, path: readonly PropertyKey[], context: z.RefinementCtx): never {
  for (const { message, path: inner } of error.issues)
    context.issues.push({ code: "custom", message, input: context.value, path: [...path, ...inner] });
  return z.NEVER;
}
