import { KindredError } from "../errors/index.js";
import type { ProspectOptions } from "./prospect-options.js";

/** Refuses options that make no list. */
export function checkProspects(options: ProspectOptions, where: string, outcomes: readonly string[]): void {
  const { ids, scores, households, contacts, suppress = {}, wholeHousehold = [] } = options;
  const fail = (
    problem: string,
    fix: string,
    code: "INVALID_PARAMETER" | "WRONG_LENGTH" = "INVALID_PARAMETER",
  ): never => {
    throw new KindredError({ code, where, problem, fix });
  };
  for (const [name, values] of [
    ["scores", scores],
    ["households", households],
    ["contacts", contacts?.last],
  ] as const)
    if (values !== undefined && values.length !== ids.length)
      fail(`${name} has ${values.length} values for ${ids.length} ids`, "Give one value a row", "WRONG_LENGTH");
  for (let i = 0; i < scores.length; i++)
    if (!Number.isFinite(scores[i])) fail(`the score of row ${i} is ${scores[i]}`, "Score every row before listing");
  for (const name of ["control", "exploration"] as const) {
    const share = options[name] ?? 0;
    if (!(share >= 0 && share < 1)) fail(`${name} is ${share}`, "Use a share of at least 0 and below 1");
  }
  if (contacts !== undefined && Number.isNaN(Number(contacts.since)))
    fail(`contacts.since is ${String(contacts.since)}`, "Use a Date, or milliseconds since 1970");
  const unknown = wholeHousehold.find((reason) => !Object.hasOwn(suppress, reason));
  if (unknown !== undefined)
    fail(`wholeHousehold names "${unknown}", which suppress lacks`, "Name a reason of suppress");
  if (wholeHousehold.length > 0 && households === undefined)
    fail("wholeHousehold is given and households is not", "Give the household of each row");
  const taken = [...outcomes, ...(contacts === undefined ? [] : ["contacted lately"])];
  const own = taken.find((name) => Object.hasOwn(suppress, name));
  if (own !== undefined) fail(`"${own}" is an outcome already`, "Call the reason something else");
  if (Object.keys(suppress).length > 100) fail("there are more than 100 reasons to suppress", "Join some");
  checkProfit(options, fail);
}

function checkProfit({ profit, scores }: ProspectOptions, fail: (problem: string, fix: string) => never): void {
  if (profit === undefined) return;
  if (!(profit.value > 0 && profit.cost >= 0))
    fail(
      `profit is a value of ${profit.value} and a cost of ${profit.cost}`,
      "Use a value above 0 and a cost of at least 0",
    );
  for (let i = 0; i < scores.length; i++)
    if (scores[i]! < 0 || scores[i]! > 1)
      fail(
        `the score of row ${i} is ${scores[i]}, and profit needs probabilities`,
        "Pass calibrated probabilities from 0 to 1",
      );
}
