using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace DocuSense.Maintenance.Testing;

/// <summary>Ends a process with all that it started, on every system and framework.</summary>
/// <remarks>
/// The probe leads a session of its own (POSIX) or a job that ends with it (Windows), so that ending it ends its children. What has left the session is
/// found by the mark that each run puts into the environment, where the system shows it (Linux).
/// </remarks>
internal static class ProcessTree
{
    /// <summary>The variable whose value marks the processes of one run.</summary>
    public const string Variable = "DOCUSENSE_RUN";

    private const int SignalKill = 9;

    /// <summary>Ends the process, its group, and everything that carries the mark.</summary>
    public static void Kill(Process process, string mark)
    {
        try
        {
            if (!RuntimeInformation.IsOSPlatform(OSPlatform.Windows))
                _ = SendSignal(-process.Id, SignalKill);
#if NET
            process.Kill(entireProcessTree: true);
#else
            process.Kill();
#endif
        }
        catch (Exception exception) when (exception is InvalidOperationException or System.ComponentModel.Win32Exception or NotSupportedException or AggregateException)
        {
            // It has ended by itself.
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
                    _ = SendSignal(id, SignalKill);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // Another user's, or gone.
            }
        }
    }

#pragma warning disable SYSLIB1054, CA5392 // A source-generated import needs unsafe code; the C library is never found beside the assembly.
    [DllImport("libc", EntryPoint = "kill")]
    private static extern int SendSignal(int process, int signal);
#pragma warning restore SYSLIB1054, CA5392
}
