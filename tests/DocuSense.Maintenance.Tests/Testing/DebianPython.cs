using DocuSense.Maintenance.Tests.Support;

namespace DocuSense.Maintenance.Tests.Testing;

/// <summary>A virtual environment that sees the system's packages, where the system has FastAPI, uvicorn, SQLAlchemy and multipart installed (Debian's packages).</summary>
public static class DebianPython
{
    private static readonly Lazy<(string? Venv, string? Python, string Reason)> _environment = new(Create);

    /// <summary>The environment's folder; null where the packages are not there.</summary>
    public static string? Venv => _environment.Value.Venv;

    public static string Reason => _environment.Value.Reason;

    /// <summary>The environment's interpreter.</summary>
    public static Python Interpreter => new(_environment.Value.Python!, "3.0.0", _environment.Value.Venv!);

    private static (string? Venv, string? Python, string Reason) Create()
    {
        const string system = "/usr/bin/python3";
        if (!File.Exists(system))
            return (null, null, "There is no /usr/bin/python3.");
        (int exit, _, _) = Python.Execute(system, ["-c", "import fastapi, uvicorn, sqlalchemy, multipart, venv"], null, TimeSpan.FromMinutes(2));
        if (exit != 0)
            return (null, null, "The system's Python lacks python3-fastapi, python3-uvicorn, python3-sqlalchemy, python3-multipart or python3-venv.");
        string folder = Path.Combine(Path.GetTempPath(), "docusense tests", "system " + Guid.NewGuid().ToString("N")[..8]);
        (exit, _, string error) = Python.Execute(system, ["-m", "venv", "--system-site-packages", "--without-pip", folder], null, TimeSpan.FromMinutes(2));
        if (exit != 0)
            return (null, null, "The system's Python makes no environment: " + error);
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            try
            {
                Directory.Delete(folder, recursive: true);
            }
            catch (IOException)
            {
                // A leftover in the temporary folder is not worth more.
            }
        };
        return (folder, Path.Combine(folder, "bin", "python"), "");
    }
}

/// <summary>A test that needs the system's FastAPI and its like; without them it is skipped, and says so.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class DebianFactAttribute : FactAttribute
{
    public DebianFactAttribute()
    {
        if (DebianPython.Venv is null)
            Skip = DebianPython.Reason;
    }
}
