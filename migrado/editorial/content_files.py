"""Reading and writing content files: YAML that knows its lines."""

import hashlib
from pathlib import Path

import yaml


class ContentError(Exception):
    """Content that cannot be loaded. `faults` holds one sentence each, with file and line."""

    def __init__(self, faults):
        super().__init__("\n".join(faults))
        self.faults = list(faults)


class Located(dict):
    """A mapping that knows its file, its line and the line of each of its keys (counted from 1)."""

    path: Path
    line: int
    lines: dict

    def fault(self, message, key=None):
        """`message` with the place it is about."""
        return f"{self.path}:{self.lines.get(key, self.line)}: {message}"


# LibYAML's parser is ten times quicker; PyYAML's own stands in where it is missing.
_SafeLoader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_SafeLoader):
    """Safe YAML with `Located` mappings; the same key twice is a fault, not a silent overwrite."""

    def __init__(self, text, file):
        super().__init__(text)
        self.file = file

    def construct_mapping(self, node, deep=False):
        mapping = Located()
        mapping.path = self.file
        mapping.line = node.start_mark.line + 1
        mapping.lines = {}
        for key_node, value_node in node.value:
            key = self.construct_object(key_node, deep=True)
            line = key_node.start_mark.line + 1
            if not isinstance(key, str):
                raise ContentError([f"{self.file}:{line}: the name {key!r} is not text; put it in quotes"])
            if key in mapping:
                raise ContentError([f"{self.file}:{line}: {key!r} stands here twice"])
            mapping[key] = self.construct_object(value_node, deep=True)
            mapping.lines[key] = line
        return mapping


def _construct(loader, node):
    return loader.construct_mapping(node)


_Loader.add_constructor("tag:yaml.org,2002:map", _construct)
# Dates stay text: "2026-07-01" is written back as it was.
_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


class _Dumper(yaml.SafeDumper):
    """Readable YAML: no anchors, lists not indented, in the order given."""

    def ignore_aliases(self, data):
        return True


def _represent_text(dumper, text):
    """Running text of several lines stands as it reads."""
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Dumper.add_representer(str, _represent_text)


def files_of(path):
    """The files of a kind: the file itself, or every .yaml file of the folder."""
    return sorted(path.glob("*.yaml")) if path.is_dir() else [path]


def fingerprint(paths):
    """A digest of the names and contents of all files under `paths`."""
    state = hashlib.sha256()
    for path in paths:
        for file in files_of(path):
            state.update(file.name.encode() + b"\0" + file.read_bytes())
    return state.hexdigest()


def read(path):
    """(key, record) pairs of a kind's file or folder.

    Raises ContentError with file and line where a file is missing, is no YAML, or is not a mapping of mappings.
    """
    if path.is_dir():
        for file in files_of(path):
            record = _parse(file)
            key = record.pop("key", None)
            if key != file.stem:
                raise ContentError([record.fault(f"the key {key!r} is not the file's name", "key")])
            yield key, record
        return
    records = _parse(path)
    for key, record in records.items():
        if not isinstance(record, Located):
            raise ContentError([records.fault(f"{key!r} is not a record", key)])
        yield key, record


def _parse(file):
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ContentError([f"{file}:1: cannot be read: {error}"]) from error
    try:
        loader = _Loader(text, file)
        data = loader.get_single_data()
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        raise ContentError([f"{file}:{line}: {getattr(error, 'problem', None) or error}"]) from error
    except RecursionError as error:
        raise ContentError([f"{file}:1: nested too deeply"]) from error
    if not isinstance(data, Located):
        raise ContentError([f"{file}:1: is not a mapping of names to values"])
    return data


def write(path, records):
    """Write records ({key: entry}) to a kind's file, or to one file each where `path` has no suffix."""
    if path.suffix:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(_dump(records), encoding="utf-8")
        return
    path.mkdir(parents=True, exist_ok=True)
    for key, entry in records.items():
        (path / f"{key}.yaml").write_text(_dump({"key": key, **entry}), encoding="utf-8")


def _dump(data):
    return yaml.dump(data, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=110)
