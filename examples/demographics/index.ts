import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { Country } from "./country.js";
import { writeDictionary, writeLevels } from "./dictionary.js";
import { FILES, type FileName } from "./facts.js";
import { writeSuppressions } from "./suppressions.js";
import { writeFile } from "./write-file.js";

/** What files to make. */
export interface DemographicOptions {
  /** Where they go. */
  readonly folder: string;
  /** Rows by file. */
  readonly rows: Readonly<Record<FileName, number>>;
  /** The same seed gives the same bytes. */
  readonly seed?: number;
  readonly signal?: AbortSignal | undefined;
  /** Called with the rows written so far, of all files. */
  readonly onProgress?: (done: number, total: number) => void;
}

/** Where the files are. */
export interface DemographicFiles {
  /** The CSV file of each. */
  readonly data: Readonly<Record<FileName, string>>;
  /** What nobody knows of real people: planted segment and true probability of a response, by id. */
  readonly truth: Readonly<Record<FileName, string>>;
  readonly dictionary: string;
  readonly levels: string;
  /** Ids of people in the file to be scored who are not to be contacted, with the reason. */
  readonly suppress: string;
}

/**
 * Makes the files of a mail-order company: a population, its customers, a mailing with responses and one to be scored, with 366 columns each
 * whose names, codes and shares are published, and whose people are made up. Rows stream: memory does not grow with them.
 */
export async function makeDemographics(options: DemographicOptions): Promise<DemographicFiles> {
  const { folder, rows, seed = 1, signal, onProgress } = options;
  await mkdir(folder, { recursive: true });
  const country = new Country(seed);
  const named = (make: (file: FileName) => string): Record<FileName, string> =>
    Object.fromEntries(FILES.map((file) => [file, join(folder, make(file))])) as Record<FileName, string>;
  const data = named((file) => `${file}.csv`);
  const truth = named((file) => `${file}-truth.csv`);
  const total = FILES.reduce((sum, file) => sum + rows[file], 0);
  let done = 0;
  const onRows = (count: number): void => {
    done += count;
    onProgress?.(done, total);
  };
  for (const file of FILES)
    await writeFile({ country, seed, file, rows: rows[file], path: data[file], truth: truth[file], signal, onRows });
  const dictionary = join(folder, "dictionary.csv");
  const levels = join(folder, "levels.csv");
  await writeDictionary(dictionary);
  await writeLevels(levels);
  const suppress = join(folder, "suppress.csv");
  await writeSuppressions(suppress, seed, rows.test);
  return { data, truth, dictionary, levels, suppress };
}
