using System.ComponentModel;
using System.Diagnostics;

namespace DocuSense.Maintenance.Build.Tests.Support;

/// <summary>A test that runs Python, and is skipped where there is none.</summary>
public sealed class PythonFactAttribute : FactAttribute
{
    internal const string NoPython = "No Python 3.8 or later was found on this machine.";

    private static readonly Lazy<string?> _interpreter = new(Find);

    public PythonFactAttribute()
    {
        if (Interpreter is null)
            Skip = NoPython;
    }

    /// <summary>Absolute path of an interpreter, or null.</summary>
    public static string? Interpreter => _interpreter.Value;

    private static string? Find()
    {
        foreach (string name in (string[])["python3", "python"])
        {
            try
            {
                using Process process = Process.Start(new ProcessStartInfo(name, ["-c", "import sys; print(sys.executable if sys.version_info >= (3, 8) else '')"])
                {
                    RedirectStandardOutput = true,
                    RedirectStandardError = true,
                })!;
                string path = process.StandardOutput.ReadToEnd().Trim();
                process.WaitForExit();
                if (File.Exists(path))
                    return path;
            }
            catch (Win32Exception)
            {
                // No such program.
            }
        }

        return null;
    }
}

/// <summary>As <see cref="PythonFactAttribute"/>, for a table of cases.</summary>
public sealed class PythonTheoryAttribute : TheoryAttribute
{
    public PythonTheoryAttribute()
    {
        if (PythonFactAttribute.Interpreter is null)
            Skip = PythonFactAttribute.NoPython;
    }
}
