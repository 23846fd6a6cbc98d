import { KindredError } from "../../errors/index.js";

export function wrongWidth(got: number, expected: number): KindredError {
  return new KindredError({
    code: "WRONG_WIDTH",
    where: "Scaler.inverseTransform",
    problem: `got ${got} values a row for ${expected} columns`,
    fix: "Pass rows as transform gives them",
    expected,
    got,
  });
}
