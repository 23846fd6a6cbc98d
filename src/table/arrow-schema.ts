import type { Field } from "apache-arrow";
import { Schema } from "apache-arrow/schema";

/**
 * A schema of fields in their order. Arrow's own looks every field up by name among all others whenever a batch is made: of 100,000 columns that
 * takes a minute. This one knows that a batch of the same fields has the same schema.
 */
export function arrowSchema(fields: readonly Field[], metadata?: Map<string, string>): Schema {
  orderedSchema ??= class OrderedSchema extends Schema {
    override assign(...args: never[]): never {
      const [fields] = args as unknown as [unknown];
      const same =
        Array.isArray(fields) &&
        fields.length === this.fields.length &&
        fields.every((field, j) => field === this.fields[j]);
      return same ? (this as never) : (super.assign(...args) as never);
    }
  };
  return new orderedSchema([...fields], metadata ?? new Map());
}

/** Made with the first schema: importing this module does not need Arrow, which the bundles for Node load when a Table is made. */
let orderedSchema: typeof Schema | undefined;
