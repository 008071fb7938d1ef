namespace DocuSense.Maintenance.Environments;

/// <summary>What a file is to Python's import system.</summary>
internal enum ModuleFileKind
{
    /// <summary>Not importable.</summary>
    None,

    /// <summary>Source, compiled source without its source, or an extension module.</summary>
    Code,

    /// <summary>A stub (PEP 561): for type checkers only.</summary>
    Stub,
}

/// <summary>Names of modules in names of files.</summary>
internal static class ModuleFile
{
    /// <summary>What the file is and the length of the module's name in its name.</summary>
    public static ModuleFileKind Classify(ReadOnlySpan<char> fileName, out int nameLength)
    {
        nameLength = 0;
        int dot = fileName.LastIndexOf('.');
        if (dot <= 0)
            return ModuleFileKind.None;
        ReadOnlySpan<char> extension = fileName.Slice(dot + 1);
        nameLength = dot;
        if (Is(extension, "py") || Is(extension, "pyc") || Is(extension, "pyw") && Path.DirectorySeparatorChar == '\\')
            return ModuleFileKind.Code;
        if (Is(extension, "pyi"))
            return ModuleFileKind.Stub;
        if (!Is(extension, "so") && !Is(extension, "pyd"))
            return ModuleFileKind.None;

        // x.cpython-311-x86_64-linux-gnu.so, x.abi3.so, x.cp311-win_amd64.pyd; a tag that is none makes it a plain library.
        int first = fileName.IndexOf('.');
        nameLength = first;
        if (first == dot)
            return fileName.StartsWith("lib".AsSpan(), StringComparison.Ordinal) && Is(extension, "so") ? ModuleFileKind.None : ModuleFileKind.Code;
        ReadOnlySpan<char> tag = fileName.Slice(first + 1, dot - first - 1);
        return Starts(tag, "cpython-") || Starts(tag, "abi3") || Starts(tag, "cp3") || Starts(tag, "pypy") || Starts(tag, "graalpy")
            ? ModuleFileKind.Code
            : ModuleFileKind.None;
    }

    /// <summary>Whether the text is a Python identifier, as a module's name must be to be imported by a statement.</summary>
    public static bool IsIdentifier(ReadOnlySpan<char> text)
    {
        if (text.Length == 0 || text[0] is >= '0' and <= '9')
            return false;
        foreach (char character in text)
        {
            bool valid = character is >= 'a' and <= 'z' or >= 'A' and <= 'Z' or >= '0' and <= '9' or '_'
                || character >= 0x80 && (char.IsLetterOrDigit(character) || char.IsSurrogate(character)
                    || char.GetUnicodeCategory(character) is System.Globalization.UnicodeCategory.NonSpacingMark or System.Globalization.UnicodeCategory.SpacingCombiningMark
                        or System.Globalization.UnicodeCategory.ConnectorPunctuation or System.Globalization.UnicodeCategory.LetterNumber);
            if (!valid)
                return false;
        }

        return true;
    }

    private static bool Is(ReadOnlySpan<char> text, string expected) => text.SequenceEqual(expected.AsSpan());

    private static bool Starts(ReadOnlySpan<char> text, string start) => text.StartsWith(start.AsSpan(), StringComparison.Ordinal);
}
