import os
import sys

import numpy
from serve import serve
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import roc_auc_score

codes, answers, rows, columns = sys.argv[1:]
shape = int(columns), int(rows)
x = numpy.fromfile(codes, numpy.int8, shape[0] * shape[1]).reshape(shape).T.astype(numpy.float32, order="C")
y = numpy.fromfile(answers, numpy.uint8)
threads = int(os.environ.get("OMP_NUM_THREADS", os.cpu_count()))


def run():
    model = RandomForestClassifier(n_estimators=100, oob_score=True, n_jobs=threads).fit(x, y)
    return {"outOfBagScore": model.oob_score_, "auc": roc_auc_score(y, model.predict_proba(x)[:, 1])}


serve(run)
