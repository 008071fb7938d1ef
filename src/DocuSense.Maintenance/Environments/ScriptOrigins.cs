using System.Text;

namespace DocuSense.Maintenance.Environments;

/// <summary>Which environment the scripts of an environment were made for: what an environment that was moved gives away.</summary>
internal static class ScriptOrigins
{
    /// <summary>Enough to be sure; an environment may have hundreds of scripts.</summary>
    private const int MaximumScripts = 48;

    /// <summary>The problem of an environment whose scripts name another folder, or null where they name this one, or none clearly.</summary>
    public static EnvironmentProblem? Moved(string root, EnvironmentLayout layout)
    {
        if (SmallFile.Entries(layout.Scripts, out _) is not string[] entries)
            return null;

        // pip's own scripts first: they exist in most environments, and are what breaks.
        Array.Sort(entries, (first, second) => Rank(first) != Rank(second) ? Rank(first) - Rank(second) : string.CompareOrdinal(first, second));
        int read = 0;
        EnvironmentProblem? moved = null;
        foreach (string entry in entries)
        {
            if (read == MaximumScripts)
                break;
            string name = Path.GetFileName(entry);
            if (name.StartsWith("python", StringComparison.OrdinalIgnoreCase) || name.StartsWith("pypy", StringComparison.OrdinalIgnoreCase) || !SmallFile.FileExists(entry))
                continue;
            read++;
            if (EnvironmentOf(entry, name, out int line) is not string named || BaseInterpreter.IsForeign(named) || !Path.IsPathRooted(named))
                continue;
            if (FolderIdentity.AreSame(named, root))
                return null;
            moved ??= new EnvironmentProblem(EnvironmentProblemKind.Moved, entry, new SourceSpan(line, 1, line, 1),
                $"The environment was moved: '{name}' belongs to '{named}', not to '{root}'.");
        }

        return moved;
    }

    private static int Rank(string path)
    {
        string name = Path.GetFileName(path);
        return name.StartsWith("pip", StringComparison.OrdinalIgnoreCase) ? 0 : name.StartsWith("activate", StringComparison.OrdinalIgnoreCase) ? 1 : 2;
    }

    /// <summary>The environment a script was made for, or null where it does not tell.</summary>
    private static string? EnvironmentOf(string path, string name, out int line)
    {
        line = 1;
        if (name.EndsWith(".exe", StringComparison.OrdinalIgnoreCase))
            return OfInterpreter(LauncherInterpreter(path));
        if (name.StartsWith("activate", StringComparison.OrdinalIgnoreCase))
            return OfActivation(SmallFile.TextOrEmpty(path, limit: 1 << 20), out line);
        byte[] head = SmallFile.ReadPart(path, 2048, fromEnd: false);
        return head.Length > 2 && head[0] == '#' && head[1] == '!' ? OfInterpreter(ShebangInterpreter(SmallFile.Decode(head, head.Length), ref line)) : null;
    }

    /// <summary>The interpreter of a shebang line; also behind <c>/bin/sh</c>, which installers put before a path too long for the kernel or with spaces.</summary>
    private static string? ShebangInterpreter(string text, ref int line)
    {
        int end = text.IndexOf('\n');
        if (end < 0)
            return null;
        string first = text.Substring(2, end - 2).Trim();
        if (first != "/bin/sh")
            return first;
        line = 2;
        // '''exec' "/path with spaces/bin/python" "$0" "$@"
        const string Exec = "'''exec' ";
        if (string.CompareOrdinal(text, end + 1, Exec, 0, Exec.Length) != 0)
            return null;
        int start = end + 1 + Exec.Length;
        if (start >= text.Length)
            return null;
        char quote = text[start];
        int stop = quote is '"' or '\'' ? text.IndexOf(quote, start + 1) : text.IndexOf(' ', start);
        if (stop < 0)
            return null;
        string interpreter = quote is '"' or '\'' ? text.Substring(start + 1, stop - start - 1) : text.Substring(start, stop - start);
        // A relocatable script computes its folder.
        return interpreter.AsSpan().IndexOf('$') >= 0 ? null : interpreter;
    }

    /// <summary>The interpreter a Windows launcher starts: a shebang before the appended archive, or uv's path and length at the very end.</summary>
    private static string? LauncherInterpreter(string path)
    {
        byte[] tail = SmallFile.ReadPart(path, 64 << 10, fromEnd: true);
        if (tail.Length >= 8 && tail[tail.Length - 4] == 'U' && tail[tail.Length - 3] == 'V')
        {
            int length = BitConverter.ToInt32(tail, tail.Length - 8);
            return length > 0 && length <= tail.Length - 8 ? Encoding.UTF8.GetString(tail, tail.Length - 8 - length, length) : null;
        }

        for (int index = tail.Length - 3; index >= 0; index--)
        {
            if (tail[index] != '#' || tail[index + 1] != '!')
                continue;
            int end = Array.IndexOf(tail, (byte)'\n', index);
            if (end > 0 && end - index < 1024)
            {
                string interpreter = Encoding.UTF8.GetString(tail, index + 2, end - index - 2).Trim();
                if (interpreter.Length > 0 && interpreter.IndexOf('\0') < 0)
                    return interpreter;
            }
        }

        return null;
    }

    /// <summary>The environment of an interpreter's path: the folder above <c>bin</c> or <c>Scripts</c>.</summary>
    private static string? OfInterpreter(string? interpreter)
    {
        if (interpreter is null)
            return null;
        interpreter = interpreter.Trim().Trim('"');
        int name = interpreter.LastIndexOfAny(['/', '\\']);
        if (name <= 0)
            return null;
        string file = interpreter.Substring(name + 1);
        if (!file.StartsWith("python", StringComparison.OrdinalIgnoreCase) && !file.StartsWith("pypy", StringComparison.OrdinalIgnoreCase))
            return null;
        int folder = interpreter.LastIndexOfAny(['/', '\\'], name - 1);
        if (folder <= 0)
            return null;
        string scripts = interpreter.Substring(folder + 1, name - folder - 1);
        return scripts == "bin" || string.Equals(scripts, "Scripts", StringComparison.OrdinalIgnoreCase) ? interpreter.Substring(0, folder) : null;
    }

    /// <summary>The folder that an activation script sets <c>VIRTUAL_ENV</c> to, where it is written out.</summary>
    private static string? OfActivation(string text, out int line)
    {
        line = 0;
        int start = 0;
        while (start < text.Length)
        {
            int end = text.IndexOf('\n', start);
            if (end < 0)
                end = text.Length;
            line++;
            string statement = text.Substring(start, end - start).Trim();
            start = end + 1;
            foreach (string opening in (string[])["export VIRTUAL_ENV=", "VIRTUAL_ENV=", "setenv VIRTUAL_ENV ", "set -gx VIRTUAL_ENV ", "set \"VIRTUAL_ENV=", "set VIRTUAL_ENV=", "@set \"VIRTUAL_ENV="])
            {
                if (!statement.StartsWith(opening, StringComparison.OrdinalIgnoreCase))
                    continue;
                string value = statement.Substring(opening.Length).Trim().Trim('"', '\'');
                if (value.Length > 0 && value.IndexOfAny(['$', '%', '(', '`', '"', '\'']) < 0)
                    return value;
            }
        }

        return null;
    }
}
