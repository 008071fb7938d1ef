#if NET
using System.Runtime.InteropServices;

namespace DocuSense.Maintenance;

/// <summary>
/// Reads whole files with the three system calls that takes, where the class library needs seven (it locks, and asks twice what it opened):
/// over ten thousand modules that is a third of the time. Linux and macOS; elsewhere, and for whatever fails, the class library reads.
/// </summary>
internal static class UnixFile
{
    private const int Closed = -1;
    private const int LinuxCloseOnExec = 0x80000;
    private const int MacCloseOnExec = 0x1000000;

    /// <summary>O_DIRECTORY, without which opening a pipe would wait for a writer; other architectures have other numbers, and read by the class library.</summary>
    private static readonly int _folderFlags = RuntimeInformation.ProcessArchitecture switch { Architecture.X64 => 0x10000, Architecture.Arm64 => 0x4000, _ => Closed };
    private static readonly int _flags = OperatingSystem.IsLinux() ? LinuxCloseOnExec : OperatingSystem.IsMacOS() ? MacCloseOnExec : Closed;

    [ThreadStatic]
    private static PinnedBytes? t_name;

    /// <summary>Opens a file for reading.</summary>
    /// <param name="path">Absolute path.</param>
    /// <param name="name">Room for the path as the system wants it; made where there is none.</param>
    /// <returns>A descriptor that <see cref="Close"/> has to be given, or a negative number where it cannot be had here.</returns>
    public static int Open(string path, ref PinnedBytes? name)
    {
        if (_flags == Closed)
            return Closed;
        PinnedBytes.SetName(ref name, path);
        try
        {
            return OpenFile(name!.Address, _flags);
        }
        catch (Exception exception) when (exception is DllNotFoundException or EntryPointNotFoundException)
        {
            return Closed;
        }
    }

    /// <summary>Opens a folder, to list it or to ask about entries in it.</summary>
    /// <param name="path">Absolute path.</param>
    /// <param name="name">Room for the path as the system wants it; made where there is none.</param>
    /// <returns>A descriptor that <see cref="Close"/> has to be given, or a negative number where it cannot be had here.</returns>
    public static int OpenFolder(ReadOnlySpan<char> path, ref PinnedBytes? name)
    {
        if (_flags != LinuxCloseOnExec || _folderFlags == Closed)
            return Closed;
        PinnedBytes.SetName(ref name, path);
        try
        {
            return OpenFile(name!.Address, _flags | _folderFlags);
        }
        catch (Exception exception) when (exception is DllNotFoundException or EntryPointNotFoundException)
        {
            return Closed;
        }
    }

    /// <summary>Opens a file in an open folder for reading.</summary>
    /// <param name="folder">The folder's descriptor.</param>
    /// <param name="file">The file's name.</param>
    /// <param name="name">Room for the name as the system wants it; made where there is none.</param>
    /// <returns>A descriptor that <see cref="Close"/> has to be given, or a negative number where it cannot be had.</returns>
    public static int OpenIn(int folder, ReadOnlySpan<char> file, ref PinnedBytes? name)
    {
        PinnedBytes.SetName(ref name, file);
        return OpenNamed(folder, name!, _flags);
    }

    /// <summary>Opens a file below an open folder for reading.</summary>
    /// <param name="folder">The folder's descriptor.</param>
    /// <param name="file">The way from there, in the system's bytes.</param>
    /// <param name="name">Room for the name as the system wants it; made where there is none.</param>
    /// <returns>A descriptor that <see cref="Close"/> has to be given, or a negative number where it cannot be had.</returns>
    public static int OpenIn(int folder, ReadOnlySpan<byte> file, ref PinnedBytes? name)
    {
        PinnedBytes.SetName(ref name, file);
        return OpenNamed(folder, name!, _flags);
    }

    /// <summary>Opens a folder below an open folder, to list it.</summary>
    /// <param name="folder">The open folder's descriptor.</param>
    /// <param name="relative">The way from there, in the system's bytes.</param>
    /// <param name="name">Room for the name as the system wants it; made where there is none.</param>
    /// <returns>A descriptor that <see cref="Close"/> has to be given, or a negative number where it cannot be had.</returns>
    public static int OpenFolderIn(int folder, ReadOnlySpan<byte> relative, ref PinnedBytes? name)
    {
        if (_flags != LinuxCloseOnExec || _folderFlags == Closed)
            return Closed;
        PinnedBytes.SetName(ref name, relative);
        return OpenNamed(folder, name!, _flags | _folderFlags);
    }

    private static int OpenNamed(int folder, PinnedBytes name, int flags)
    {
        try
        {
            return OpenFileAt(folder, name.Address, flags);
        }
        catch (EntryPointNotFoundException)
        {
            return Closed;
        }
    }

    /// <summary>Reads the next entries of an open folder, as Linux gives them.</summary>
    /// <param name="folder">The folder's descriptor.</param>
    /// <param name="room">The address of room for them.</param>
    /// <param name="length">How many bytes there is room for.</param>
    /// <returns>How many bytes there were; 0 at the end, negative on failure or where that cannot be asked here.</returns>
    public static int ReadFolder(int folder, nint room, int length)
    {
        try
        {
            return (int)ReadEntries(folder, room, length);
        }
        catch (EntryPointNotFoundException)
        {
            CanReadFolders = false;
            return Closed;
        }
    }

    /// <summary>Whether <see cref="ReadFolder"/> answers here, as far as it was asked: not every C library has it.</summary>
    public static bool CanReadFolders { get; private set; } = true;

    /// <summary>Reads the next bytes.</summary>
    /// <param name="descriptor">The file.</param>
    /// <param name="room">The address of room for them.</param>
    /// <param name="length">How many there is room for.</param>
    /// <returns>How many there were; 0 at the end, negative on failure.</returns>
    public static int Read(int descriptor, nint room, int length) => (int)ReadFile(descriptor, room, length);

    /// <summary>Reads the beginning of a file.</summary>
    /// <param name="path">Absolute path of an ordinary file: to open a pipe would wait.</param>
    /// <param name="room">Receives the bytes.</param>
    /// <param name="length">How many at most.</param>
    /// <returns>How many there were; negative where the class library has to read, or to say why nobody can.</returns>
    public static int Read(string path, byte[] room, int length)
    {
        int descriptor = Open(path, ref t_name);
        if (descriptor < 0)
            return Closed;
        GCHandle handle = GCHandle.Alloc(room, GCHandleType.Pinned);
        try
        {
            int total = 0;
            while (total < length)
            {
                int read = Read(descriptor, handle.AddrOfPinnedObject() + total, length - total);
                if (read < 0)
                    return Closed;
                if (read == 0)
                    break;
                total += read;
            }

            return total;
        }
        finally
        {
            handle.Free();
            Close(descriptor);
        }
    }

    public static void Close(int descriptor) => _ = CloseFile(descriptor);

    [DllImport("libc", EntryPoint = "open")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int OpenFile(nint path, int flags);

    [DllImport("libc", EntryPoint = "openat")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int OpenFileAt(int folder, nint path, int flags);

    [DllImport("libc", EntryPoint = "getdents64")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint ReadEntries(int folder, nint room, nint count);

    [DllImport("libc", EntryPoint = "read")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint ReadFile(int descriptor, nint room, nint count);

    [DllImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int CloseFile(int descriptor);
}
#endif
