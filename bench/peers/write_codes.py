"""Writes a table of codes with gaps as Parquet to standard output: `write_codes.py rows columns polars|pyarrow`, packed as that writer packs by default."""

import io
import sys

import numpy
import polars
import pyarrow.parquet

rows, columns = int(sys.argv[1]), int(sys.argv[2])
random = numpy.random.default_rng(1)
codes = {}
for j in range(columns):
    values = polars.Series(random.integers(0, [10, 6, 40, 100][j % 4], rows).astype(numpy.int64))
    codes[f"C{j}"] = values.set(polars.Series(random.random(rows) < 0.1), None)
table = polars.DataFrame(codes)
file = io.BytesIO()
if sys.argv[3] == "polars":
    table.write_parquet(file)
else:
    pyarrow.parquet.write_table(table.to_arrow(), file)
sys.stdout.buffer.write(file.getbuffer())
