import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import writeXlsx from "write-excel-file/node";
import { writeDictionary, writeLevels } from "../../examples/demographics/dictionary.js";
import { columnFacts } from "../../examples/demographics/facts.js";
import { DataDictionary, Schema } from "../../src/index.js";
import { parseCsv, readCsv, readDictionary } from "../../src/io/index.js";
import { realData } from "../reference.js";

const folder = mkdtempSync(join(tmpdir(), "kindred-dictionary-"));
afterAll(() => rmSync(folder, { recursive: true }));
const file = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};

const VALUES = `Attribute;Description;Value;Meaning
AGE_RZ;age class;"-1, 9";unknown / no main age detectable
;;1.0;young
;;2;
CAR TRUCK;vehicles;0;no transaction known
;;1;one
AMOUNT;money;…;numeric value
ZONE;where;X;unknown
;;A;north
`;
const LEVELS = "Level;Attributes\nPerson;AGE_RZ AMOUNT\n;ZONE\nHousehold;CAR, TRUCK\n";

describe("readDictionary", () => {
  it("fills groups down, takes lists and pairs of names apart, and knows amounts and levels", async () => {
    const dictionary = await readDictionary(file("values.csv", VALUES), {
      levels: file("levels.csv", LEVELS),
      suffixes: ["_RZ"],
      aliases: { LORRY: "TRUCK" },
    });
    expect(dictionary.columns.map(({ name, level }) => [name, level])).toEqual([
      ["AGE_RZ", "Person"],
      ["CAR", "Household"],
      ["TRUCK", "Household"],
      ["AMOUNT", "Person"],
      ["ZONE", "Person"],
    ]);
    expect(dictionary.column("AGE")!.values).toEqual([
      { code: "-1", meaning: "unknown / no main age detectable", kind: "unknown" },
      { code: "9", meaning: "unknown / no main age detectable", kind: "unknown" },
      { code: "1", meaning: "young" },
      { code: "2", meaning: "" },
    ]);
    expect(dictionary.column("AMOUNT")).toMatchObject({ numeric: true, values: [] });
    expect(dictionary.noActivityCodes("LORRY")).toEqual(["0"]);
    expect(dictionary.unknownCodes("ZONE")).toEqual(["X"]);
    expect(dictionary.meaning("AGE", 1)).toBe("young");
    expect(dictionary.meaning("AGE", 2)).toBeUndefined();
    expect(dictionary.column("NOPE")).toBeUndefined();
    const again = await readDictionary(file("copy.json", JSON.stringify(dictionary)));
    expect(again.toJSON()).toEqual(dictionary.toJSON());
  });

  it("reads the generated dictionary: every documented column, and no other", async () => {
    const path = join(folder, "dictionary.csv");
    const levels = join(folder, "generated-levels.csv");
    await writeDictionary(path);
    await writeLevels(levels);
    const aliases = Object.fromEntries(
      columnFacts.flatMap(({ name, dictionaryName }) =>
        dictionaryName === undefined || dictionaryName === `${name}_RZ` ? [] : [[name, dictionaryName]],
      ),
    );
    const dictionary = await readDictionary(path, { levels, suffixes: ["_RZ"], aliases });
    for (const facts of columnFacts) {
      if (facts.extra || facts.type === "id") continue;
      const entry = dictionary.column(facts.name);
      expect(entry === undefined, facts.name).toBe(facts.documented === false);
      if (entry === undefined) continue;
      expect(dictionary.unknownCodes(facts.name)).toEqual((facts.unknown ?? []).map(String));
      if (facts.level !== undefined) expect(entry.level).toBe(facts.level);
    }
  });

  it("reads workbooks as they come: titles above the header, a column before it, numbers, merged groups, other sheets", async () => {
    const values: (string | number | null)[][] = [
      [null, "Values of the attributes", null, null, null],
      [null, "Attribute", "Description", "Value", "Meaning"],
      [null, "AGE_RZ", "age class", "-1, 9", "unknown / no main age detectable"],
      [null, null, null, 1, "young"],
      [null, null, null, 2, "old"],
      [null, "CAR TRUCK", "vehicles", 0, "no transactions known"],
      [null, "AMOUNT", "money", "…", "numeric value (typically coded from 1-10)"],
      [null, "ZONE", "where", "X", "unknown"],
    ];
    const levels = [
      [null, "Information level", "Attribute", "Description"],
      [null, "Person", "AGE_RZ\nAMOUNT", "two names in a cell"],
      [null, null, "ZONE", null],
      [null, "Household", "CAR", null],
    ];
    const [book, levelBook] = [join(folder, "values.xlsx"), join(folder, "levels.xlsx")];
    await writeXlsx([
      { sheet: "Notes", data: [["nothing here"]] },
      { sheet: "Values", data: values },
    ]).toFile(book);
    await writeXlsx(levels).toFile(levelBook);
    const dictionary = await readDictionary(book, { sheet: "Values", levels: levelBook, suffixes: ["_RZ"] });
    expect(dictionary.columns.map(({ name, level, numeric }) => [name, level, numeric])).toEqual([
      ["AGE_RZ", "Person", false],
      ["CAR", "Household", false],
      ["TRUCK", undefined, false],
      ["AMOUNT", "Person", true],
      ["ZONE", "Person", false],
    ]);
    expect(dictionary.unknownCodes("AGE")).toEqual(["-1", "9"]);
    expect(dictionary.meaning("AGE", 2)).toBe("old");
    expect(dictionary.noActivityCodes("TRUCK")).toEqual(["0"]);
    await expect(readDictionary(book)).rejects.toThrow(
      /values\.xlsx has no column "attribute", "description", "value" and "meaning"\. Its columns are "nothing here"/,
    );
    await expect(readDictionary(book, { sheet: "Nope" })).rejects.toThrow(
      /cannot be read as a workbook with a sheet "Nope"/,
    );
    await expect(readDictionary(file("no.xlsx", "no workbook"))).rejects.toThrow(
      /no\.xlsx cannot be read as a workbook/,
    );
    await expect(readDictionary("nowhere.xlsx")).rejects.toThrow(
      "readDictionary: nowhere.xlsx: there is no such file. Check the path.",
    );
  });

  it("reads the COIL 2000 dictionary, as text and as JSON, and finds what is known to be odd in it", async (context) => {
    const set = realData("coil2000");
    if (set === undefined) return context.skip();
    const text = await readDictionary(join(set, "dictionary.txt"));
    const json = await readDictionary(join(set, "dictionary.json"));
    expect(text.columns).toHaveLength(86);
    expect(json.columns.map(({ name }) => name)).toEqual(text.columns.map(({ name }) => name));
    for (const dictionary of [text, json]) {
      expect(dictionary.meaning("MOSTYPE", 8)).toBe("Middle class families");
      expect(dictionary.meaning("MFALLEEN", 9)).toBe("100%");
      expect(dictionary.meaning("PBYSTAND", 1)).toBe("f 1 – 49");
      expect(dictionary.column("MAANTHUI")!.values).toHaveLength(10);
    }
    const table = await readCsv(join(set, "ticdata2000.csv"));
    const audit = text.audit(table);
    expect([audit.undocumented, audit.unused, audit.mixed]).toEqual([[], [], []]);
    // Numbers of policies are documented from 1 to 12, and most people have none.
    const outside = new Set(audit.outOfRange.map(({ column, code }) => `${column[0]}${code}`));
    expect([...outside]).toEqual(["A0"]);
    expect(new Set(audit.outOfRange.map(({ column }) => column)).size).toBe(21);
    const schema = Schema.infer(table, json);
    expect(schema.column("MOSTYPE").level).toBe("nominal");
    expect(schema.column("MKOOPKLA").level).toBe("ordinal");
    expect(schema.column("MAANTHUI").level).toBe("numeric");
    expect(schema.column("CARAVAN").level).toBe("binary");
    await expect(readDictionary(file("none.txt", "nothing"))).rejects.toThrow(/there is no numbered line/);
    await expect(readDictionary(file("lost.txt", "1 AGE age see L1\n"))).rejects.toThrow(
      /AGE refers to a table L1, which is not there/,
    );
  });

  it("says which column a file lacks", async () => {
    await expect(readDictionary(file("bad.csv", "Attribute;Meaning\nA;b\n"))).rejects.toThrow(
      /bad\.csv has no column "description" and "value". Its columns are "Attribute" and "Meaning"/,
    );
    await expect(readDictionary(file("bad.json", "{"))).rejects.toThrow("cannot be read as JSON");
    expect(() => new DataDictionary([], { aliases: { A: "B" } })).toThrow('the alias "A" leads to "B"');
    const twice = { name: "A", numeric: false, values: [] };
    expect(() => new DataDictionary([twice, twice])).toThrow('"A" is described twice');
  });
});

