import type * as z from "zod";
import type { DocumentLimits } from "../document/index.js";
import { check } from "../options/index.js";

const limit = check.expected((value) => typeof value === "number" && value >= 0, "a number of 0 or more");

/** The check of how large a document may be. */
export const limitsCheck: z.ZodType = check.object<DocumentLimits>({ characters: limit, depth: limit, values: limit });
