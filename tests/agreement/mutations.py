"""Changes to a valid object, each at one place, found by walking the object along its published schema.

Most make it invalid; which ones do is for the servers to say. A change is (title, path, new value).
"""

import copy

from agreement import values
from agreement.paths import ABSENT

# Never walked into: what the server keeps, and what has changes of its own.
METADATA = ("apiVersion", "kind", "metadata", "status")


def walk(value, schema, path=()):
    """(path, value, schema) of each value inside, itself first."""
    yield path, value, schema
    if isinstance(value, dict):
        known, other = schema.get("properties", {}), schema.get("additionalProperties")
        for name, member in value.items():
            inner = known.get(name) or (other if isinstance(other, dict) else None)
            if inner is not None and not (not path and name in METADATA):
                yield from walk(member, inner, (*path, name))
    elif isinstance(value, list) and isinstance(schema.get("items"), dict):
        for index, member in enumerate(value):
            yield from walk(member, schema["items"], (*path, index))


def shown(path):
    return ".".join(map(str, path)) or "."


def changes(thing, schema, random_):
    """Every change that there is for an object."""
    found = []
    for path, value, inner in walk(thing, schema):
        for title, new in at(value, inner, path, random_):
            found.append((f"{title} at {shown(path)}", path, new))
        if path and path not in (("spec",),):
            found.append((f"without {shown(path)}", path, ABSENT))
            found.append((f"null at {shown(path)}", path, None))
    found += metadata(thing, random_)
    return found


def at(value, schema, path, random_):
    """(title, new value) for one place."""
    if isinstance(value, dict):
        return mapping(value, schema, path, random_)
    if isinstance(value, list):
        return listing(value, schema, random_)
    if isinstance(value, bool):
        return [("text for a boolean", str(value).lower()), ("number for a boolean", 1), ("other boolean", not value)]
    if isinstance(value, (int, float)):
        return numbers(value, schema)
    if isinstance(value, str):
        return texts(value, schema, path, random_)
    return []


def mapping(value, schema, path, random_):
    known = schema.get("properties", {})
    found = []
    if path:
        found += [("empty object", {}), ("text for an object", "text"), ("list for an object", [value])]
    if known:
        found.append(("unknown field", {**value, random_.choice(["unknown", "extra", "x-internal", "Spec"]): "x"}))
        theirs = [name for name in sorted(value) if path or name not in METADATA]
        if theirs:
            name = random_.choice(theirs)
            changed = dict(value)
            changed[values.misspelt(name, random_)] = changed.pop(name)
            found.append((f"misspelt {name}", changed))
        for name in sorted(set(known) - set(value)):
            if not (not path and name in METADATA):
                made = values.plausible(known[name], name, random_)
                found.append((f"with {name}", {**value, name: made}))
    elif isinstance(schema.get("additionalProperties"), dict):
        some = next(iter(value.values()), values.plausible(schema["additionalProperties"], "", random_))
        for key in ("", "*", "bad key", "a/b/c", "-start", "x" * 70, "app.kubernetes.io/name", "80", "70000", ":path", "Ü"):
            found.append((f"key {key[:20]!r}", {**value, key: some}))
    for alternatives in one_ofs(schema):
        for name in alternatives:
            if name not in value and any(other in value for other in alternatives):
                found.append((f"second of a choice, {name},", {**value, name: values.plausible(known.get(name, {}), name, random_)}))
    return found


def one_ofs(schema):
    """The choices that a schema has: lists of names of which one may be there."""
    for part in [schema, *schema.get("allOf", [])]:
        names = [each["required"][0] for each in part.get("oneOf", []) if len(each.get("required", [])) == 1]
        if len(names) > 1:
            yield names


def listing(value, schema, random_):
    found = [("empty list", []), ("text for a list", "text"), ("null in a list", [*value, None])]
    if value:
        found += [("object for a list", {"0": value[0]}), ("doubled item", [*value, copy.deepcopy(value[-1])]),
                  ("only the last item", value[-1:]), ("reversed", value[::-1]),
                  ("wrong type of item", [*value, 5 if not isinstance(value[0], int) else "five"])]
        if isinstance(value[0], str):
            found += [("empty text as item", [*value, ""]), ("star as item", [*value, "*"])]
        most = schema.get("maxItems")
        if most and most <= 64:
            found += [("most items", copies(value, most)), ("too many items", copies(value, most + 1))]
    return found


