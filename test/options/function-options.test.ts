import { describe, expect, it } from "vitest";
import { KindredError } from "../../src/index.js";
import { CALLS, type Call, finish, SPLITTERS, unknown } from "./calls.js";

/** Calls with some options changed, and gives the error. */
async function refusalOf({ args, call, options }: Call, change: unknown): Promise<KindredError> {
  const given = [...args()];
  const own = given[options!] as object;
  given[options!] =
    typeof change === "object" && change !== null && !Array.isArray(change) ? { ...own, ...change } : change;
  try {
    await finish(call(...given));
  } catch (error) {
    if (error instanceof KindredError) return error;
    throw error;
  }
  throw new Error("nothing was refused");
}

/** The names of all options, as the error lists them. */
const namesIn = ({ fix }: KindredError): string[] => [...(fix ?? "").matchAll(/"(\w+)"/g)].map(([, name]) => name!);

const WITH_OPTIONS: readonly Call[] = [
  ...CALLS.filter(({ options }) => options !== undefined),
  ...SPLITTERS.map(
    (Splitter): Call => ({ name: Splitter.name, args: () => [{}], call: (given) => new Splitter(given), options: 0 }),
  ),
];

it("every exported function is tried here", () => {
  expect(unknown).toEqual([]);
  expect(WITH_OPTIONS.length).toBeGreaterThan(60);
});

describe.each(WITH_OPTIONS)("$name", (call) => {
  it("takes the options that it is tried with", async () => {
    // There is no workbook to read; the error must be about that and not about options.
    if (call.name === "readXlsx") expect((await refusalOf(call, {})).code).not.toBe("INVALID_PARAMETER");
    else await finish(call.call(...call.args()));
  });

  it("refuses an option that there is not, lists those there are, and knows what was meant", async () => {
    const error = await refusalOf(call, { nonsense: 1 });
    expect(error).toMatchObject({
      code: "INVALID_PARAMETER",
      problem: expect.stringContaining('unknown option "nonsense"'),
    });
    const names = namesIn(error);
    expect(names.length).toBeGreaterThan(0);
    const [longest] = [...names].sort((a, b) => b.length - a.length);
    expect((await refusalOf(call, { [`${longest}s`]: 1 })).problem).toContain(`did you mean "${longest}"?`);
  });

  it("refuses every option of a type that nothing has", async () => {
    for (const name of namesIn(await refusalOf(call, { nonsense: 1 }))) {
      const error = await refusalOf(call, { [name]: Symbol("wrong") });
      expect(error, name).toMatchObject({ code: "INVALID_PARAMETER", message: expect.stringContaining(name) });
    }
  });

  it.each([null, 7, "text", true, [1, 2]])("refuses %j as its options", async (given) => {
    expect((await refusalOf(call, given)).code).toBe("INVALID_PARAMETER");
  });
});
