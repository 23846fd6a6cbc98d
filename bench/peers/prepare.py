import csv
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd
from serve import serve
from sklearn.compose import ColumnTransformer
from sklearn.impute import SimpleImputer
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

folder = Path(sys.argv[1])


def unknown_codes():
    """By column the codes whose meaning begins with "unknown"; names stand on a group's first row only."""
    codes, name = {}, None
    with open(folder / "dictionary.csv", encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter=";"):
            name = row["Attribute"] or name
            if row["Meaning"].startswith("unknown"):
                codes[name.removesuffix("_RZ")] = [value.strip() for value in row["Value"].split(",")]
    return codes


def prepare():
    start = time.perf_counter()
    table = pd.read_csv(folder / "population.csv", sep=";", low_memory=False)
    read = time.perf_counter() - start
    table = table.drop(columns="LNR")
    for name, codes in unknown_codes().items():
        if name not in table:
            continue
        column = table[name]
        if column.dtype.kind in "if":
            codes = [float(code) for code in codes if code.lstrip("-").isdigit()]
        table[name] = column.mask(column.isin(codes))
    table = table.loc[:, table.isna().mean() <= 0.3]
    words = [name for name in table if table[name].dtype.kind not in "if"]
    numbers = [name for name in table if name not in words]
    table[words] = table[words].astype(object).where(table[words].notna(), np.nan)
    for name in words:
        table[name] = table[name].map(str, na_action="ignore")
    steps = ColumnTransformer(
        [
            ("numbers", SimpleImputer(strategy="median"), numbers),
            (
                "words",
                Pipeline(
                    [
                        ("impute", SimpleImputer(strategy="most_frequent")),
                        ("encode", OneHotEncoder(min_frequency=0.01, sparse_output=False, dtype=np.float32)),
                    ]
                ),
                words,
            ),
        ]
    )
    output = Pipeline([("encode", steps), ("scale", StandardScaler())]).fit_transform(table)
    return {"read": read, "rows": output.shape[0], "columns": output.shape[1]}


serve(prepare)
