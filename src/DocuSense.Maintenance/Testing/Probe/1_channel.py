# The probe: what the environment's own interpreter runs. Python 3.8 to 3.14, standard library only. The files of this folder are joined in the order
# of their names and handed over on standard input, so nothing is written anywhere. What the probe itself imports is taken out of sys.modules again
# before a module is tested (see 2_imports.py); therefore every import of the probe stands at the top of this file, after BASELINE.
import sys

BASELINE = dict(sys.modules)
SOURCE_NAME = sys._getframe().f_code.co_filename

import _frozen_importlib
import _frozen_importlib_external
import _thread
import builtins
import atexit
import errno
import faulthandler
import gc
import json
import os
import select
import signal
import time

POSIX = hasattr(os, "fork")
if POSIX:
    import resource
else:
    import ctypes


class Channel:
    """Lines to and from the driver, on descriptors that nobody else knows."""

    def __init__(self, incoming):
        self.incoming = incoming
        self.out = os.dup(1)
        os.set_inheritable(self.out, False)
        self.identity = self._identify()
        nothing = os.open(os.devnull, os.O_RDWR)
        os.dup2(nothing, 0)
        os.dup2(2, 1)
        if nothing > 2:
            os.close(nothing)

    def _identify(self):
        status = os.fstat(self.out)
        return status.st_dev, status.st_ino

    def read(self):
        """The next message; None when the driver has gone."""
        line = self.incoming.readline()
        return json.loads(line) if line.endswith(b"\n") else None

    def send(self, message):
        self.write(json.dumps(message).encode("ascii", "backslashreplace") + b"\n")

    def write(self, data):
        """Writes all of it. A module may have closed the descriptor, and its number may be a file of its own by now: then nothing is written."""
        try:
            if self._identify() != self.identity:
                raise OSError(errno.EBADF, "The channel is closed.")
            view = memoryview(data)
            while view:
                view = view[os.write(self.out, view):]
        except BlockingIOError:
            select.select([], [self.out], [])
            self.write(view)


class Output:
    """What a module prints, its beginning and its end, whatever lies between."""

    LIMIT = 16384

    def __init__(self):
        self.head = b""
        self.tail = b""
        self.dropped = 0

    def add(self, data):
        room = self.LIMIT - len(self.head)
        if room > 0:
            self.head += data[:room]
            data = data[room:]
        self.tail += data
        if len(self.tail) > 2 * self.LIMIT:
            self.dropped += len(self.tail) - self.LIMIT
            self.tail = self.tail[-self.LIMIT:]

    def text(self):
        if len(self.tail) > self.LIMIT:
            self.dropped += len(self.tail) - self.LIMIT
            self.tail = self.tail[-self.LIMIT:]
        middle = b"\n[... %d bytes ...]\n" % self.dropped if self.dropped else b""
        return (self.head + middle + self.tail).decode("utf-8", "backslashreplace")
