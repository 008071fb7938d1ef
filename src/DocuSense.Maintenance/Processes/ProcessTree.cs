using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace DocuSense.Maintenance.Processes;

/// <summary>Ends a process with all that it has started, on every system and framework.</summary>
/// <remarks>
/// What descends from the process is found by its parents, what has left them by the group that it leads (POSIX), and what has gone its own way altogether by the mark
/// that each run puts into the environment, where the system shows it (Linux). On Windows a probe puts itself into a job that ends with it.
/// </remarks>
internal static class ProcessTree
{
    /// <summary>The variable whose value marks the processes of one run.</summary>
    public const string Variable = "DOCUSENSE_RUN";

    private const int KillSignal = 9;

    /// <summary>Ends the process, its descendants, its group, and everything that carries the mark. A process that has ended already is none.</summary>
    public static void Kill(Process process, string mark)
    {
        try
        {
#if NET
            process.Kill(entireProcessTree: true);
#else
            if (RuntimeInformation.IsOSPlatform(OSPlatform.Windows))
                KillOnWindows(process);
            else
                KillOnUnix(process);
#endif
        }
        catch (Exception exception) when (exception is InvalidOperationException or System.ComponentModel.Win32Exception or NotSupportedException or AggregateException)
        {
            // It ended while it was being looked at.
        }

        try
        {
            if (!RuntimeInformation.IsOSPlatform(OSPlatform.Windows))
                _ = Signal(-process.Id, KillSignal);
        }
        catch (InvalidOperationException)
        {
            // It never started, or is no longer ours.
        }

        Sweep(mark);
    }

    /// <summary>Ends everything that carries the mark (Linux).</summary>
    public static void Sweep(string mark)
    {
        if (!RuntimeInformation.IsOSPlatform(OSPlatform.Linux))
            return;
        string entry = Variable + "=" + mark;
        foreach (string folder in Directory.GetDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out int id))
                continue;
            try
            {
                if (Encoding.ASCII.GetString(File.ReadAllBytes(folder + "/environ")).Contains(entry))
                    _ = Signal(id, KillSignal);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // Another user's, or gone.
            }
        }
    }

#if !NET
    private static void KillOnWindows(Process process)
    {
        var start = new ProcessStartInfo(Path.Combine(Environment.SystemDirectory, "taskkill.exe"), "/T /F /PID " + process.Id.ToString(CultureInfo.InvariantCulture))
        {
            UseShellExecute = false,
            CreateNoWindow = true,
        };
        using (Process? killer = Process.Start(start))
            killer?.WaitForExit(10_000);
        if (!process.HasExited)
            process.Kill();
    }

    private static void KillOnUnix(Process process)
    {
        // The parent is stopped first, so that it starts nothing more while its children are looked for.
        var tree = new List<int> { process.Id };
        for (int index = 0; index < tree.Count; index++)
        {
            _ = Signal(tree[index], StopSignal);
            tree.AddRange(Children(tree[index]));
        }

        for (int index = tree.Count - 1; index >= 0; index--)
            _ = Signal(tree[index], KillSignal);
    }

    private static IEnumerable<int> Children(int parent)
    {
        if (!Directory.Exists("/proc/self"))
            return ChildrenByListing(parent);
        var found = new List<int>();
        foreach (string folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out int id) && Parent(folder) == parent)
                found.Add(id);
        }

        return found;
    }

    private static int Parent(string folder)
    {
        try
        {
            // "1234 (name) S 1 ...": the name may hold blanks and parentheses, so the fields are counted from the last one.
            string status = File.ReadAllText(Path.Combine(folder, "stat"));
            string[] fields = status.Substring(status.LastIndexOf(')') + 1).Split([' '], StringSplitOptions.RemoveEmptyEntries);
            return fields.Length > 1 && int.TryParse(fields[1], NumberStyles.None, CultureInfo.InvariantCulture, out int parent) ? parent : -1;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return -1;
        }
    }

    private static IEnumerable<int> ChildrenByListing(int parent)
    {
        var start = new ProcessStartInfo("ps", "-A -o pid=,ppid=") { UseShellExecute = false, RedirectStandardOutput = true };
        using Process? lister = Process.Start(start);
        foreach (string line in lister?.StandardOutput.ReadToEnd().Split('\n') ?? [])
        {
            string[] fields = line.Split([' '], StringSplitOptions.RemoveEmptyEntries);
            if (fields.Length == 2 && fields[1] == parent.ToString(CultureInfo.InvariantCulture)
                && int.TryParse(fields[0], NumberStyles.None, CultureInfo.InvariantCulture, out int id))
            {
                yield return id;
            }
        }
    }

    private static readonly int StopSignal = RuntimeInformation.IsOSPlatform(OSPlatform.OSX) ? 17 : 19;
#endif

#pragma warning disable SYSLIB1054 // A source-generated import needs unsafe code.
    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Signal(int process, int signal);
#pragma warning restore SYSLIB1054
}
