import sys

import polars

path, target = sys.argv[1:]
polars.read_csv(path, separator=";", infer_schema_length=10_000).write_parquet(target, compression="snappy")
