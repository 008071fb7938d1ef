# What a module does when it is imported, beyond defining things: seen by audit events (PEP 578), told at once, so that it is known of one that never ends.

_ACTS = {
    "builtins.input": "reads standard input",
    "socket.bind": "opens a socket to listen on",
    "socket.connect": "opens a network connection",
    "subprocess.Popen": "starts a process",
    "os.system": "starts a process",
    "os.posix_spawn": "starts a process",
    "os.spawn": "starts a process",
    "os.startfile": "starts a process",
    "os.exec": "replaces the process",
    "os.fork": "forks",
    "os.forkpty": "forks",
    "os.kill": "sends a signal",
}

STANDARD_LIBRARY = os.path.join(os.path.dirname(os.path.abspath(os.__file__)), "")


_listeners = {}     # event -> who hears of it
_hears = False


def _hear(event, arguments, get=_listeners.get):
    listener = get(event)
    if listener is not None:
        listener(event, arguments)


def listen(listeners):
    """Has these hear of their events, and nobody else. A hook cannot be taken back and costs time at every event, so a process and its children have only one."""
    global _hears
    if not _hears:
        _hears = True
        sys.addaudithook(_hear)
    _listeners.clear()
    _listeners.update(listeners)


class Acts:
    """Tells each kind of act once, with the place in the project, or of whoever did it."""

    def __init__(self, channel, places):
        self.channel = channel
        self.places = places
        self.told = set()
        self.busy = False
        self.over = False

    def listeners(self):
        return dict.fromkeys(_ACTS, self.hear)

    def hear(self, event, arguments):
        what = _ACTS[event]
        if self.over or self.busy or what in self.told:
            return
        self.busy = True
        try:
            detail = ""
            if event in ("socket.bind", "socket.connect"):
                address = arguments[1]
                if not isinstance(address, tuple):
                    return
                detail = "%s:%s" % address[:2]
            place = self.places.current(sys._getframe(1), only_own=not event.startswith(("socket.", "builtins.")))
            if place is None:
                return
            self.told.add(what)
            self.channel.send({"act": what, "detail": detail, "file": place[0], "line": place[1]})
        except Exception:
            pass
        finally:
            self.busy = False


class Places:
    """Tells which frames are the project's."""

    def __init__(self, root, prefixes):
        self.root = os.path.join(os.path.realpath(root), "")
        self.outside = tuple(os.path.join(os.path.realpath(prefix), "") for prefix in prefixes)
        self.known = {}
        self.foreign = {}

    def own(self, path):
        """The path of a file of the project, relative to the backend; None for any other."""
        if path in self.known:
            return self.known[path]
        full = None
        if path and path[0] != "<":
            full = os.path.realpath(path)
            if not full.startswith(self.root) or full.startswith(self.outside) or "site-packages" + os.sep in full:
                full = None
            else:
                full = full[len(self.root):].replace(os.sep, "/")
        self.known[path] = full
        return full

    def current(self, frame, only_own=False):
        """
        The innermost place of the project in a running stack: file and line; None where there is none.
        Where only the project's own doing counts, there must be nothing but the standard library below it.
        """
        while frame is not None:
            name = frame.f_code.co_filename
            path = self.own(name)
            if path is not None:
                return path, frame.f_lineno
            if only_own and self.is_foreign(name):
                return None
            frame = frame.f_back
        return None

    def importing(self, frame):
        """
        The innermost place of the project in a running stack, file and line, and the name of the module whose code imports: the one of others that runs
        below that place, None where it is the project's own. The standard library counts as whoever calls it.
        """
        by = None
        while frame is not None:
            name = frame.f_code.co_filename
            path = self.own(name)
            if path is not None:
                return (path, frame.f_lineno), by
            if by is None and self.is_foreign(name):
                by = frame.f_globals.get("__name__")
                if not isinstance(by, str):
                    by = ""
            frame = frame.f_back
        return None, by

    def is_foreign(self, path):
        """Whether a file is neither the standard library's nor none at all; the project's are known to be neither."""
        known = self.foreign.get(path)
        if known is None:
            known = self.foreign[path] = path[:1] != "<" and (not path.startswith(STANDARD_LIBRARY) or "site-packages" in path or "dist-packages" in path)
        return known

    def of_traceback(self, traceback):
        """The places of the project in a traceback, innermost first."""
        places = []
        while traceback is not None:
            path = self.own(traceback.tb_frame.f_code.co_filename)
            if path is not None:
                places.insert(0, [path, traceback.tb_lineno])
                del places[50:]
            traceback = traceback.tb_next
        return places


def describe_error(error, places):
    """An exception and what it came from, as values."""
    chain = []
    seen = set()
    while error is not None and id(error) not in seen and len(chain) < 10:
        seen.add(id(error))
        try:
            text = str(error)
        except BaseException:
            text = ""
        entry = {"type": _type_name(error), "text": text[:4000], "frames": places.of_traceback(error.__traceback__)}
        if isinstance(error, SyntaxError):
            entry["text"] = str(error.msg)[:4000]
            path = places.own(error.filename) if isinstance(error.filename, str) else None
            if path is not None and isinstance(error.lineno, int):
                entry["syntax"] = [path, error.lineno, error.offset if isinstance(error.offset, int) else 0]
            elif isinstance(error.filename, str):
                entry["text"] += " (%s, line %s)" % (error.filename, error.lineno)
        chain.append(entry)
        error = error.__cause__ if error.__cause__ is not None or error.__suppress_context__ else error.__context__
    return chain


def _type_name(error):
    kind = type(error)
    return kind.__qualname__ if kind.__module__ in ("builtins", "__main__") else kind.__module__ + "." + kind.__qualname__
