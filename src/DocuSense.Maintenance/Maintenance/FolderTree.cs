using System.Runtime.InteropServices;

namespace DocuSense.Maintenance.Maintenance;

/// <summary>Copies, measures, moves and removes whole folders; links are copied as links and never followed.</summary>
internal static class FolderTree
{
    /// <summary>Copies a folder to a place where nothing is.</summary>
    /// <remarks>
    /// Files are copied and not linked: pip writes new files, but older tools change <c>.pth</c> files in place, and a shared file would change with
    /// its copy. Where the file system can share blocks until one side changes, the system's own copy does that.
    /// </remarks>
    /// <exception cref="IOException">The disk is full, or a file cannot be read or written.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be read or written.</exception>
    public static void Copy(string source, string target, CancellationToken cancellationToken)
    {
        var files = new List<(string Source, string Target)>();
        var open = new Stack<(string Source, string Target)>();
        open.Push((source, target));
        while (open.Count > 0)
        {
            (string from, string to) = open.Pop();
            cancellationToken.ThrowIfCancellationRequested();
            Directory.CreateDirectory(to);
            foreach (FileSystemInfo entry in new DirectoryInfo(from).EnumerateFileSystemInfos())
            {
                string copy = Path.Combine(to, entry.Name);
                bool isFolder = (entry.Attributes & FileAttributes.Directory) != 0;
                if ((entry.Attributes & FileAttributes.ReparsePoint) != 0)
                    SystemLinks.Create(copy, SystemLinks.Target(entry.FullName), isFolder);
                else if (isFolder)
                    open.Push((entry.FullName, copy));
                else
                    files.Add((entry.FullName, copy));
            }
        }

        try
        {
            Parallel.ForEach(files, new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = cancellationToken }, static file => File.Copy(file.Source, file.Target));
        }
        catch (AggregateException exception) when (exception.InnerException is IOException or UnauthorizedAccessException)
        {
            throw exception.InnerException;
        }
    }

    /// <summary>The size of all files of a folder, in bytes; 0 where there is none.</summary>
    public static long Measure(string folder)
    {
        if (!Directory.Exists(folder))
            return 0;
        long bytes = 0;
        var open = new Stack<DirectoryInfo>();
        open.Push(new DirectoryInfo(folder));
        while (open.Count > 0)
        {
            try
            {
                foreach (FileSystemInfo entry in open.Pop().EnumerateFileSystemInfos())
                {
                    if ((entry.Attributes & FileAttributes.ReparsePoint) != 0)
                        continue;
                    if (entry is DirectoryInfo inner)
                        open.Push(inner);
                    else if (entry is FileInfo file)
                        bytes += file.Length;
                }
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // What cannot be looked at, or went meanwhile, counts nothing.
            }
        }

        return bytes;
    }

    /// <summary>Renames a folder. On Windows a virus scanner or an indexer may hold a file of it for a moment, so it is tried again.</summary>
    /// <exception cref="IOException">It cannot be renamed: on Windows, as a rule, because a program uses it.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be renamed.</exception>
    public static void Move(string source, string target)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                Directory.Move(source, target);
                return;
            }
            catch (Exception exception) when (attempt < 10 && RuntimeInformation.IsOSPlatform(OSPlatform.Windows)
                && exception is IOException or UnauthorizedAccessException && Directory.Exists(source) && !Directory.Exists(target))
            {
                Thread.Sleep(100 * attempt);
            }
        }
    }

    /// <summary>Removes a folder with everything in it.</summary>
    /// <returns>Whether it is gone; what is in use or may not be removed stays.</returns>
    public static bool TryRemove(string folder)
    {
        try
        {
            if (!Directory.Exists(folder))
                return true;
            Directory.Delete(folder, recursive: true);
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return TryRemoveReadOnly(folder);
        }
    }

    private static bool TryRemoveReadOnly(string folder)
    {
        try
        {
            foreach (string file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
            {
                FileAttributes attributes = File.GetAttributes(file);
                if ((attributes & FileAttributes.ReadOnly) != 0 && (attributes & FileAttributes.ReparsePoint) == 0)
                    File.SetAttributes(file, attributes & ~FileAttributes.ReadOnly);
            }

            Directory.Delete(folder, recursive: true);
            return true;
        }
        catch (DirectoryNotFoundException)
        {
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
