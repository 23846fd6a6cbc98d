"""Writes fitted scikit-learn models as JSON that kindred's `fromSklearn` reads. Needs scikit-learn alone.

    from kindred_export import export
    export(pipeline, "model.json")

It takes Pipeline and ColumnTransformer (nested, with "passthrough" and "drop"), StandardScaler, MinMaxScaler, RobustScaler, SimpleImputer,
OneHotEncoder, OrdinalEncoder, PCA, KMeans, MiniBatchKMeans, LogisticRegression, GaussianNB, RandomForestClassifier,
HistGradientBoostingClassifier, and LightGBM's LGBMClassifier, and names what it cannot take. Columns hold numbers, booleans or text.
"""

import json

import numpy as np
import sklearn


_LARGEST = np.finfo(np.float64).max


class NotExported(TypeError):
    """A model, or an option of it, that has no counterpart."""


def export(model, path=None):
    """The document of a fitted model as text; written to a file where `path` is given."""
    width = int(model.n_features_in_)
    names = getattr(model, "feature_names_in_", None)
    columns = [f"x{j}" for j in range(width)] if names is None else [str(name) for name in names]
    described = _describe(model)
    if names is not None:
        columns, described = _used(columns, described)
    document = {
        "format": "kindred-sklearn",
        "version": 1,
        "sklearn": sklearn.__version__,
        "columns": columns,
        "model": described,
    }
    text = json.dumps(document, allow_nan=False)
    if path is not None:
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
    return text


def _used(columns, model):
    """Leaves out columns that the first step, where it is a ColumnTransformer, gives to no branch: a later table need not have them."""
    first = model
    while first["kind"] == "Pipeline":
        first = first["steps"][0][1]
    if first["kind"] != "ColumnTransformer":
        return columns, model
    used = sorted({j for branch in first["branches"] for j in branch["columns"]})
    for branch in first["branches"]:
        branch["columns"] = [used.index(j) for j in branch["columns"]]
    return [columns[j] for j in used], model


def _describe(model):
    if model is None or (isinstance(model, str) and model == "passthrough"):
        return {"kind": "Passthrough"}
    kind = type(model).__name__
    home = type(model).__module__.split(".")[0]
    if kind not in _KINDS or home != ("lightgbm" if kind == "LGBMClassifier" else "sklearn"):
        raise NotExported(f"{type(model).__module__}.{kind} has no counterpart. Known are {', '.join(_KINDS)}")
    described = _KINDS[kind](model)
    return {"kind": kind, **described} if "kind" not in described else described


def _demand(holds, model, option):
    if not holds:
        raise NotExported(f"{type(model).__name__} with {option} has no counterpart")


def _list(values):
    return np.asarray(values, dtype=np.float64).tolist()


def _number(value):
    """A number, or null for NaN."""
    value = float(value)
    return None if np.isnan(value) else value


def _is_missing(value):
    return value is None or type(value).__name__ == "NAType" or (isinstance(value, (float, np.floating)) and np.isnan(value))


def _value(value, model):
    """A category or a fill as JSON has it."""
    if isinstance(value, (bool, np.bool_)):
        return bool(value)
    if isinstance(value, str):
        return str(value)
    _demand(isinstance(value, (int, float, np.integer, np.floating)), model, f"values of the type {type(value).__name__}")
    return float(value)


def _categories(values, model):
    found = [None if _is_missing(value) else _value(value, model) for value in values]
    _demand(found.count(None) <= 1, model, "two kinds of missing values in one column")
    kinds = {type(value) for value in found if value is not None}
    _demand(len(kinds) <= 1, model, "values of several types in one column")
    return found


def _pipeline(model):
    steps = [[name, _describe(step)] for name, step in model.steps]
    # A step that does nothing is left out, but for the only one.
    working = [step for step in steps if step[1]["kind"] != "Passthrough"]
    return {"steps": working or steps[:1]}


