using System.Text;
using DocuSense.Maintenance.Sources;

namespace DocuSense.Maintenance.Usage;

/// <summary>Tells cheaply which sources can hold a use that <see cref="PythonUses"/> would find, so that most files are never cut into tokens.</summary>
internal static class PythonTriggers
{
    /// <summary>Words of settings, and of calls that take modules by name. Each stands for all longer ones that it is part of.</summary>
    private static readonly byte[][] _words = Words(
        "_APPS", "DDLEWARE", "ACKEND", "NGINE", "\"class\"", "'class'", "'()'", "\"()\"", "_class", "pytest_plugins", "CELERY", "roker_url", "result_backend",
        "patch(", "patch.", "import_string", "load_object", "load_class", "STORAGE", "SCHEDULER", "import_module", "__import__", "monkeypatch");

    private static readonly byte[][] _processes = Words("system(", "popen(", "os.exec", "os.spawn", "posix_spawn");

    private static readonly byte[][] _subprocesses = Words("create_subprocess");

    private static byte[][] Words(params string[] words) => Array.ConvertAll(words, Encoding.ASCII.GetBytes);

    /// <summary>Whether to look closer.</summary>
    /// <param name="relativePath">Relative to the backend, with forward slashes.</param>
    /// <param name="source">The file's bytes.</param>
    /// <param name="imports">Its imports.</param>
    /// <param name="isTest">Whether it is a test.</param>
    /// <param name="table">What is known to be needed without an import.</param>
    public static bool MayHoldUse(string relativePath, ReadOnlySpan<byte> source, IReadOnlyList<Import> imports, bool isTest, ImplicitUses table)
    {
        if (isTest || IsSettings(relativePath) || HasUrl(source) || HasAny(source, _words))
            return true;
        foreach (Import import in imports)
        {
            if (import.Level > 0 || import.Module.Length == 0)
                continue;
            int dot = import.Module.IndexOf('.');
            string root = dot < 0 ? import.Module : import.Module.Substring(0, dot);
            switch (root)
            {
                case "os":
                    if (HasAny(source, _processes))
                        return true;
                    break;
                case "asyncio" or "anyio" or "trio":
                    if (HasAny(source, _subprocesses) || source.IndexOf("_process("u8) >= 0 || table.ImportRoots.Contains(root))
                        return true;
                    break;
                case "subprocess" or "shlex" or "nox" or "invoke":
                    return true;
                default:
                    if (table.Roots.Contains(root) || table.ImportRoots.Contains(root))
                        return true;
                    break;
            }
        }

        return false;
    }

    /// <summary>Files whose plain assignments are settings.</summary>
    private static bool IsSettings(string relativePath)
    {
        int slash = relativePath.LastIndexOf('/');
        string name = relativePath.Substring(slash + 1);
        return name is "conf.py" or "noxfile.py" or "tasks.py" or "fabfile.py" || relativePath.IndexOf("settings", StringComparison.OrdinalIgnoreCase) >= 0
            || name.IndexOf("config", StringComparison.OrdinalIgnoreCase) >= 0 || name.StartsWith("gunicorn", StringComparison.Ordinal)
            || name.IndexOf("celery", StringComparison.Ordinal) >= 0;
    }

    /// <summary>A URL of another scheme than the web's.</summary>
    private static bool HasUrl(ReadOnlySpan<byte> source)
    {
        while (source.IndexOf("://"u8) is >= 0 and var at)
        {
            ReadOnlySpan<byte> scheme = source.Slice(0, at);
            if (at > 0 && !scheme.EndsWith("http"u8) && !scheme.EndsWith("https"u8) && scheme[at - 1] is (>= (byte)'a' and <= (byte)'z') or (>= (byte)'0' and <= (byte)'9'))
                return true;
            source = source.Slice(at + 3);
        }

        return false;
    }

    private static bool HasAny(ReadOnlySpan<byte> source, byte[][] words)
    {
        foreach (byte[] word in words)
        {
            if (source.IndexOf(word) >= 0)
                return true;
        }

        return false;
    }
}
