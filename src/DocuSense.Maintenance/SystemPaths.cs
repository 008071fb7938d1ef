using System.Runtime.InteropServices;
using System.Text;

namespace DocuSense.Maintenance;

/// <summary>
/// Questions that the class library does not answer on every framework, or dearly: where a path leads once all links are followed, and whether an
/// entry is an ordinary file, as opening a pipe would wait for ever.
/// </summary>
internal static class SystemPaths
{
    private const int MaximumPath = 32768;
    private const int TypeMask = 0xF000;
    private const int RegularFile = 0x8000;
    private const int Folder = 0x4000;
    private const int SymbolicLink = 0xA000;
    private const int StatusSize = 512;
    private const long UnixEpochTicks = 621355968000000000;
    private static readonly bool _isWindows = RuntimeInformation.IsOSPlatform(OSPlatform.Windows);
    private static readonly bool _isMac = RuntimeInformation.IsOSPlatform(OSPlatform.OSX);

    [ThreadStatic]
    private static PinnedBytes? _status;

    [ThreadStatic]
    private static PinnedBytes? _name;

    /// <summary>The path with every link followed, or null where it leads nowhere or in a circle.</summary>
    public static string? Real(string path)
    {
        try
        {
            return _isWindows ? RealOnWindows(path) : RealOnUnix(path);
        }
        catch (Exception exception) when (exception is DllNotFoundException or EntryPointNotFoundException)
        {
            return null;
        }
    }

    /// <summary>What the class library tells of a file: of one that is a link, of what it leads to, as a link's own length is that of its text.</summary>
    public static FileInfo Followed(string path)
    {
        var file = new FileInfo(path);
        return file.Exists && (file.Attributes & FileAttributes.ReparsePoint) != 0 && Real(path) is { } real ? new FileInfo(real) : file;
    }