def _columns(model):
    _demand(model.transformer_weights is None, model, "transformer_weights")
    branches = []
    for name, transformer, _ in model.transformers_:
        positions = [int(j) for j in model._transformer_to_input_indices[name]]
        if len(positions) == 0 or (isinstance(transformer, str) and transformer == "drop"):
            continue
        branches.append({"name": name, "columns": positions, "model": _describe(transformer)})
    _demand(len(branches) > 0, model, "no columns")
    return {"branches": branches}


def _function(model):
    _demand(model.func is None, model, "a function")
    return {"kind": "Passthrough"}


def _standard(model):
    width = model.n_features_in_
    return {
        "center": _list(np.zeros(width) if model.mean_ is None else model.mean_),
        "scale": _list(np.ones(width) if model.scale_ is None else model.scale_),
    }


def _min_max(model):
    _demand(not model.clip, model, "clip=True")
    # X * scale_ + min_
    return {"center": _list(-model.min_ / model.scale_), "scale": _list(1 / model.scale_)}


def _robust(model):
    width = model.n_features_in_
    return {
        "center": _list(model.center_ if model.with_centering else np.zeros(width)),
        "scale": _list(model.scale_ if model.with_scaling else np.ones(width)),
    }


def _imputer(model):
    _demand(_is_missing(model.missing_values), model, "other missing_values than NaN, None and pandas.NA")
    _demand(not any(_is_missing(value) for value in model.statistics_), model, "columns without a value")
    indicators = [] if model.indicator_ is None else [int(j) for j in model.indicator_.features_]
    return {"values": [_value(value, model) for value in model.statistics_], "indicators": indicators}


def _grouped(model, j, categories):
    """The place of each category of a column after rare ones are put together; a missing one that OrdinalEncoder keeps apart has none."""
    places = model._default_to_infrequent_mappings[j] if getattr(model, "_infrequent_enabled", False) else None
    return list(range(len(categories))) if places is None else [int(place) for place in places]


def _one_hot(model):
    columns = []
    for j, values in enumerate(model.categories_):
        categories = _categories(values, model)
        places = _grouped(model, j, categories)
        drop = None if model._drop_idx_after_grouping is None else model._drop_idx_after_grouping[j]

        def output(place):
            if drop is None or place < drop:
                return int(place)
            return -1 if place == drop else int(place) - 1

        rare = model._infrequent_indices[j] if getattr(model, "_infrequent_enabled", False) else None
        unknown = -1
        if model.handle_unknown == "error":
            unknown = -2
        elif model.handle_unknown != "ignore" and rare is not None and len(rare) > 0:
            unknown = output(places[int(rare[0])])
        columns.append(
            {
                "categories": categories,
                "outputs": [output(place) for place in places],
                "width": int(model._n_features_outs[j]),
                "unknown": unknown,
            }
        )
    return {"columns": columns}


def _ordinal(model):
    columns = []
    refuse = model.handle_unknown == "error"
    for j, values in enumerate(model.categories_):
        categories = _categories(values, model)
        places = _grouped(model, j, categories)
        missing = _number(model.encoded_missing_value)
        columns.append(
            {
                "categories": categories,
                "numbers": [missing if category is None else float(places[k]) for k, category in enumerate(categories)],
                "unknown": None if refuse else _number(model.unknown_value),
                "refuse": refuse,
            }
        )
    return {"columns": columns}


def _pca(model):
    return {
        "mean": _list(model.mean_),
        "components": _list(model.components_),
        "variance": _list(model.explained_variance_),
        "total": float(model.explained_variance_.sum() / max(model.explained_variance_ratio_.sum(), 1e-300)),
        "divisor": int(model.n_samples_) - 1,
        "whiten": bool(model.whiten),
    }


def _kmeans(model):
    return {
        "centroids": _list(model.cluster_centers_),
        "counts": np.bincount(model.labels_, minlength=model.n_clusters).tolist(),
        "inertia": float(model.inertia_),
        "iterations": int(model.n_iter_),
    }


def _classes(model):
    _demand(model.classes_.ndim == 1 if isinstance(model.classes_, np.ndarray) else False, model, "several targets")
    return model.classes_.tolist()


