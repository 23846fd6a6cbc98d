import { answerLaws } from "./answers.js";
import { badInputLaws } from "./bad-input.js";
import { foundationLaws } from "./foundations.js";
import type { Law } from "./law.js";
import { learningLaws } from "./learning.js";
import { optionLaws } from "./options.js";
import { outputLaws } from "./outputs.js";
import { resamplingLaws } from "./resampling.js";
import { seedLaws } from "./seeds.js";
import { stoppingLaws } from "./stopping.js";
import { targetLaws } from "./targets.js";
import { weightLaws } from "./weights.js";

export type { Law } from "./law.js";

/** The laws by chapter, in the order in which they are tried: the foundations first. */
export const chapters: readonly { readonly title: string; readonly laws: readonly Law[] }[] = [
  { title: "Foundations", laws: foundationLaws },
  { title: "Resampling", laws: resamplingLaws },
  { title: "Options", laws: optionLaws },
  { title: "Learning", laws: learningLaws },
  { title: "Seeds", laws: seedLaws },
  { title: "Threads and stopping", laws: stoppingLaws },
  { title: "Answers", laws: answerLaws },
  { title: "What comes out", laws: outputLaws },
  { title: "Input that is refused", laws: badInputLaws },
  { title: "Weights", laws: weightLaws },
  { title: "Targets", laws: targetLaws },
];

/** The laws, in the order in which they are tried. */
export const laws: readonly Law[] = chapters.flatMap(({ laws }) => laws);
