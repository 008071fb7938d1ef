# Stems: processes between the warm one and the tests. Most modules of an application begin with the same imports: a library, its settings, its database.
# A stem is forked from the warm process, imports what all tests of a group import anyway and without condition, and forks these tests. So each test still
# has nothing in its process but what it would have imported itself. The project's own modules are imported in a stem only as long as that is quiet:
# nothing printed, no act, no thread, no file left open, no state of the process changed; otherwise each test imports them for itself.


def run_all(channel, settings, places):
    """Runs the tests of each group under its stem, and then the rest."""
    tests = {test["index"]: test for test in settings["tests"]}
    for group in settings["groups"]:
        members = [tests[index] for index in group["tests"]]
        own = group["own"]
        for _ in range(4):
            done = run_stem(channel, settings, places, group, own, members)
            if done is None:
                return
            if done == "run":
                for index in group["tests"]:
                    tests.pop(index, None)
                break
            if not own and not done:
                break
            own = own[:done]
    ForkServer(channel, settings, places).run(list(tests.values()))


def run_stem(channel, settings, places, group, own, members):
    """Gives "run" where the tests were run, None where the driver has gone, else how many of the project's modules were quiet."""
    told, tell = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            os.close(told)
            grow(channel, settings, places, group, own, members, tell)
        finally:
            os._exit(1)
    os.close(tell)
    answer = b""
    deadline = time.perf_counter() + settings["limit"]
    while not answer.endswith(b"\n"):
        poll = select.poll()
        poll.register(told, select.POLLIN)
        poll.register(channel.incoming.fileno(), select.POLLIN)
        ready = {number for number, _ in poll.poll(max(0, int((deadline - time.perf_counter()) * 1000)))}
        if channel.incoming.fileno() in ready or not ready:
            kill_tree(pid)
            os.waitpid(pid, 0)
            os.close(told)
            return None if ready else 0
        data = os.read(told, 100)
        if not data:
            break
        answer += data
    os.close(told)
    os.waitpid(pid, 0)
    end_group(pid)
    if answer.startswith(b"ready"):
        # A stem that was lost leaves tests without a result, which the driver then runs by themselves.
        return "run"
    return int(answer) if answer.strip().isdigit() else 0


def grow(channel, settings, places, group, own, members, tell):
    """In the stem; never returns."""
    global _place
    os.setpgid(0, 0)
    set_path(group["path"])
    for item in group["core"]:
        if item in hidden:
            _credit[0] += bring_back(item, None, None)
            tell_shares(item)
    quiet = Quiet(channel)
    _place = lambda: places.importing(sys._getframe(2))
    for number, name in enumerate(own):
        start = time.perf_counter()
        try:
            __import__(name)
        except BaseException:
            os.write(tell, b"%d\n" % number)
            os._exit(0)
        _credit[0] += time.perf_counter() - start
        if not quiet.still():
            os.write(tell, b"%d\n" % number)
            os._exit(0)
    _place = None
    quiet.restore()
    os.write(tell, b"ready\n")
    os.close(tell)
    gc.collect()
    gc.freeze()
    server = ForkServer(channel, settings, places)
    server.run([test for test in members if test["name"] not in sys.modules])
    os._exit(0)


def tell_shares(item):
    """Notes what came back for an import that all tests make; the driver knows where each makes it."""
    for name, own, _, _, by in loads:
        entry = shared.setdefault(groups.get(name, name), [0.0, 0, None, 0, item, by])
        entry[0] = round(entry[0] + own, 6)
        entry[1] += 1
    del loads[:]


_NOTICED = ["socket." + name for name in (
    "__new__", "getaddrinfo", "gethostbyaddr", "gethostbyname", "gethostname", "getnameinfo", "getservbyname", "getservbyport", "sendmsg", "sendto", "sethostname")]
_NOTICED += ["tempfile.mkstemp", "tempfile.mkdtemp", "os.remove", "os.removexattr", "os.rename", "os.mkdir", "os.chmod", "signal.pthread_kill"]


class Quiet:
    """Tells whether importing has done anything that others could notice."""

    def __init__(self, channel):
        self.acts = []
        path = "%s/docusense-%d-%d" % (os.environ.get("TMPDIR") or "/tmp", os.getpid(), time.time_ns())
        self.file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        os.unlink(path)
        self.kept = os.dup(1), os.dup(2)
        sys.stdout.flush()
        sys.stderr.flush()
        os.dup2(self.file, 1)
        os.dup2(self.file, 2)
        self.before = self.state()
        listen(dict.fromkeys(list(_ACTS) + _NOTICED, self.hear))

    def hear(self, event, arguments):
        self.acts.append(event)

    def state(self):
        state = _state()
        state["leaves a file open"] = len(os.listdir("/dev/fd")) if os.path.isdir("/dev/fd") else 0
        state["registers something for the end"] = atexit._ncallbacks()
        state["prints"] = os.fstat(self.file).st_size
        return state

    def still(self):
        sys.stdout.flush()
        sys.stderr.flush()
        return not self.acts and _difference(self.before, self.state()) is None

    def restore(self):
        listen({})
        os.dup2(self.kept[0], 1)
        os.dup2(self.kept[1], 2)
        for descriptor in (self.file,) + self.kept:
            os.close(descriptor)
