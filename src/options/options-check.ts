import { checkParams } from "./check-params.js";
import * as z from "./schemas.js";

/** One check for each option of an interface: the compiler sees to it that none is left out and none is invented. */
export type OptionChecks<O extends object> = { readonly [K in keyof O]-?: z.ZodType };

/**
 * The check of a function's options, as estimators check theirs: an unknown name, a wrong type or a missing option is one clear error.
 *
 * @param where - The function's name.
 * @param checks - What each option must be where it is given.
 * @param required - Options that must be given.
 * @returns Throws KindredError INVALID_PARAMETER for options that are not as they should be.
 */
export function optionsCheck<O extends object>(
  where: string,
  checks: OptionChecks<O>,
  required: readonly (keyof O & string)[] = [],
): (options: O) => void {
  // Built when first needed, so that loading a module costs nothing.
  let schema: z.ZodObject | undefined;
  return (options) => {
    schema ??= z.strictObject(
      Object.fromEntries(
        Object.entries<z.ZodType>(checks).map(([name, check]) => [
          name,
          (required as readonly string[]).includes(name) ? check : check.optional(),
        ]),
      ),
    );
    checkParams(where, schema, options);
  };
}
