using System.Text;
using DocuSense.Maintenance.Sources;

namespace DocuSense.Maintenance.Usage;

/// <summary>Tells cheaply which sources can hold a use that <see cref="PythonUses"/> would find, so that most files are never cut into tokens.</summary>
internal static class PythonTriggers
{
    /// <summary>Words of settings, and of calls that take modules by name. Each stands for all longer ones that it is part of.</summary>
    private static readonly byte[][] _words = Words(
        "_APPS", "DDLEWARE", "ACKEND", "NGINE", "\"class\"", "'class'", "'()'", "\"()\"", "worker_class", "logger_class", "handler_class", "pytest_plugins", "CELERY", "roker_url", "result_backend",
        "patch(", "patch.", "import_string", "load_object", "load_class", "STORAGE", "SCHEDULER", "import_module", "__import__", "monkeypatch", "find_spec", "sys.modules", "in modules");

    private static readonly byte[][] _processes = Words("system(", "popen(", "os.exec", "os.spawn", "posix_spawn");

    private static readonly byte[][] _subprocesses = Words("create_subprocess");

    private static byte[][] Words(params string[] words) => Array.ConvertAll(words, Encoding.ASCII.GetBytes);

    private const int LongestScheme = 40;

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

    /// <summary>A string that begins with a URL of another scheme than the web's.</summary>
    private static bool HasUrl(ReadOnlySpan<byte> source)
    {
        for (int from = 0; source.Slice(from).IndexOf("://"u8) is >= 0 and var found; from += found + 3)
        {
            int at = from + found;
            int start = at;
            while (start > 0 && at - start < LongestScheme && source[start - 1] is (>= (byte)'a' and <= (byte)'z') or (>= (byte)'A' and <= (byte)'Z') or (>= (byte)'0' and <= (byte)'9') or (byte)'+' or (byte)'-' or (byte)'_')
                start--;
            ReadOnlySpan<byte> scheme = source.Slice(start, at - start);
            if (start > 0 && start < at && source[start - 1] is (byte)'"' or (byte)'\'' && !scheme.SequenceEqual("http"u8) && !scheme.SequenceEqual("https"u8))
                return true;
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