    /// <summary>Whether an entry is a file, and no pipe, socket or device; links are followed.</summary>
    public static bool IsRegularFile(string path)
    {
        try
        {
            if (_isWindows)
                return (File.GetAttributes(path) & (FileAttributes.Device | FileAttributes.Directory)) == 0;
            if (_isMac)
            {
                byte[] name = ForSystem(path);
                var status = new byte[StatusSize];

                // struct stat: st_dev, 4 bytes; st_mode, 2 bytes.
                int failed = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? MacStatus64(name, status) : MacStatus(name, status);
                return failed == 0 && (BitConverter.ToUInt16(status, 4) & TypeMask) == RegularFile;
            }

            PinnedBytes.SetName(ref _name, path.AsSpan());
            return TryStatus(CurrentFolder, 0, TypeAndMode, out byte[] found) && TypeOf(found) == RegularFile;
        }
        catch (Exception exception) when (exception is DllNotFoundException or EntryPointNotFoundException)
        {
            // A C library that cannot tell: as the class library has it.
            return File.Exists(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException or System.Security.SecurityException)
        {
            return false;
        }
    }

    /// <summary>Whether <see cref="Status"/> answers here: in one call, what the class library asks the system in several.</summary>
    public static bool HasStatus { get; private set; } = RuntimeInformation.IsOSPlatform(OSPlatform.Linux);

    /// <summary>What an entry is, links not followed.</summary>
    /// <param name="path">The entry.</param>
    /// <returns>Its type and size, and when it was written; all nothing where there is no such entry.</returns>
    public static FileStatus Status(string path)
    {
        PinnedBytes.SetName(ref _name, path.AsSpan());
        return NamedStatus(CurrentFolder);
    }

    /// <summary>What an entry below an open folder is, a link at its end not followed.</summary>
    /// <param name="folder">The folder's descriptor.</param>
    /// <param name="relative">The way from there.</param>
    /// <returns>Its type and size, and when it was written; all nothing where there is no such entry.</returns>
    public static FileStatus StatusBelow(int folder, ReadOnlySpan<char> relative)
    {
        PinnedBytes.SetName(ref _name, relative);
        return NamedStatus(folder);
    }

    /// <summary>What an entry below an open folder is, a link at its end not followed.</summary>
    /// <param name="folder">The folder's descriptor.</param>
    /// <param name="relative">The way from there, in the system's bytes.</param>
    /// <returns>Its type and size, and when it was written; all nothing where there is no such entry.</returns>
    public static FileStatus StatusBelow(int folder, ReadOnlySpan<byte> relative)
    {
        PinnedBytes.SetName(ref _name, relative);
        return NamedStatus(folder);
    }

    /// <summary>Whether an entry of an open folder is a folder, links followed.</summary>
    /// <param name="folder">The folder's descriptor.</param>
    /// <param name="entry">The entry's name.</param>
    public static bool IsFolderIn(int folder, ReadOnlySpan<char> entry)
    {
        PinnedBytes.SetName(ref _name, entry);
        return NamedStatus(folder, 0).Type == EntryType.Folder;
    }

    /// <summary>Whether an entry of an open folder is a folder, links followed.</summary>
    /// <param name="folder">The folder's descriptor.</param>
    /// <param name="entry">The entry's name in the system's bytes.</param>
    public static bool IsFolderIn(int folder, ReadOnlySpan<byte> entry)
    {
        PinnedBytes.SetName(ref _name, entry);
        return NamedStatus(folder, 0).Type == EntryType.Folder;
    }

    private static FileStatus NamedStatus(int folder, int flags = NoFollow)
    {
        byte[] status;
        try
        {
            if (!TryStatus(folder, flags, TypeAndMode | SizeAndTime, out status))
                return default;
        }
        catch (Exception exception) when (exception is DllNotFoundException or EntryPointNotFoundException)
        {
            HasStatus = false;
            return default;
        }

        // struct statx: stx_size, 8 bytes at 40; stx_mtime, 8 bytes of seconds at 112 and 4 of nanoseconds.
        long ticks = UnixEpochTicks + BitConverter.ToInt64(status, 112) * TimeSpan.TicksPerSecond + BitConverter.ToUInt32(status, 120) / 100;
        return new FileStatus(TypeOf(status) switch { RegularFile => EntryType.File, Folder => EntryType.Folder, SymbolicLink => EntryType.Link, _ => EntryType.Other },
            BitConverter.ToInt64(status, 40), ticks);
    }

    /// <summary>Asks the system for the entry whose name was set.</summary>
    private static bool TryStatus(int folder, int flags, uint mask, out byte[] status)
    {
        PinnedBytes room = _status ??= new PinnedBytes(StatusSize);
        status = room.Array;
        return LinuxStatus(folder, _name!.Address, flags, mask, room.Address) == 0;
    }

    /// <summary>struct statx, the same on every architecture: stx_mode, 2 bytes at 28.</summary>
    private static int TypeOf(byte[] status) => BitConverter.ToUInt16(status, 28) & TypeMask;

    private static string? RealOnUnix(string path)
    {
        var resolved = new byte[MaximumPath];
        if (RealPath(ForSystem(path), resolved) == IntPtr.Zero)
            return null;
        int length = Array.IndexOf(resolved, (byte)0);
        return length <= 0 ? null : Encoding.UTF8.GetString(resolved, 0, length);
    }

    private static string? RealOnWindows(string path)
    {
        IntPtr handle = CreateFile(path, 0, ShareAll, IntPtr.Zero, OpenExisting, BackupSemantics, IntPtr.Zero);
        if (handle == new IntPtr(-1))
            return null;
        try
        {
            var resolved = new char[MaximumPath];
            int length = GetFinalPathNameByHandle(handle, resolved, MaximumPath, 0);
            if (length <= 0 || length >= MaximumPath)
                return null;
            string real = new(resolved, 0, length);
            if (real.StartsWith(@"\\?\UNC\", StringComparison.Ordinal))
                return @"\\" + real.Substring(8);
            return real.StartsWith(@"\\?\", StringComparison.Ordinal) ? real.Substring(4) : real;
        }
        finally
        {
            _ = CloseHandle(handle);
        }
    }

    private static byte[] ForSystem(string path)
    {
        var bytes = new byte[Encoding.UTF8.GetByteCount(path) + 1];
        Encoding.UTF8.GetBytes(path, 0, path.Length, bytes, 0);
        return bytes;
    }

    private const int CurrentFolder = -100;
    private const int NoFollow = 0x100;
    private const uint TypeAndMode = 3;
    private const uint SizeAndTime = 0x240;
    private const uint ShareAll = 7;
    private const uint OpenExisting = 3;
    private const uint BackupSemantics = 0x02000000;

    [DllImport("libc", EntryPoint = "realpath")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern IntPtr RealPath(byte[] path, [In, Out] byte[] resolved);

    [DllImport("libc", EntryPoint = "statx")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int LinuxStatus(int folder, nint path, int flags, uint mask, nint status);

    [DllImport("libc", EntryPoint = "stat")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int MacStatus(byte[] path, [In, Out] byte[] status);

    [DllImport("libc", EntryPoint = "stat$INODE64")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int MacStatus64(byte[] path, [In, Out] byte[] status);

    [DllImport("kernel32", EntryPoint = "CreateFileW", CharSet = CharSet.Unicode, ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern IntPtr CreateFile(string path, uint access, uint share, IntPtr security, uint disposition, uint flags, IntPtr template);

    [DllImport("kernel32", EntryPoint = "GetFinalPathNameByHandleW", CharSet = CharSet.Unicode, ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern int GetFinalPathNameByHandle(IntPtr handle, [Out] char[] path, int length, int flags);

    [DllImport("kernel32", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern int CloseHandle(IntPtr handle);
}

/// <summary>The types of entries of a file system.</summary>
internal enum EntryType : byte
{
    /// <summary>There is no such entry, or it may not be looked at.</summary>
    None,
    File,
    Folder,
    Link,

    /// <summary>A pipe, a socket, a device.</summary>
    Other,
}

/// <summary>What an entry of the file system is.</summary>
/// <param name="Type">Its type, links not followed.</param>
/// <param name="Length">Bytes.</param>
/// <param name="LastWriteUtcTicks">Time of the last write.</param>
internal readonly record struct FileStatus(EntryType Type, long Length, long LastWriteUtcTicks);
