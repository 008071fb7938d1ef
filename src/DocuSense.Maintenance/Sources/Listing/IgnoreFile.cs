using System.Text;

namespace DocuSense.Maintenance.Sources.Listing;

/// <summary>The patterns of one <c>.gitignore</c> (or <c>.git/info/exclude</c>), as gitignore(5) defines them.</summary>
internal sealed class IgnoreFile
{
    private readonly Rule[] _rules;

    private IgnoreFile(Rule[] rules, string folder)
    {
        _rules = rules;
        Folder = folder;
    }

    /// <summary>The folder the patterns are relative to: a path from the repository's root with forward slashes and one at the end, or empty.</summary>
    public string Folder { get; }

    /// <summary>Reads a file; null where there is none or it cannot be read.</summary>
    public static IgnoreFile? Read(string file, string folder)
    {
        try
        {
            return File.Exists(file) ? Parse(File.ReadAllBytes(file), folder) : null;
        }
        catch (IOException)
        {
            return null;
        }
        catch (UnauthorizedAccessException)
        {
            return null;
        }
    }

    public static IgnoreFile Parse(ReadOnlySpan<byte> bytes, string folder)
    {
        if (bytes.Length >= 3 && bytes[0] == 0xEF && bytes[1] == 0xBB && bytes[2] == 0xBF)
            bytes = bytes.Slice(3);
        var rules = new List<Rule>();
        foreach (string line in Encoding.UTF8.GetString(bytes.ToArray()).Split('\n'))
            if (Rule.Parse(line) is { } rule)
                rules.Add(rule);
        return new IgnoreFile([.. rules], folder);
    }

    /// <summary>What the last pattern that matches says: true for ignored, false for kept, null where none matches.</summary>
    /// <param name="path">Path from the repository's root, with forward slashes.</param>
    /// <param name="isFolder">Whether it is a folder.</param>
    /// <param name="ignoreCase">Whether the file system takes letters of either case for the same.</param>
    public bool? Decides(string path, bool isFolder, bool ignoreCase)
    {
        // git compares bytes: a question mark stands for one of them, so that é takes two.
        ReadOnlySpan<char> below = Widened(path.Substring(Folder.Length)).AsSpan();
        ReadOnlySpan<char> name = below.Slice(below.LastIndexOf('/') + 1);
        for (int i = _rules.Length - 1; i >= 0; i--)
        {
            Rule rule = _rules[i];
            if ((!rule.FolderOnly || isFolder) && rule.IsMatch(rule.Anchored ? below : name, ignoreCase))
                return !rule.Negated;
        }
        return null;
    }

    /// <summary>The bytes of a text in UTF-8, each as a character; the text itself where it is ASCII.</summary>
    private static string Widened(string text)
    {
        foreach (char character in text)
        {
            if (character < 0x80)
                continue;
            byte[] bytes = Encoding.UTF8.GetBytes(text);
            return new string(Array.ConvertAll(bytes, value => (char)value));
        }
        return text;
    }

    private sealed class Rule
    {
        private string _pattern = "";
        private bool _literal;

        public bool Negated { get; private set; }

        public bool FolderOnly { get; private set; }

        public bool Anchored { get; private set; }

        public static Rule? Parse(string line)
        {
            if (line.Length > 0 && line[line.Length - 1] == '\r')
                line = line.Substring(0, line.Length - 1);
            line = TrimSpaces(line);
            if (line.Length == 0 || line[0] == '#')
                return null;
            var rule = new Rule();
            if (line[0] == '!')
            {
                rule.Negated = true;
                line = line.Substring(1);
            }
            if (line.Length > 0 && line[line.Length - 1] == '/')
            {
                rule.FolderOnly = true;
                line = line.Substring(0, line.Length - 1);
            }
            if (line.Length == 0)
                return null;
            rule.Anchored = line.AsSpan().IndexOf('/') >= 0;
            if (line[0] == '/')
                line = line.Substring(1);
            rule._pattern = Widened(line);
            rule._literal = line.IndexOfAny(['*', '?', '[', '\\']) < 0;
            return rule;
        }

        public bool IsMatch(ReadOnlySpan<char> path, bool ignoreCase) => _literal
            ? path.Equals(_pattern.AsSpan(), ignoreCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal)
            : Glob.IsMatch(_pattern.AsSpan(), path, classes: true, ignoreCase);

        /// <summary>Takes off the spaces at the end, but one that a backslash protects.</summary>
        private static string TrimSpaces(string line)
        {
            int end = 0;
            for (int i = 0; i < line.Length; i++)
            {
                if (line[i] == '\\' && i + 1 < line.Length)
                    end = ++i + 1;
                else if (line[i] != ' ')
                    end = i + 1;
            }
            return line.Substring(0, end);
        }
    }
}
