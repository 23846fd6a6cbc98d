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


DECADES = {code: 40 + 10 * k for k, codes in enumerate([(1, 2), (3, 4), (5, 6, 7), (8, 9), (10, 11, 12, 13), (14, 15)]) for code in codes}


def recode(table):
    """What the rules of ours/prepare.ts make, in the places of what they read."""
    status = pd.to_numeric(table["CAMEO_INTL_2015"], errors="coerce")
    made = {
        "PRAEGENDE_JUGENDJAHRE": {"DECADE": table["PRAEGENDE_JUGENDJAHRE"].map(DECADES)},
        "CAMEO_INTL_2015": {"WEALTH": status // 10, "LIFE_STAGE": status % 10},
        "WOHNLAGE": {"RURAL": (table["WOHNLAGE"] >= 7).astype(float).where(table["WOHNLAGE"].notna())},
        "OST_WEST_KZ": {"EAST": table["OST_WEST_KZ"].map({"O": 1.0, "W": 0.0}).astype(float)},
        "EINGEFUEGT_AM": {"YEAR": pd.to_datetime(table["EINGEFUEGT_AM"]).dt.year},
    }
    return pd.DataFrame({new: values for name in table for new, values in made.get(name, {name: table[name]}).items()})


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
    table = recode(table)
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
    pipeline = Pipeline([("encode", steps), ("scale", StandardScaler())])
    output = pipeline.fit_transform(table)
    scaler = pipeline["scale"]
    return {
        "read": read,
        "rows": output.shape[0],
        "columns": output.shape[1],
        "means": scaler.mean_.mean(),
        "deviations": scaler.scale_.mean(),
    }


serve(prepare)