def _logistic(model):
    return {
        "classes": _classes(model),
        "coefficients": _list(model.coef_),
        "intercepts": _list(model.intercept_),
        "iterations": int(np.max(model.n_iter_)),
    }


def _gaussian(model):
    return {
        "classes": _classes(model),
        "priors": _list(model.class_prior_),
        "means": _list(model.theta_),
        "variances": _list(model.var_),
    }


def _thresholds(values):
    # Splits of what is missing from what is not have an infinite threshold, which JSON has no number for.
    return _list(np.clip(values, -_LARGEST, _LARGEST))


def _forest(model):
    trees = []
    for one in model.estimators_:
        tree = one.tree_
        missing = getattr(tree, "missing_go_to_left", np.zeros(tree.node_count))
        trees.append(
            {
                "left": tree.children_left.tolist(),
                "right": tree.children_right.tolist(),
                "feature": tree.feature.tolist(),
                "threshold": _thresholds(tree.threshold),
                "missingLeft": np.asarray(missing, dtype=int).tolist(),
                "values": _list(tree.value[:, 0, :]),
                "cover": _list(tree.weighted_n_node_samples),
                "impurity": _list(tree.impurity),
            }
        )
    return {"classes": _classes(model), "trees": trees}


def _members(bits):
    """The positions of bits that are set."""
    return [32 * w + bit for w, word in enumerate(bits) for bit in range(32) if (int(word) >> bit) & 1]


def _boosting(model):
    known, places = model._bin_mapper.make_known_categories_bitsets()
    preprocessor = model._preprocessor
    if preprocessor is None:
        features = [{"column": j, "categories": None, "known": []} for j in range(int(model.n_features_in_))]
    else:
        # Columns of categories come first there, as positions of their categories.
        chosen = preprocessor._transformer_to_input_indices
        encoder = preprocessor.named_transformers_["encoder"]
        features = [
            {"column": int(j), "categories": _categories(encoder.categories_[k], model), "known": _members(known[places[k]])}
            for k, j in enumerate(chosen["encoder"])
        ]
        features += [{"column": int(j), "categories": None, "known": []} for j in chosen["numerical"]]
    trees = [_boosted_tree(tree) for iteration in model._predictors for tree in iteration]
    return {"classes": _classes(model), "baseline": _list(model._baseline_prediction).pop(), "features": features, "trees": trees}


def _boosted_tree(tree):
    nodes = tree.nodes
    leaf = nodes["is_leaf"].astype(bool)
    sets = [
        _members(tree.raw_left_cat_bitsets[node["bitset_idx"]]) if node["is_categorical"] and not node["is_leaf"] else None
        for node in nodes
    ]
    return {
        "left": np.where(leaf, -1, nodes["left"].astype(np.int64)).tolist(),
        "right": np.where(leaf, -1, nodes["right"].astype(np.int64)).tolist(),
        "feature": nodes["feature_idx"].tolist(),
        "threshold": _thresholds(nodes["num_threshold"]),
        "missingLeft": nodes["missing_go_to_left"].astype(int).tolist(),
        "values": _list(nodes["value"]),
        "cover": _list(nodes["count"]),
        "gain": _list(np.where(leaf, 0, nodes["gain"])),
        "sets": sets,
    }


def _lightgbm(model):
    return {"classes": _classes(model), "text": model.booster_.model_to_string()}


_KINDS = {
    "Pipeline": _pipeline,
    "ColumnTransformer": _columns,
    "FunctionTransformer": _function,
    "StandardScaler": _standard,
    "MinMaxScaler": _min_max,
    "RobustScaler": _robust,
    "SimpleImputer": _imputer,
    "OneHotEncoder": _one_hot,
    "OrdinalEncoder": _ordinal,
    "PCA": _pca,
    "KMeans": _kmeans,
    "MiniBatchKMeans": _kmeans,
    "LogisticRegression": _logistic,
    "GaussianNB": _gaussian,
    "RandomForestClassifier": _forest,
    "HistGradientBoostingClassifier": _boosting,
    "LGBMClassifier": _lightgbm,
}
