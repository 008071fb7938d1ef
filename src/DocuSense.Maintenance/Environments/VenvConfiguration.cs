namespace DocuSense.Maintenance.Environments;

/// <summary>
/// <c>pyvenv.cfg</c> (PEP 405) as CPython reads it: a key is what stands before the first <c>=</c> of a line, without regard to case;
/// a line without <c>=</c> is ignored. Also the keys that virtualenv and uv add.
/// </summary>
internal sealed class VenvConfiguration
{
    private readonly List<Entry> _entries = [];

    /// <summary>Why CPython cannot read the file, or null.</summary>
    public string? Fault { get; private init; }

    /// <summary>Whether the file begins with a byte order mark, which hides its first key from CPython.</summary>
    public bool StartsWithMark { get; private init; }

    /// <summary>The folder of the base interpreter; the first <c>home</c> counts, as in <c>getpath</c>.</summary>
    public string? Home => First("home", out _);

    public SourceSpan HomeSpan
    {
        get
        {
            _ = First("home", out SourceSpan span);
            return span;
        }
    }

    /// <summary>Whether the base's site-packages are visible; the last entry counts, and none at all means yes, as in <c>site</c>.</summary>
    public bool IncludeSystemSitePackages =>
        Last("include-system-site-packages") is not string value || string.Equals(value, "true", StringComparison.OrdinalIgnoreCase);

    /// <summary>The base prefix that virtualenv notes, or null.</summary>
    public string? BasePrefix => First("base-prefix", out _);

    public string? Implementation => First("implementation", out _);

    /// <summary>The interpreter's version as <c>X.Y.Z</c> (<c>version</c> of venv, <c>version_info</c> of virtualenv and uv), or null.</summary>
    public string? Version(out SourceSpan span)
    {
        foreach (string key in (string[])["version", "version_info"])
        {
            if (First(key, out span) is string text && Release(text) is string release)
                return release;
        }

        span = SourceSpan.Start;
        return null;
    }

    /// <summary>Reads the file; what is wrong with it is in <see cref="Fault"/>.</summary>
    public static VenvConfiguration Read(string path)
    {
        string? text = SmallFile.ReadText(path, out string? fault, limit: 1 << 20);
        if (text is null)
            return new VenvConfiguration { Fault = fault };
        var configuration = new VenvConfiguration
        {
            Fault = text.AsSpan().IndexOf('\uFFFD') >= 0 ? "it is not UTF-8" : text.AsSpan().IndexOf('\0') >= 0 ? "it is not a text file" : null,
            StartsWithMark = text.Length > 0 && text[0] == '\uFEFF',
        };
        configuration.Parse(text);
        return configuration;
    }

    private void Parse(string text)
    {
        int line = 1;
        for (int start = 0; start < text.Length; line++)
        {
            int end = text.IndexOfAny(['\r', '\n'], start);
            if (end < 0)
                end = text.Length;
            Add(text.Substring(start, end - start), line);
            start = end + 1 < text.Length && text[end] == '\r' && text[end + 1] == '\n' ? end + 2 : end + 1;
        }
    }

    private void Add(string line, int number)
    {
        int equals = line.IndexOf('=');
        if (equals < 0)
            return;
        string value = line.Substring(equals + 1).Trim();
        int column = equals + 1;
        while (column < line.Length && char.IsWhiteSpace(line[column]))
            column++;
        _entries.Add(new Entry(line.Substring(0, equals).Trim().ToLowerInvariant(), value, SourceSpan.OnLine(number, CodePoints(line, column) + 1, CodePoints(value, value.Length))));
    }

    private static int CodePoints(string text, int length)
    {
        int count = 0;
        for (int index = 0; index < length; index++)
            count += char.IsLowSurrogate(text[index]) ? 0 : 1;
        return count;
    }

    private string? First(string key, out SourceSpan span)
    {
        foreach ((string candidate, string value, SourceSpan place) in _entries)
        {
            if (candidate == key)
            {
                span = place;
                return value;
            }
        }

        span = SourceSpan.Start;
        return null;
    }

    private string? Last(string key)
    {
        for (int index = _entries.Count - 1; index >= 0; index--)
        {
            if (_entries[index].Key == key)
                return _entries[index].Value;
        }

        return null;
    }

    /// <summary>The leading <c>X.Y</c> or <c>X.Y.Z</c> of <c>3.11.7.final.0</c>, <c>3.13.0rc1</c> or <c>3.12.1+</c>.</summary>
    internal static string? Release(string text)
    {
        int end = 0;
        int parts = 0;
        for (int index = 0; parts < 3; parts++)
        {
            int start = index;
            while (index < text.Length && text[index] is >= '0' and <= '9')
                index++;
            if (index == start || index - start > 4)
                break;
            end = index;
            if (index >= text.Length || text[index] != '.')
            {
                parts++;
                break;
            }

            index++;
        }

        return parts >= 2 ? text.Substring(0, end) : null;
    }

    private sealed record Entry(string Key, string Value, SourceSpan Span);
}
