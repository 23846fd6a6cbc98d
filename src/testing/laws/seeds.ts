import { OTHER } from "../example-data.js";
import { plainRows, sameBits } from "../subject.js";
import { allVerbs, demand, type Law, learns } from "./law.js";
import { resample } from "./resampled.js";

const SEEDS = [1, 2, 3, 4, 5, 6];

/** The law of seeds. */
export const seedLaws: readonly Law[] = [
  {
    name: "another seed teaches something else",
    says: "An option `seed` that changes nothing is a promise that is not kept. Where it matters under some options alone they are the trait `seedParams`; where it matters on more rows than the checks have, or in what is reported alone, the trait is `false`.",
    applies: (subject) => "seed" in subject.make().params && subject.traits.seedParams !== false,
    async check(subject) {
      const example = subject.noise();
      const asked = subject.noise(OTHER).data;
      const results: unknown[][][][] = [];
      for (const seed of SEEDS) {
        const params = { ...subject.params, ...(subject.traits.seedParams || {}), seed };
        results.push(
          learns(subject)
            ? allVerbs(subject, await subject.fit(example, {}, params), asked)
            : [plainRows((await resample(subject, params, example)).x)],
        );
      }
      const [first, ...others] = results;
      const same = (other: unknown[][][]): boolean => other.every((result, k) => sameBits(result, first![k]!));
      demand(!others.every(same), `the seeds ${SEEDS.join(", ")} all give the same: the seed is not used`);
    },
  },
];
