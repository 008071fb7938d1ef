# One module, imported in this very process, which ends afterwards.


def run_test(test, settings, channel, places, watched):
    """Imports and reports; never returns. Whoever watches can ask for a traceback by a signal; else one is written when the time is over."""
    global _place
    acts = Acts(channel, places)
    limit_memory(settings.get("memory"))
    atexit._clear()
    set_path(test["path"])
    listen(acts.listeners())
    if not watched:
        faulthandler.enable(channel.out, all_threads=False)
        faulthandler.dump_traceback_later(settings["limit"], exit=False, file=channel.out)
    _place = lambda: places.importing(sys._getframe(2))
    threads = _thread._count()
    report = {}
    start = time.perf_counter()
    try:
        if test["file"]:
            import_file(test["name"], test["file"])
        else:
            __import__(test["name"])
        report["ok"] = True
    except BaseException as error:
        report["ok"] = False
        report["error"] = describe_error(error, places)
        if isinstance(error, SystemExit):
            report["exit"] = True
    elapsed = time.perf_counter() - start
    _place = None
    if not watched:
        faulthandler.cancel_dump_traceback_later()
    if report["ok"]:
        left = threads_left(threads)
        if left:
            report["threads"] = left
        module = sys.modules.get(test["name"])
        path = getattr(module, "__file__", None)
        if isinstance(path, str):
            report["file"] = places.own(path) or path
    acts.over = True
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except BaseException:
            pass
    report.update(summary(elapsed, places))
    report["done"] = True
    status = 0 if report["ok"] else 1
    try:
        channel.send(report)
    except BaseException:
        # The module closed our descriptor: the exit code has to say it.
        os._exit(96 + status)
    try:
        atexit._run_exitfuncs()
    except BaseException:
        pass
    os._exit(status)


def set_path(folders):
    for folder in reversed(folders):
        if folder not in sys.path:
            sys.path.insert(0, folder)


def import_file(name, path):
    """A script, or a module whose file's name is no module's name."""
    spec = _frozen_importlib_external.spec_from_file_location(name, path)
    module = _frozen_importlib.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)


def limit_memory(limit):
    """Lets no module have more memory than was said, or else than the machine has; and no crash leave a core file behind."""
    if POSIX and hasattr(resource, "RLIMIT_DATA"):
        try:
            limit = limit or os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
        except (OSError, ValueError):
            limit = resource.RLIM_INFINITY
        for which in (resource.RLIMIT_DATA, resource.RLIMIT_CORE):
            hard = resource.getrlimit(which)[1]
            wanted = limit if which == resource.RLIMIT_DATA else 0
            if hard == resource.RLIM_INFINITY or wanted <= hard:
                try:
                    resource.setrlimit(which, (wanted, hard))
                except (OSError, ValueError):
                    pass


def threads_left(before):
    """The threads that the import has left running: whether each would keep the interpreter from ending, and its name."""
    wait = time.perf_counter() + 0.1
    while _thread._count() > before and time.perf_counter() < wait:
        time.sleep(0.005)
    if _thread._count() <= before:
        return []
    threading = sys.modules.get("threading")
    left = []
    if threading is not None:
        try:
            main = threading.main_thread()
            for thread in threading.enumerate():
                if thread is not main and thread.is_alive():
                    left.append([not thread.daemon, str(thread.name)[:200]])
        except Exception:
            pass
    return left or [[False, "a thread without a name"]]


def summary(elapsed, places):
    """
    What was loaded: each module of the project with its file and times; each other package with its own seconds, the number of its modules, and what asked for it
    first: the place in the project, or what all tests of the stem import, and the module of others whose code did it, None where it was the project's own.
    """
    own = []
    others = {key: list(entry) for key, entry in shared.items()}
    for name, self_seconds, seconds, where, by in loads:
        key = groups.get(name)
        if key is None:
            path = getattr(sys.modules.get(name), "__file__", None)
            path = places.own(path) if isinstance(path, str) else None
            if path is not None:
                own.append([name, round(self_seconds, 6), round(seconds, 6), path])
                continue
            key = package_of(name, sys.modules)
        entry = others.get(key)
        if entry is None:
            entry = others[key] = [0.0, 0, None, 0, None, None]
        entry[0] = round(entry[0] + self_seconds, 6)
        entry[1] += 1
        if entry[2] is None and entry[4] is None and where is not None:
            entry[2:4] = where
            entry[5] = by
    return {"seconds": round(elapsed + _credit[0], 6), "own": own, "loaded": others}
