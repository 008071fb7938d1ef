# Memory that a forked child changes has to be copied, page by page, each at a fault. Importing changes thousands of pages, mostly the same ones in every child:
# reference counts and caches of what is used. So the first child tells which pages it changed, and the next ones have these copied at once (Linux 5.14).


class Pages:
    POPULATE_WRITE = 23     # MADV_POPULATE_WRITE
    PRESENT = 1 << 63       # of an entry of /proc/self/pagemap
    EXCLUSIVE = 1 << 56
    GAP = 2                 # pages between two ranges that are copied along, which costs less than another call

    def __init__(self):
        """Of this process as it is now, which the children begin with."""
        self.size = os.sysconf("SC_PAGE_SIZE")
        self.learnt = None
        self.ranges = []
        with open("/proc/self/maps", "rb") as file:
            for line in file:
                parts = line.split()
                if parts[1] == b"rw-p" and parts[-1] != b"[stack]":
                    first, _, end = parts[0].partition(b"-")
                    self.ranges.append((int(first, 16), int(end, 16)))
        self.advise = ctypes.CDLL(None).madvise
        self.advise.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int]
        if self.advise(self.ranges[0][0], self.size, self.POPULATE_WRITE) != 0:
            raise OSError(errno.EINVAL, "The kernel does not copy pages ahead.")

    @classmethod
    def watch(cls, children):
        """For a process that will have so many children; None where it is not worth it, or cannot be."""
        if children < 8 or ctypes is None or sys.platform != "linux":
            return None
        try:
            return cls()
        except (OSError, AttributeError, IndexError, ValueError):
            return None

    def changed(self):
        """In a child: the ranges that are its own by now, addresses and lengths."""
        found = []
        with open("/proc/self/pagemap", "rb", 0) as file:
            for first, end in self.ranges:
                file.seek(first // self.size * 8)
                entries = array.array("Q")
                entries.frombytes(file.read((end - first) // self.size * 8))
                for number, entry in enumerate(entries):
                    if entry & self.PRESENT and entry & self.EXCLUSIVE:
                        address = first + number * self.size
                        if found and address - found[-1][0] - found[-1][1] <= self.GAP * self.size:
                            found[-1][1] = address + self.size - found[-1][0]
                        else:
                            found.append([address, self.size])
        return found

    def copy(self):
        """In a child, first of all."""
        for address, length in self.learnt or ():
            self.advise(address, length, self.POPULATE_WRITE)
