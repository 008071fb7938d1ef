namespace DocuSense.Maintenance.Sources.Listing;

/// <summary>One line of a <c>.gitignore</c> file, read and matched exactly as git's <c>dir.c</c> does.</summary>
internal sealed class IgnorePattern
{
    private readonly byte[] _text;
    private readonly int _literal;
    private readonly bool _isForFolders;
    private readonly bool _isForNames;
    private readonly bool _isSuffix;

    /// <summary>Reads a line without its end of line; not a comment.</summary>
    public IgnorePattern(ReadOnlySpan<byte> line)
    {
        line = WithoutTrailingSpaces(line);
        IsNegative = line.Length > 0 && line[0] == '!';
        if (IsNegative)
            line = line.Slice(1);
        _isForFolders = line.Length > 0 && line[line.Length - 1] == '/';
        if (_isForFolders)
            line = line.Slice(0, line.Length - 1);
        _isForNames = line.IndexOf((byte)'/') < 0;
        _isSuffix = line.Length > 0 && line[0] == '*' && LiteralLength(line.Slice(1)) == line.Length - 1;
        if (!_isForNames && line[0] == '/')
            line = line.Slice(1);
        _literal = LiteralLength(line);
        _text = line.ToArray();
    }

    /// <summary>Whether what matches is included again.</summary>
    public bool IsNegative { get; }

    /// <summary>Whether the line is about this path.</summary>
    /// <param name="path">Relative to the folder of the <c>.gitignore</c> file, with forward slashes.</param>
    /// <param name="name">The path's last part.</param>
    /// <param name="isFolder">Whether it is a folder; a symbolic link is none.</param>
    /// <param name="ignoreCase">As <c>core.ignoreCase</c>.</param>
    public bool IsMatch(ReadOnlySpan<byte> path, ReadOnlySpan<byte> name, bool isFolder, bool ignoreCase)
    {
        if (_isForFolders && !isFolder)
            return false;
        ReadOnlySpan<byte> text = _text;
        if (_isForNames)
        {
            if (_literal == text.Length)
                return text.Length == name.Length && AreSame(text, name, ignoreCase);
            if (_isSuffix)
                return text.Length - 1 <= name.Length && AreSame(text.Slice(1), name.Slice(name.Length - (text.Length - 1)), ignoreCase);
            return Wildmatch.IsMatch(text, name, isPath: false, ignoreCase);
        }

        // As in git, what follows the literal start is a pattern of its own: "a**/b" takes its stars for a whole part.
        if (_literal > path.Length || !AreSame(text.Slice(0, _literal), path.Slice(0, _literal), ignoreCase))
            return false;
        return Wildmatch.IsMatch(text.Slice(_literal), path.Slice(_literal), isPath: true, ignoreCase);
    }

    private static bool AreSame(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, bool ignoreCase)
    {
        if (!ignoreCase)
            return left.SequenceEqual(right);
        for (int index = 0; index < left.Length; index++)
        {
            if (Wildmatch.Lower(left[index]) != Wildmatch.Lower(right[index]))
                return false;
        }

        return true;
    }

    private static int LiteralLength(ReadOnlySpan<byte> text)
    {
        int length = text.IndexOfAny((byte)'*', (byte)'?', (byte)'[');
        int escape = text.IndexOf((byte)'\\');
        if (length < 0 || (escape >= 0 && escape < length))
            length = escape;
        return length < 0 ? text.Length : length;
    }

    /// <summary>Only spaces, and not one that is escaped.</summary>
    private static ReadOnlySpan<byte> WithoutTrailingSpaces(ReadOnlySpan<byte> line)
    {
        int end = -1;
        for (int index = 0; index < line.Length; index++)
        {
            if (line[index] == ' ')
            {
                if (end < 0)
                    end = index;
                continue;
            }

            if (line[index] == '\\' && ++index >= line.Length)
                return line;
            end = -1;
        }

        return end < 0 ? line : line.Slice(0, end);
    }
}
