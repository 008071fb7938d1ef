# Timing, and the warm start.
#
# A module must be tested as `python -c "import m"` would import it, but most of that time goes into the same few distributions. So a warm process imports
# those once and then hides them: they leave sys.modules, and their packages lose the attributes that importing a submodule sets. A process forked from it
# starts with the modules of a fresh interpreter and no others; where it imports a hidden one, that one comes back, with exactly the modules whose import
# it had asked for while it was executed. `import starlette; starlette.responses` fails where it would fail, although another module made both be loaded.

_original_find = _frozen_importlib._find_and_load
_original_import = builtins.__import__

hidden = {}          # name -> module, not in sys.modules
lost = {}            # name of a submodule -> (module of its package, attribute)
asked = {}           # name -> names whose import was asked for while it was executed, each with the name of the module whose code asked
costs = {}           # name -> its own seconds, while it was executed
loads = []           # (name, own seconds, seconds, place, by) of each module loaded or brought back here, innermost first; see Places.importing
IMPORTLIB = os.path.join(os.path.dirname(os.path.abspath(os.__file__)), "importlib", "")
_stacks = {}
_credit = [0.0]      # seconds that importing the modules brought back took, when it was done
groups = {}          # name -> the package that it is counted under, of each module that was imported beforehand
shared = {}          # the packages that a stem (see 6_stems.py) has brought back, as summary() tells them
_place = None        # tells where in the project an import stands, and whose code makes it; set for the test itself
_recording = False   # whether what asks for what is noted: while importing beforehand


def _stack():
    thread = _thread.get_ident()
    stack = _stacks.get(thread)
    if stack is None:
        stack = _stacks[thread] = []
    return stack


def find_and_load(name, import_):
    """Stands in for importlib's own function, which the interpreter calls for each module that is not yet loaded (and times with -X importtime)."""
    stack = _stack()
    if stack and _recording:
        asked.setdefault(stack[-1][0], {}).setdefault(name, _asking(sys._getframe(1)))
    if name in sys.modules:
        return _original_find(name, import_)
    where, by = _place() if _place is not None else (None, None)
    if name in hidden:
        seconds = bring_back(name, where, by)
        _credit[0] += seconds
        if stack:
            stack[-1][2] += seconds
        return sys.modules[name]
    entry = [name, 0.0, 0.0]
    stack.append(entry)
    start = time.perf_counter()
    try:
        return _original_find(name, import_)
    finally:
        seconds = time.perf_counter() - start
        stack.pop()
        own = seconds - entry[1]
        costs[name] = own
        loads.append((name, own, seconds + entry[2], where, by))
        if stack:
            stack[-1][1] += seconds
            stack[-1][2] += entry[2]


def _asking(frame):
    """The name of the module whose code asks for an import; what passes it on, the import system and the probe, does not count."""
    while frame is not None and frame.f_code.co_filename.startswith(("<frozen importlib", SOURCE_NAME, IMPORTLIB)):
        frame = frame.f_back
    name = frame.f_globals.get("__name__") if frame is not None else None
    return name if isinstance(name, str) else ""


def bring_back(name, where, by):
    """Puts a hidden module back, with all that came with it; gives the seconds that importing them took."""
    total = 0.0
    pending = [(name, by)]
    while pending:
        name, by = pending.pop()
        module = hidden.pop(name, None)
        if module is None:
            continue
        sys.modules[name] = module
        package, _, attribute = name.rpartition(".")
        if package:
            pending.append((package, by))
        if name in lost:
            owner, attribute = lost.pop(name)
            setattr(owner, attribute, module)
        own = costs.get(name, 0.0)
        total += own
        loads.append((name, own, own, where, by))
        pending.extend(asked.get(name, {}).items())
    return total


def _recording_import(name, globals=None, locals=None, fromlist=(), level=0):
    result = _original_import(name, globals, locals, fromlist, level)
    stack = _stack()
    if stack:
        absolute = name
        if level:
            package = (globals or {}).get("__package__") or (globals or {}).get("__name__") or ""
            absolute = ".".join(part for part in (package.rsplit(".", level - 1)[0] if level > 1 else package, name) if part)
        by = (globals or {}).get("__name__")
        if not isinstance(by, str):
            by = ""
        names = asked.setdefault(stack[-1][0], {})
        names.setdefault(absolute, by)
        for attribute in fromlist or ():
            for one in getattr(result, "__all__", ()) if attribute == "*" else (attribute,):
                if isinstance(one, str) and absolute + "." + one in sys.modules:
                    names.setdefault(absolute + "." + one, by)
    return result


