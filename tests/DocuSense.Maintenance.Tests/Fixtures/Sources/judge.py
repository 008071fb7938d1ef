"""Finds the imports of Python sources with CPython's own ast: the judge of the import scanner.

Reads one JSON object a line from standard input, {"path": ...} or {"base64": ...}, and writes one a line:
{"ok": bool, "error": str, "imports": [...]}. Works on every Python from 3.8.
"""
import ast
import base64
import io
import json
import sys
import tokenize
import warnings

warnings.simplefilter("ignore")
sys.setrecursionlimit(20000)

ERRORS = {"ImportError", "ModuleNotFoundError", "Exception", "BaseException"}
TARGETS = {
    "importlib.import_module", "importlib.__import__", "builtins.__import__", "__import__",
    "importlib.util.find_spec", "pytest.importorskip",
}
TRIES = tuple(getattr(ast, name) for name in ("Try", "TryStar") if hasattr(ast, name))
ALIAS_HAS_PLACE = sys.version_info >= (3, 10)


def safe(text):
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def names_import_error(node):
    work = [node]
    while work:
        node = work.pop()
        if isinstance(node, ast.Tuple):
            work.extend(node.elts)
        elif isinstance(node, ast.Name) and node.id in ERRORS:
            return True
        elif isinstance(node, ast.Attribute) and node.attr in ERRORS and dotted(node):
            return True
    return False


def catches(handler):
    return handler.type is None or names_import_error(handler.type)


def suppresses(item):
    call = item.context_expr
    if not isinstance(call, ast.Call):
        return False
    path = dotted(call.func)
    return path is not None and path.split(".")[-1] == "suppress" and any(names_import_error(argument) for argument in call.args)


def type_checking(node):
    """(true implies type checking, false implies type checking)"""
    if isinstance(node, ast.Name):
        return node.id == "TYPE_CHECKING", False
    if isinstance(node, ast.Attribute):
        return node.attr == "TYPE_CHECKING", False
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        positive, negative = type_checking(node.operand)
        return negative, positive
    if isinstance(node, ast.BoolOp):
        parts = [type_checking(value) for value in node.values]
        if isinstance(node.op, ast.And):
            return any(part[0] for part in parts), all(part[1] for part in parts)
        return all(part[0] for part in parts), any(part[1] for part in parts)
    return False, False


def dotted(node):
    parts = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if not isinstance(node, ast.Name):
        return None
    parts.append(node.id)
    return ".".join(reversed(parts))


class Judge:
    def __init__(self, source, tree):
        self.tree = tree
        self.found = []
        self.origins = {}
        self.lines = None
        if not source.isascii():
            try:
                encoding, _ = tokenize.detect_encoding(io.BytesIO(source).readline)
            except SyntaxError:
                encoding = "utf-8"  # CPython minds no stray bytes in comments
            text = source.decode(encoding, "replace")
            if text.startswith("\ufeff"):
                text = text[1:]
            self.lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")

    def column(self, line, offset):
        if self.lines is None:
            return offset + 1
        return len(self.lines[line - 1].encode("utf-8", "surrogatepass")[:offset].decode("utf-8", "surrogatepass")) + 1

    def place(self, node):
        return "%d:%d-%d:%d" % (
            node.lineno, self.column(node.lineno, node.col_offset),
            node.end_lineno, self.column(node.end_lineno, node.end_col_offset))

    def bind(self, name, origin):
        self.origins.setdefault(name, set()).add(origin)

    def collect(self):
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                for alias in node.names:
                    root = alias.name.split(".")[0]
                    self.bind(alias.asname or root, alias.name if alias.asname else root)
            elif isinstance(node, ast.ImportFrom) and not node.level:
                for alias in node.names:
                    if alias.name == "*":
                        for target in TARGETS:
                            if "." in target and target.rsplit(".", 1)[0] == node.module:
                                self.bind(target.rsplit(".", 1)[1], target)
                    else:
                        self.bind(alias.asname or alias.name, node.module + "." + alias.name)

    def resolve(self, path):
        if path in TARGETS:
            return path
        root, dot, rest = path.partition(".")
        for origin in self.origins.get(root, ()):
            if origin + dot + rest in TARGETS:
                return origin + dot + rest
        return None

    def add(self, kind, module, level, names, node, flags, place=True, package=None):
        self.found.append([node.lineno, node.col_offset, "|".join([
            kind, safe(module), str(level), ",".join(names), self.place(node) if place else "",
            "".join(letter for letter, flag in zip("tod", flags) if flag), safe(package or "")])])

    def run(self):
        self.collect()
        work = [(self.tree, (False, False, False))]
        while work:
            node, flags = work.pop()
            checking, optional, deferred = flags
            if isinstance(node, ast.Import):
                for alias in node.names:
                    self.add("Import", alias.name, 0, [], alias if ALIAS_HAS_PLACE else node, flags, ALIAS_HAS_PLACE)
                continue
            if isinstance(node, ast.ImportFrom):
                self.add("From", node.module or "", node.level, [alias.name for alias in node.names], node, flags)
                continue
            if isinstance(node, ast.Call):
                self.call(node, flags)
            special = {}
            if isinstance(node, ast.If):
                positive, negative = type_checking(node.test)
                special = {"body": (checking or positive, optional, deferred), "orelse": (checking or negative, optional, deferred)}
            elif isinstance(node, TRIES):
                caught = any(catches(handler) for handler in node.handlers)
                special = {"body": (checking, optional or caught, deferred)}
            elif isinstance(node, ast.ExceptHandler):
                special = {"body": (checking, optional or catches(node), deferred)}
            elif isinstance(node, (ast.With, ast.AsyncWith)):
                special = {"body": (checking, optional or any(suppresses(item) for item in node.items), deferred)}
            elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
                special = {"body": (checking, optional, True)}
            for field, value in ast.iter_fields(node):
                for child in value if isinstance(value, list) else [value]:
                    if isinstance(child, ast.AST):
                        work.append((child, special.get(field, flags)))
        self.found.sort(key=lambda entry: entry[:2])
        return [entry[2] for entry in self.found]

    def call(self, node, flags):
        path = dotted(node.func)
        function = path and self.resolve(path)
        if not function:
            return
        keywords = {keyword.arg: keyword.value for keyword in node.keywords if keyword.arg}

        def argument(index, name):
            return node.args[index] if len(node.args) > index else keywords.get(name)

        value = argument(0, "modname" if function == "pytest.importorskip" else "name")
        if not (isinstance(value, ast.Constant) and isinstance(value.value, str)):
            return
        module, level, package = value.value, 0, None
        if function.endswith("__import__"):
            number = argument(4, "level")
            if isinstance(number, ast.Constant) and type(number.value) is int:
                level = number.value
        elif function != "pytest.importorskip":
            level = len(module) - len(module.lstrip("."))
            module = module.lstrip(".")
            origin = argument(1, "package")
            if level and isinstance(origin, ast.Constant) and isinstance(origin.value, str):
                package = origin.value
        if module or level:
            self.add("Dynamic", module, level, [], node, flags, package=package)


def judge(source):
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError, OverflowError) as error:
        return {"ok": False, "error": safe("%s: %s" % (type(error).__name__, error))}
    return {"ok": True, "imports": Judge(source, tree).run()}


def main():
    for line in sys.stdin:
        item = json.loads(line)
        if "base64" in item:
            source = base64.b64decode(item["base64"])
        else:
            with open(item["path"], "rb") as file:
                source = file.read()
        sys.stdout.write(json.dumps(judge(source)) + "\n")


main()
