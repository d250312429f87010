"""Places in objects: a path is a sequence of names and list indices."""

import copy


class Absent:
    """Written where something is not there at all, which null is not."""

    def __repr__(self):
        return "ABSENT"

    def __deepcopy__(self, _):
        return self


ABSENT = Absent()


def parsed(text):
    """The path that is written as `http.0.route`. Whether a number is an index or a name is for the object to say."""
    return tuple(int(part) if part.isdigit() else part for part in text.split("."))


def placed(thing, path, value):
    """A copy of the object with one place changed, or removed where the value is ABSENT."""
    if not path:
        return copy.deepcopy(value)
    thing = copy.deepcopy(thing)
    if value is ABSENT:
        take(thing, path)
    else:
        put(thing, path, copy.deepcopy(value))
    return thing


def put(thing, path, value):
    """Sets a place; objects and lists on the way are made where they are missing."""
    for step, following in zip(path, path[1:]):
        step = _key(thing, step)
        empty = [] if isinstance(following, int) else {}
        if isinstance(thing, list) and step == len(thing):
            thing.append(empty)
        elif isinstance(thing, dict) and not isinstance(thing.get(step), (dict, list)):
            thing[step] = empty
        thing = thing[step]
    last = _key(thing, path[-1])
    if isinstance(thing, list) and last == len(thing):
        thing.append(value)
    else:
        thing[last] = value


def take(thing, path):
    """Removes a place; one that is not there stays so."""
    try:
        for step in path[:-1]:
            thing = thing[_key(thing, step)]
        del thing[_key(thing, path[-1])]
    except (KeyError, IndexError, TypeError):
        pass


def has(thing, path):
    """Whether an object or a list is at a place."""
    for step in path:
        step = _key(thing, step)
        if not (isinstance(thing, dict) and step in thing or isinstance(thing, list) and isinstance(step, int) and step < len(thing)):
            return False
        thing = thing[step]
    return isinstance(thing, (dict, list))


def _key(thing, step):
    return str(step) if isinstance(thing, dict) else step
