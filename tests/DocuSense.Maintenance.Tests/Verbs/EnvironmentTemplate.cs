using System.Collections.Concurrent;
using System.Text;
using DocuSense.Maintenance.Tests.Support;

namespace DocuSense.Maintenance.Tests.Verbs;

/// <summary>Environments with pip as <c>python -m venv</c> makes them: once for each Python, and then copied, as each takes seconds to make.</summary>
internal static class EnvironmentTemplate
{
    private static readonly ConcurrentDictionary<string, Lazy<string>> _made = new(StringComparer.Ordinal);

    /// <summary>Makes an environment.</summary>
    /// <param name="python">Whose it is.</param>
    /// <param name="folder">Absolute path of what is not there yet.</param>
    public static void Make(Python python, string folder)
    {
        // The programs of Scripts hold their interpreter's path in a form that cannot be replaced.
        if (OperatingSystem.IsWindows())
        {
            Create(python, folder);
            return;
        }

        string template = _made.GetOrAdd(python.Executable, _ => new Lazy<string>(() => Template(python))).Value;
        Copy(new DirectoryInfo(template), folder);
        foreach (string file in (string[])[.. Directory.GetFiles(Path.Combine(folder, "bin")), Path.Combine(folder, "pyvenv.cfg")])
        {
            if (new FileInfo(file).LinkTarget is not null)
                continue;
            byte[] bytes = File.ReadAllBytes(file);
            if (bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(template)) >= 0)
                File.WriteAllText(file, Encoding.UTF8.GetString(bytes).Replace(template, folder, StringComparison.Ordinal));
        }
    }

    private static string Template(Python python)
    {
        var room = new TemporaryFolder();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => room.Dispose();
        string folder = room.Absolute("backend/.venv");
        Create(python, folder);
        return folder;
    }

    private static void Create(Python python, string folder)
    {
        (int exit, string output, string error) = Python.Execute(python.Executable, ["-m", "venv", folder], null, TimeSpan.FromMinutes(2));
        Assert.True(exit == 0, output + error);
    }

    /// <summary>Links stay links; times are kept, by which Python knows its compiled files.</summary>
    private static void Copy(DirectoryInfo from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (FileSystemInfo entry in from.EnumerateFileSystemInfos())
        {
            string path = Path.Combine(to, entry.Name);
            if (entry.LinkTarget is { } target)
                File.CreateSymbolicLink(path, target);
            else if (entry is DirectoryInfo inner)
                Copy(inner, path);
            else
                File.Copy(entry.FullName, path);
        }
    }
}
