using System.Runtime.InteropServices;
#if !NET
using System.Text;
#endif

namespace DocuSense.Maintenance.Maintenance;

/// <summary>Symbolic links, and the request to put everything written on the disk itself: what <c>netstandard2.0</c> has no call for.</summary>
internal static class SystemLinks
{
    private static readonly bool _isWindows = RuntimeInformation.IsOSPlatform(OSPlatform.Windows);

    /// <summary>What a link says it leads to, as written.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static string Target(string link)
    {
#if NET
        return new FileInfo(link).LinkTarget ?? throw new IOException($"The link '{link}' cannot be read.");
#else
        if (_isWindows)
            throw new IOException($"'{link}' is a link, which cannot be copied here; recreate the environment without links.");
        var target = new byte[4096];
        long length = (long)ReadLink(ForSystem(link), target, (UIntPtr)target.Length);
        return length >= 0 ? Encoding.UTF8.GetString(target, 0, (int)length) : throw new IOException($"The link '{link}' cannot be read.");
#endif
    }

    /// <summary>Makes a link.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    public static void Create(string link, string target, bool isFolder)
    {
#if NET
        if (isFolder)
            Directory.CreateSymbolicLink(link, target);
        else
            File.CreateSymbolicLink(link, target);
#else
        if (_isWindows || MakeLink(ForSystem(target), ForSystem(link)) != 0)
            throw new IOException($"The link '{link}' to '{target}' cannot be made{(isFolder ? " for a folder" : "")}.");
#endif
    }

    /// <summary>Waits until everything written so far is on the disk itself, where the system offers that; a power cut then loses none of it.</summary>
    public static void FlushAll()
    {
        if (_isWindows)
            return;
        try
        {
            Sync();
        }
        catch (Exception exception) when (exception is DllNotFoundException or EntryPointNotFoundException)
        {
            // The system writes it in its own time.
        }
    }

    [DllImport("libc", EntryPoint = "sync")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern void Sync();

#if !NET
    private static byte[] ForSystem(string path) => Encoding.UTF8.GetBytes(path + "\0");

    [DllImport("libc", EntryPoint = "readlink")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern IntPtr ReadLink(byte[] path, [In, Out] byte[] target, UIntPtr size);

    [DllImport("libc", EntryPoint = "symlink")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int MakeLink(byte[] target, byte[] link);
#endif
}
