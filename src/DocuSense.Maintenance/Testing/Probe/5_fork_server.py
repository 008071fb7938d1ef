# POSIX: each module in a child forked from this process, as many at once as asked for. This process only watches: it never runs the project's code.


class Child:
    def __init__(self, test, pid, report, output):
        self.test = test
        self.pid = pid
        self.report = report
        self.output = output
        self.pending = b""
        self.text = Output()
        self.start = time.perf_counter()
        self.deadline = None
        self.done = False
        self.timed_out = False
        self.status = None


if POSIX:
    DUMP_SIGNAL = signal.SIGUSR2    # at which faulthandler writes where a child is
    REPORT = None                   # the descriptor that each child's report goes to; the same number in all, so that faulthandler is told once


class ForkServer:
    GRACE = 2.0     # for what a module does when the interpreter ends
    DUMP = 0.3      # for the traceback that faulthandler writes at the limit

    def __init__(self, channel, settings, places):
        self.channel = channel
        self.settings = settings
        self.places = places
        self.waiting = []
        self.children = {}
        self.wake = os.pipe()
        for descriptor in self.wake:
            os.set_blocking(descriptor, False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(self.wake[1], warn_on_full_buffer=False)

    def run(self, tests):
        """Runs all tests; ends early when the driver goes away."""
        self.waiting = list(reversed(tests))
        parallel = self.settings["parallel"]
        incoming = self.channel.incoming.fileno()
        while self.waiting or self.children:
            while self.waiting and len(self.children) < parallel:
                self.fork(self.waiting.pop())
            descriptors = [incoming, self.wake[0]]
            for child in self.children.values():
                descriptors += [number for number in (child.report, child.output) if number is not None]
            poll = select.poll()
            for number in descriptors:
                poll.register(number, select.POLLIN)
            ready = {number for number, _ in poll.poll(self.next_deadline())}
            if incoming in ready:
                # There is nothing more to be told: the driver has gone, or wants an end.
                self.kill_all()
                return
            if self.wake[0] in ready:
                self.drain(self.wake[0])
            for child in list(self.children.values()):
                self.read(child, ready)
            self.reap()
            self.enforce()

    def fork(self, test):
        report, report_end = os.pipe()
        output, output_end = os.pipe()
        sys.stdout.flush()
        sys.stderr.flush()
        pid = os.fork()
        if pid == 0:
            try:
                self.become(test, report_end, output_end)
            finally:
                os._exit(98)
        os.close(report_end)
        os.close(output_end)
        for descriptor in (report, output):
            os.set_blocking(descriptor, False)
        child = Child(test, pid, report, output)
        child.deadline = child.start + self.settings["limit"]
        self.children[pid] = child

    def become(self, test, report_end, output_end):
        """In the child: nothing of the parent's is left open, and it leads a session of its own."""
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        os.setsid()
        os.dup2(output_end, 1)
        os.dup2(output_end, 2)
        os.close(output_end)
        os.close(self.channel.out)
        os.close(self.channel.incoming.fileno())
        os.close(self.wake[0])
        os.close(self.wake[1])
        for child in self.children.values():
            for number in (child.report, child.output):
                if number is not None:
                    os.close(number)
        channel = self.channel
        os.dup2(report_end, REPORT, False)
        os.close(report_end)
        channel.out = REPORT
        channel.identity = channel._identify()
        run_test(test, self.settings, channel, self.places, True)

    def next_deadline(self):
        """Milliseconds."""
        soonest = min((child.deadline for child in self.children.values()), default=None)
        return None if soonest is None else max(0, int((soonest - time.perf_counter()) * 1000) + 1)

    @staticmethod
    def drain(descriptor):
        """What can be read now; None at the end. At most a few megabytes at once, so that nobody starves the others."""
        parts = []
        while len(parts) < 64:
            try:
                data = os.read(descriptor, 65536)
            except BlockingIOError:
                break
            except OSError:
                data = b""
            if not data:
                return None if not parts else b"".join(parts)
            parts.append(data)
        return b"".join(parts)

    def read(self, child, ready):
        if child.output is not None and child.output in ready:
            data = self.drain(child.output)
            if data is None:
                os.close(child.output)
                child.output = None
            else:
                child.text.add(data)
        if child.report is not None and child.report in ready:
            data = self.drain(child.report)
            if data is None:
                os.close(child.report)
                child.report = None
            else:
                self.relay(child, data)

    def relay(self, child, data):
        lines = (child.pending + data).split(b"\n")
        child.pending = lines.pop()[-(1 << 22):]
        for line in lines:
            self.channel.write(b"%d %s\n" % (child.test["index"], line))
            if not child.done and line.startswith(b"{") and line.endswith(b'"done": true}'):
                child.done = True
                child.deadline = time.perf_counter() + self.GRACE

    def reap(self):
        while self.children:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if pid == 0:
                return
            child = self.children.pop(pid, None)
            if child is not None:
                child.status = status
                self.finish(child)

    def enforce(self):
        now = time.perf_counter()
        for child in list(self.children.values()):
            if now < child.deadline:
                continue
            if not child.done and not child.timed_out:
                # First it tells where it is.
                child.timed_out = True
                child.deadline = now + self.DUMP
                try:
                    os.kill(child.pid, DUMP_SIGNAL)
                except OSError:
                    pass
            else:
                child.deadline = now + 5
                kill_tree(child.pid)

    def finish(self, child):
        """The child is dead; what it started dies with it."""
        end_group(child.pid)
        ready = {child.report, child.output}
        self.read(child, ready)
        if child.pending:
            self.relay(child, b"\n")
        for number in (child.report, child.output):
            if number is not None:
                os.close(number)
        end = {"end": os.WEXITSTATUS(child.status) if os.WIFEXITED(child.status) else None,
               "signal": os.WTERMSIG(child.status) if os.WIFSIGNALED(child.status) else None,
               "timeout": child.timed_out and not child.done, "seconds": round(time.perf_counter() - child.start, 6), "output": child.text.text()}
        self.channel.write(b"%d %s\n" % (child.test["index"], json.dumps(end).encode("ascii", "backslashreplace")))

    def kill_all(self):
        for child in self.children.values():
            kill_tree(child.pid)
        for child in self.children.values():
            try:
                os.waitpid(child.pid, 0)
            except ChildProcessError:
                pass
