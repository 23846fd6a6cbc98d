import { KindredError } from "../../errors/index.js";
import * as z from "../../options/schemas.js";

/** A schema whose values become others. Where the conversion throws, that is an issue of the option, and names it. */
export function converted<A, B>(schema: z.ZodType<A, unknown>, convert: (value: A) => B): z.ZodType<B, unknown> {
  return schema.transform((value, context) => {
    try {
      return convert(value);
    } catch (cause) {
      const message = cause instanceof KindredError ? cause.problem : String(cause);
      context.issues.push({ code: "custom", message, input: value });
      return z.NEVER;
    }
  });
}
