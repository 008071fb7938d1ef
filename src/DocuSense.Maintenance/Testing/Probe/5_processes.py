# Ending processes, with all that they started.


def descendants(pid):
    """All that a process has started and that still has it as an ancestor, where the system tells (Linux)."""
    parents = {}
    try:
        for entry in os.listdir("/proc"):
            if entry.isdigit():
                try:
                    with open("/proc/%s/stat" % entry, "rb") as file:
                        parents.setdefault(int(file.read().rpartition(b")")[2].split()[1]), []).append(int(entry))
                except (OSError, ValueError, IndexError):
                    pass
    except OSError:
        return []
    found = []
    pending = [pid]
    while pending:
        for child in parents.get(pending.pop(), ()):
            found.append(child)
            pending.append(child)
    return found


def kill_tree(pid):
    """Ends a process that leads a group, the group, and what left the group but descends from it."""
    others = descendants(pid)
    for end, number in [(os.killpg, pid), (os.kill, pid)] + [(os.kill, other) for other in others]:
        try:
            end(number, signal.SIGKILL)
        except OSError:
            pass


def end_group(pid):
    try:
        os.killpg(pid, signal.SIGKILL)
    except OSError:
        pass


def sweep():
    """Ends whatever still carries the mark of this run in its environment, also what has gone its own way (Linux)."""
    mark = os.environ.get("DOCUSENSE_RUN", "").encode()
    if not mark or not os.path.isdir("/proc/self"):
        return
    mine = os.getpid()
    for entry in os.listdir("/proc"):
        if entry.isdigit() and int(entry) != mine:
            try:
                with open("/proc/%s/environ" % entry, "rb") as file:
                    if b"DOCUSENSE_RUN=" + mark in file.read().split(b"\0"):
                        os.kill(int(entry), signal.SIGKILL)
            except OSError:
                pass


def lead():
    """Makes this process the leader of whatever it starts: a session (POSIX), or a job that ends with it (Windows)."""
    if POSIX:
        try:
            os.setsid()
        except OSError:
            pass
        return
    kernel = ctypes.WinDLL("kernel32", use_last_error=True)
    kernel.CreateJobObjectW.restype = ctypes.c_void_p
    kernel.GetCurrentProcess.restype = ctypes.c_void_p
    job = kernel.CreateJobObjectW(None, None)
    # JOBOBJECT_EXTENDED_LIMIT_INFORMATION with JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE: LimitFlags stand after two 64-bit numbers.
    size = 144 if ctypes.sizeof(ctypes.c_void_p) == 8 else 112
    information = (ctypes.c_char * size)()
    ctypes.c_uint32.from_buffer(information, 16).value = 0x2000
    kernel.SetInformationJobObject(ctypes.c_void_p(job), 9, information, size)
    kernel.AssignProcessToJobObject(ctypes.c_void_p(job), ctypes.c_void_p(kernel.GetCurrentProcess()))


def end_with(channel, stop):
    """Watches, in a thread that no module sees, for the driver to go away."""
    running = _thread.allocate_lock()
    running.acquire()

    def watch():
        running.release()
        while channel.read() is not None:
            pass
        stop()
    _thread.start_new_thread(watch, ())
    # From here on it is counted among the threads; those that a module leaves behind are told from the number.
    running.acquire()
