import { type Form, forms } from "../../document/index.js";
import { type ColumnPlan, type Label, type Origin, STORAGE_NAMES } from "../../matrix/index.js";
import type { ColumnSchema } from "../../table/index.js";
import { segmentIdsForm, segmentsForm } from "../segments/index.js";
import { profileForm } from "../training/profile.js";
import type { InputDocument } from "./input-document.js";

const texts = forms.list(forms.text());

/** What is known of a column beside its values. */
export const columnSchemaForm: Form<ColumnSchema> = forms.record({
  role: forms.optional(forms.oneOf("feature", "id", "target", "weight", "group", "time")),
  level: forms.optional(forms.oneOf("nominal", "ordinal", "numeric", "binary")),
  direction: forms.optional(forms.oneOf("up", "down")),
  description: forms.optional(forms.text()),
  codes: forms.optional(forms.dictionary(forms.text())),
  subject: forms.optional(forms.text()),
  kind: forms.optional(forms.oneOf("indicator")),
  source: forms.optional(forms.text()),
  category: forms.optional(forms.text()),
  meaning: forms.optional(forms.text()),
  guessed: forms.optional(forms.list(forms.oneOf("role", "level", "direction"))),
});

const originForm: Form<Origin> = forms.record({
  sources: texts,
  column: forms.optional(forms.text()),
  category: forms.optional(forms.text()),
  step: forms.optional(forms.text()),
});

/** An origin, or its place among those that columns share. */
const originOrPlace: Form<Origin | number> = {
  check: (value, at) => (typeof value === "number" ? place : originForm).check(value, at),
};
const place = forms.number({ min: 0, below: "origins", whole: true });

const columnForm: Form<ColumnPlan & { readonly origin?: Origin | number }> = forms.record({
  name: forms.text(),
  storage: forms.oneOf(...STORAGE_NAMES),
  labels: forms.optional(texts),
  shows: forms.optional(forms.oneOf("boolean", "date")),
  origin: forms.optional(originOrPlace),
});

const classesForm: Form<readonly Label[]> = forms.checked(forms.list(forms.label(), "classes"), (classes) =>
  classes.length > 0 && new Set(classes).size === classes.length ? undefined : "is no list of distinct labels",
);

/** What a model asks of later data, as documents hold it. */
export const inputForm: Form<InputDocument> = forms.record({
  origins: forms.optional(forms.list(originForm, "origins")),
  columns: forms.checked(forms.list(columnForm, "inputs"), (columns) =>
    new Set(columns.map(({ name }) => name)).size === columns.length ? undefined : "has a column twice",
  ),
  schema: forms.list(forms.pair(forms.text(), columnSchemaForm)),
  classes: forms.optional(classesForm),
  profile: forms.optional(profileForm),
  segments: forms.optional(segmentsForm),
  segmentIds: forms.optional(segmentIdsForm),
});