def _state():
    """What importing a library must not change if others are to be tested after it in the same process."""
    threads = len(os.listdir("/proc/self/task")) if os.path.isdir("/proc/self/task") else 1 + _thread._count()
    handlers = tuple(signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGCHLD, signal.SIGALRM, signal.SIGPIPE))
    streams = sys.stdin, sys.stdout, sys.stderr, sys.excepthook, sys.displayhook
    kept = tuple(getattr(sys.modules.get(module), name, None) for module, name in (("socket", "socket"), ("threading", "Thread"), ("time", "sleep"), ("ssl", "SSLContext")))
    return {
        "starts threads": threads,
        "changes environment variables": dict(os.environ),
        "changes directory": os.getcwd(),
        "changes sys.path": list(sys.path),
        "changes builtins": dict(vars(builtins), _=None),
        "sets signal handlers": handlers,
        "replaces standard streams": streams,
        "replaces functions of the standard library": kept,
        "changes limits": (sys.getrecursionlimit(), sys.getswitchinterval(), sys.gettrace(), sys.getprofile(), gc.isenabled()),
    }


def _difference(before, after):
    for what, value in before.items():
        now = after[what]
        if what.startswith("replaces functions"):
            if any(old is not None and old is not new for old, new in zip(value, now)):
                return what
        elif value != now:
            return what
    return None


def preload(wanted, project):
    """
    Imports what the tested modules will import, as `from module import names` does each. Gives the name of one that may not be shared, and why:
    then this process is spoilt, and another has to begin without it. None where all went well; a name that cannot be imported is left to the tests.
    """
    global _recording
    _recording = True
    builtins.__import__ = _recording_import
    try:
        for module, names in wanted:
            before = _state()
            try:
                if _frozen_importlib._find_spec(module.partition(".")[0], None) is None:
                    continue
                loaded = _frozen_importlib._gcd_import(module)
                for name in names:
                    if not hasattr(loaded, name) and hasattr(loaded, "__path__"):
                        try:
                            _frozen_importlib._gcd_import(module + "." + name)
                        except ImportError:
                            pass
            except ModuleNotFoundError as error:
                if error.name != module:
                    return module, "cannot be imported"
            except BaseException:
                # Its modules may be half there: only a process that never tried is like a fresh one.
                return module, "cannot be imported"
            reason = _difference(before, _state())
            if reason:
                return module, reason
    finally:
        _recording = False
        builtins.__import__ = _original_import
    for name, module in list(sys.modules.items()):
        path = getattr(module, "__file__", None)
        if name not in BASELINE and isinstance(path, str) and project(path):
            return name.partition(".")[0], "imports the project"
    return None


def hide():
    """Leaves sys.modules as the interpreter had it when it began."""
    for name, module in list(sys.modules.items()):
        if name not in BASELINE:
            hidden[name] = sys.modules.pop(name)
    for name in hidden:
        groups[name] = package_of(name, hidden)
    noted = set()
    for names in asked.values():
        noted.update(names)
    for name, module in hidden.items():
        package, _, attribute = name.rpartition(".")
        if not package:
            continue
        if name not in noted and package in hidden:
            # Nobody imported it: its package put it there by itself.
            asked.setdefault(package, {})[name] = package
        owner = hidden.get(package) or sys.modules.get(package)
        if owner is not None and getattr(owner, "__dict__", {}).get(attribute) is module:
            lost[name] = owner, attribute
    for name, (owner, attribute) in lost.items():
        try:
            delattr(owner, attribute)
        except AttributeError:
            pass
    del loads[:]


def package_of(name, modules):
    """The top-level package of a module; of a namespace package (PEP 420), the portion below it."""
    parts = name.split(".")
    key = parts[0]
    for part in parts[1:]:
        module = modules.get(key)
        if module is None or getattr(module, "__file__", None) is not None or not hasattr(module, "__path__"):
            break
        key += "." + part
    return key
