import os
import sys

import lightgbm
import numpy
from serve import serve
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import roc_auc_score

codes, answers, rows, columns, name = sys.argv[1:]
shape = int(columns), int(rows)
# Each in the type that it takes without a copy.
dtype = numpy.float64 if name == "hist" else numpy.float32
x = numpy.fromfile(codes, numpy.int8).reshape(shape).T.astype(dtype, order="C")
y = numpy.fromfile(answers, numpy.uint8)
threads = int(os.environ.get("OMP_NUM_THREADS", os.cpu_count()))


def hist():
    return HistGradientBoostingClassifier(max_iter=100, max_leaf_nodes=31, early_stopping=False).fit(x, y)


def light():
    return lightgbm.LGBMClassifier(n_estimators=100, num_leaves=31, n_jobs=threads, verbose=-1).fit(x, y)


def run():
    model = {"hist": hist, "lightgbm": light}[name]()
    return {"auc": roc_auc_score(y[:4000], model.predict_proba(x[:4000])[:, 1])}


serve(run)
