import { answerLaws } from "./answers.js";
import { badInputLaws } from "./bad-input.js";
import type { Law } from "./law.js";
import { learningLaws } from "./learning.js";
import { optionLaws } from "./options.js";
import { targetLaws } from "./targets.js";
import { weightLaws } from "./weights.js";

/** The laws, in the order in which they are tried. */
export const laws: readonly Law[] = [
  ...optionLaws,
  ...learningLaws,
  ...answerLaws,
  ...badInputLaws,
  ...weightLaws,
  ...targetLaws,
];
