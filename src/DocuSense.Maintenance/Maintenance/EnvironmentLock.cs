using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace DocuSense.Maintenance.Maintenance;

/// <summary>
/// The right to change one environment, held by one process at a time. It is a lock of the operating system on a file beside the environment, so it
/// ends with its process, however that ends: no lock is ever stale.
/// </summary>
internal sealed class EnvironmentLock : IDisposable
{
    private const string LockFile = "lock";
    private const string HolderFile = "holder";

    private readonly FileStream _stream;

    private EnvironmentLock(string environment, string folder, FileStream stream)
    {
        Environment = environment;
        Folder = folder;
        _stream = stream;
    }

    /// <summary>Absolute path of the environment.</summary>
    public string Environment { get; }

    /// <summary>Absolute path of the folder beside the environment where a run keeps what it needs: the same volume, so that a rename is enough.</summary>
    public string Folder { get; }

    /// <summary>Absolute path of the file that every Python started for this environment holds open while it runs.</summary>
    public string BusyFile => BusyFileOf(Folder);

    /// <summary>The folder that belongs to an environment.</summary>
    public static string FolderOf(string environment) => environment + ".docusense";

    private static string BusyFileOf(string folder) => Path.Combine(folder, "busy");

    /// <summary>Takes the lock, waiting for it.</summary>
    /// <param name="environment">Absolute path of the environment; it need not exist.</param>
    /// <param name="verb">What it is for, shown to those who wait.</param>
    /// <param name="limit">How long to wait.</param>
    /// <param name="onWait">Is told, once, for whom it waits.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="MaintenanceException">DSM5008: it was still taken after the limit.</exception>
    /// <exception cref="IOException">The folder beside the environment cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder beside the environment may not be written.</exception>
    public static EnvironmentLock Take(string environment, string verb, TimeSpan limit, Action<string> onWait, CancellationToken cancellationToken)
    {
        string folder = FolderOf(environment);
        var clock = Stopwatch.StartNew();
        string? told = null;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (TryTake(environment, folder) is { } taken)
            {
                taken.Prepare(verb, clock, limit, onWait, cancellationToken);
                return taken;
            }

            string holder = Holder(folder);
            if (clock.Elapsed >= limit)
                throw new MaintenanceException("DSM5008", $"The environment '{environment}' is still in use by {holder} after {Seconds(limit)} seconds; try again when it has ended.");
            if (told != holder)
                onWait($"Waiting for {holder}, which uses '{environment}'.");
            told = holder;
            cancellationToken.WaitHandle.WaitOne(100);
        }
    }

    /// <summary>Gives the lock back; the folder goes where no interrupted work is left in it.</summary>
    public void Dispose()
    {
        bool keep = File.Exists(Path.Combine(Folder, Journal.ActiveName));
        if (!keep)
        {
            foreach (string entry in Entries())
            {
                if (Path.GetFileName(entry) == LockFile)
                    continue;
                if (Directory.Exists(entry))
                    FolderTree.TryRemove(entry);
                else
                    TryDelete(entry);
            }
        }

        string path = Path.Combine(Folder, LockFile);
        if (RuntimeInformation.IsOSPlatform(OSPlatform.Windows))
        {
            _stream.Dispose();
            if (!keep)
                TryDelete(path);
        }
        else
        {
            // Removed while it is still held: whoever opens it after that makes a new one, and whoever has it open sees that it is not the same.
            if (!keep)
                TryDelete(path);
            _stream.Dispose();
        }

        if (keep)
            return;
        try
        {
            Directory.Delete(Folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Another run is in it already, or something could not be removed.
        }
    }

    private static EnvironmentLock? TryTake(string environment, string folder)
    {
        Directory.CreateDirectory(folder);
        string path = Path.Combine(folder, LockFile);
        FileStream stream;
        try
        {
            stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception exception) when (exception is DirectoryNotFoundException or FileNotFoundException)
        {
            // Who held it removed the folder just then; where somebody has made it again since, the file counts as what is not found.
            return null;
        }
        catch (IOException exception) when (IsTaken(exception))
        {
            return null;
        }

        if (RuntimeInformation.IsOSPlatform(OSPlatform.Windows))
            return new EnvironmentLock(environment, folder, stream);

        // The file may have been removed between opening and locking it; then the lock is on a file that nobody else will find. The length tells
        // whether the path still leads to the file that is locked.
        byte[] random = Guid.NewGuid().ToByteArray();
        stream.SetLength(1 + (BitConverter.ToUInt32(random, 0) & 0xFFFFF));
        var found = new FileInfo(path);
        if (found.Exists && found.Length == stream.Length)
            return new EnvironmentLock(environment, folder, stream);
        stream.Dispose();
        return null;
    }

    /// <summary>Says who holds it, and waits for a Python that a killed run left behind: it ends by itself, but not at once.</summary>
    private void Prepare(string verb, Stopwatch clock, TimeSpan limit, Action<string> onWait, CancellationToken cancellationToken)
    {
        try
        {
            AtomicFile.Write(Path.Combine(Folder, HolderFile), Encoding.UTF8.GetBytes(string.Format(CultureInfo.InvariantCulture,
                "{0} (process {1}, since {2:HH:mm:ss} UTC)", verb, CurrentProcessId(), DateTime.UtcNow)));
            File.WriteAllText(Path.Combine(Folder, ".gitignore"), "*\n");
            bool told = false;
            while (IsBusy())
            {
                if (clock.Elapsed >= limit)
                    throw new MaintenanceException("DSM5008", $"A Python of an interrupted run still works on '{Environment}' after {Seconds(limit)} seconds; end it and try again.");
                if (!told)
                    onWait($"Waiting for a Python of an interrupted run, which still works on '{Environment}'.");
                told = true;
                cancellationToken.ThrowIfCancellationRequested();
                cancellationToken.WaitHandle.WaitOne(50);
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    private bool IsBusy()
    {
        if (!File.Exists(BusyFile))
            return false;
        try
        {
            using var stream = new FileStream(BusyFile, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            return false;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
        catch (IOException exception) when (IsTaken(exception))
        {
            return true;
        }
    }

    /// <summary>Whether the system refused because another process has the file: EWOULDBLOCK of Linux and macOS, sharing violation of Windows.</summary>
    private static bool IsTaken(IOException exception) => (exception.HResult & 0xFFFF) is 11 or 35 or 32 or 33;

    private static string Holder(string folder)
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder, HolderFile));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "another run";
        }
    }

    private string[] Entries()
    {
        try
        {
            return Directory.GetFileSystemEntries(Folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The next run removes it.
        }
    }

    private static int CurrentProcessId()
    {
        using var process = Process.GetCurrentProcess();
        return process.Id;
    }

    private static string Seconds(TimeSpan limit) => Math.Ceiling(limit.TotalSeconds).ToString(CultureInfo.InvariantCulture);
}
