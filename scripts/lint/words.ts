/**
 * Words that the project does not use, in names, comments, messages and documents, and what to write instead. `npm run lint` refuses them. The
 * field has a term for each; American spelling.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const WORDS: Readonly<Record<string, string>> = {
  "centres?|centred|centring": "centroid of a cluster, center of a column",
  "colours?|favour\\w*|behaviours?|neighbours?|neighbouring|neighbourhoods?|grey": "American spelling",
  "(?:normal|standard|recogn|minim|maxim|optim|initial|serial|summar|organ)is(?:e[ds]?|ing|ation)":
    "American spelling (-ize)",
  "crews?|mayHire|hired?": "TaskQueue, acquireWorkers, canUseWorkers",
  "breathers?|breathe": "yieldToEventLoop",
  "hopeless|obey": "unavailable, handle",
  unprocessed: "baseOf, or the plain description",
  "whoever|nobody|anew": "the caller, no row, again",
  "of equals": "ties: the first",
  machinery: "(nothing)",
  "(?:may|is|are|be|was|not) told": "options of, is given, reads",
  "so many|put right|no say": "n or this many, classified correctly, zero weight",
  "BlockFold|keepBytes|laid-columns|packingOf|rowsTogether":
    "Reducer, cacheBytes, packed columns, packRows, contiguousRows",
  "saidOf|oddsOfKindred|kindredOf": "prediction, priorOdds, posterior",
};
const PLACES = ["src", "docs/guides", "README.md", "CONTRIBUTING.md"];
/** Files that name a former word because documents or callers may still hold it. */
const FORMER = /kmeans\/index\.ts$|cache-bytes\.ts$|estimator\/define\/options\.ts$|pipeline\/cache\.ts$/;

const pattern = new RegExp(`\\b(?:${Object.keys(WORDS).join("|")})\\b`, "i");

function filesIn(path: string): string[] {
  if (/\.(?:ts|md)$/.test(path)) return [path];
  if (/\.\w+$|generated$/.test(path)) return [];
  return readdirSync(path).flatMap((name) => filesIn(join(path, name)));
}

let found = 0;
for (const file of PLACES.flatMap(filesIn).filter((path) => !FORMER.test(path)))
  for (const [number, line] of readFileSync(file, "utf8").split("\n").entries()) {
    const word = pattern.exec(line)?.[0];
    if (word === undefined) continue;
    found++;
    const [, better] = Object.entries(WORDS).find(([words]) => new RegExp(`^(?:${words})$`, "i").test(word))!;
    console.error(`${file}:${number + 1}: "${word}"; write ${better}`);
  }
if (found > 0) process.exitCode = 1;