describe("DataDictionary.audit", () => {
  it("finds names without entries and entries without names, and codes of every doubtful kind", async () => {
    const dictionary = await readDictionary(file("values2.csv", VALUES), { suffixes: ["_RZ"] });
    const table = parseCsv("LNR,AGE,CAR,ZONE,HOBBY,KIND\n1,1,0,A,1,1\n2,-1,3,X,2,2\n3,9,1,XX,-1,3\n4,7,1,A,3,X\n");
    const audit = dictionary.audit(Schema.infer(table).attach(table));
    expect(audit.ids).toEqual(["LNR"]);
    expect(audit.undocumented).toEqual(["HOBBY", "KIND"]);
    expect(audit.unused).toEqual(["TRUCK", "AMOUNT"]);
    expect(audit.unknown).toEqual([
      { column: "AGE", code: "-1", rows: 1 },
      { column: "AGE", code: "9", rows: 1 },
      { column: "ZONE", code: "X", rows: 1 },
    ]);
    expect(audit.outOfRange).toEqual([
      { column: "AGE", code: "7", rows: 1 },
      { column: "CAR", code: "3", rows: 1 },
      { column: "ZONE", code: "XX", rows: 1 },
    ]);
    expect(audit.suspected).toContainEqual({ column: "HOBBY", code: "-1", rows: 1 });
    expect(audit.suspected).toContainEqual({ column: "KIND", code: "X", rows: 1 });
    expect(audit.mixed).toEqual(["KIND"]);
    expect(audit.toText()).toContain("Undocumented: 2 columns");
    expect(audit.toTable().numRows).toBe(1 + 2 + 2 + 1 + 3 + 3 + audit.suspected.length);
    const near = dictionary.audit(parseCsv("TRUCKS,ZONE\n1,A\n"));
    expect(near.alike).toEqual([{ column: "TRUCKS", entry: "TRUCK" }]);
    expect(near.toText()).toContain("Perhaps the same under two names: TRUCKS and TRUCK.");
  });

  it("gives a Schema what codes mean", async () => {
    const dictionary = await readDictionary(file("values3.csv", VALUES), { suffixes: ["_RZ"] });
    const schema = Schema.infer(parseCsv("AGE,ZONE\n1,A\n2,A\n"), dictionary);
    expect(schema.column("AGE").codes).toEqual({ "1": "young" });
    expect(schema.column("ZONE").codes).toEqual({ A: "north" });
  });
});