def copies(value, count):
    """A list of `count` items like those of `value`; texts are made different."""
    made = []
    for index in range(count):
        item = copy.deepcopy(value[index % len(value)])
        if isinstance(item, str):
            item = f"{item}{index}" if index >= len(value) else item
        elif isinstance(item, dict) and isinstance(item.get("name"), str) and index >= len(value):
            item["name"] = f"{item['name']}{index}"
        made.append(item)
    return made


def numbers(value, schema):
    found = [("text for a number", str(value)), ("word for a number", "many"), ("boolean for a number", True)]
    least, most = schema.get("minimum"), schema.get("maximum")
    for each in {0, 1, -1, 100, 101, 65535, 65536, 2147483647, 2147483648, 4294967295, 4294967296, 9223372036854775808,
                 *((int(least), int(least) - 1) if least is not None else ()), *((int(most), int(most) + 1) if most is not None else ())}:
        if each != value:
            found.append((f"number {each}", each))
    found += [("fraction 0.5", 0.5), ("fraction -0.5", -0.5), ("fraction 100.5", 100.5)]
    return sorted(found, key=lambda each: each[0])


def texts(value, schema, path, random_):
    found = [("empty text", ""), ("number for text", 8080), ("boolean for text", True), ("list for text", [value])]
    if schema.get("enum"):
        found += [("unknown value", "OTHER"), ("other case", values.other_case(value)), ("blank before", " " + value)]
        found += [(f"value {each}", each) for each in schema["enum"] if each not in (value, None)]
        return found
    found += [(f"text {each[:40]!r}", each) for each in values.alike(value, schema, path)]
    for name in ("minLength", "maxLength"):
        if name in schema and schema[name] < 5000:
            step = 1 if name == "maxLength" else -1
            found += [("text at its limit", values.stretched(value, schema[name])),
                      ("text beyond its limit", values.stretched(value, max(0, schema[name] + step)))]
    return found


def metadata(thing, random_):
    """Changes of what every object has."""
    # An earlier change may have put something else in their place.
    labels, annotations = (each if isinstance(each, dict) else {} for each in map(thing["metadata"].get, ("labels", "annotations")))
    found = [(f"name {name[:30]!r}", ("metadata", "name"), name) for name in
             ("Upper", "under_score", "-dash", "dash-", "dots.in.name", "a" * 63, "a" * 64, "a" * 253, "a" * 254, "with space", "ü", "1digit", "")]
    for key, value in (("app", "has space"), ("app", "-x"), ("app", "v" * 63), ("app", "v" * 64), ("app", ""), ("bad key", "x"), ("a/b/c", "x"),
                       ("-app", "x"), ("k" * 64, "x"), ("example.com/app", "x"), ("Example.com/app", "x"), ("/app", "x"), ("app/", "x"), ("", "x")):
        found.append((f"label {key[:20]}={value[:20]}", ("metadata", "labels"), {**labels, key: value}))
    for key, value in (("example.com/note", "any text: * { ü"), ("bad key", "x"), ("istio.io/dry-run", "true"), ("note", "x" * 300),
                       ("internal.istio.io/parents", "x"), ("internal.istio.io/webhook-always-reject", "true")):
        found.append((f"annotation {key}", ("metadata", "annotations"), {**annotations, key: value}))
    found += [("number as label", ("metadata", "labels"), {"app": 1}), ("boolean as annotation", ("metadata", "annotations"), {"note": True}),
              ("labels as list", ("metadata", "labels"), ["app"]), ("unknown in metadata", ("metadata", "owner"), "me"),
              ("without name", ("metadata", "name"), ABSENT), ("without metadata", ("metadata",), ABSENT),
              ("unknown at the top", ("specs",), {}), ("spec null", ("spec",), None), ("without spec", ("spec",), ABSENT),
              ("spec a list", ("spec",), []), ("spec text", ("spec",), "x"), ("spec empty", ("spec",), {})]
    return found
