using System.Runtime.CompilerServices;

namespace DocuSense.Maintenance.Sources.Scanning;

/// <content>
/// Imports as nearly all are written: single blanks, no line joined by a backslash, nothing that needs attention. They are read where they stand, without
/// tokens. Whatever differs is left to the readers of tokens, before anything is noted.
/// </content>
internal ref partial struct SourceWalker
{
    /// <summary>Reads <c>import a.b</c> or <c>import a.b as c</c> to the end of its line; false, and nothing read, where it is anything else.</summary>
    private bool PlainImport(ref int position)
    {
        int at = position + 6;
        if (!PassBlank(ref at))
            return false;
        int start = at;
        string? module = PlainName(ref at, isDotted: true);
        if (module is null || DynamicImport.IsRelevant(module))
            return false;
        if (PassAs(ref at) && PlainName(ref at, isDotted: false) is null)
            return false;
        int end = at;
        if (!EndsPlainly(ref at))
            return false;
        ref RawImport import = ref Add(ImportKind.Import, module, []);
        import.Start = start;
        import.End = end;
        position = at;
        return true;
    }

    /// <summary>Reads <c>from a.b import c, d as e</c>, with or without brackets, to the end of its line; false, and nothing read, where it is anything else.</summary>
    private bool PlainFrom(ref int position)
    {
        int at = position + 4;
        if (!PassBlank(ref at))
            return false;
        int level = 0;
        for (; at < _end && _text[at] == (byte)'.'; at++)
            level++;
        string? module = "";
        if (level == 0 || (at < _end && _text[at] != (byte)' '))
        {
            module = PlainName(ref at, isDotted: true);
            if (module is null || (level == 0 && DynamicImport.IsRelevant(module)))
                return false;
        }

        if (!PassBlank(ref at) || !Bytes.IsWord(_text, at, "import"u8))
            return false;
        at += 6;
        if (!PassBlank(ref at))
            return false;
        bool isBracketed = at < _end && _text[at] == (byte)'(' && !_recovering;
        if (isBracketed)
            at = PassLines(at + 1);
        Pool<string> names = _buffers.Words;
        names.Count = 0;
        int firstName = at, firstEnd = 0;
        while (true)
        {
            string? name = PlainName(ref at, isDotted: false);
            if (names.Count == 0)
                firstEnd = at;
            if (name is null || (PassAs(ref at) && PlainName(ref at, isDotted: false) is null))
                return false;
            names.Push() = name;
            if (isBracketed)
                at = PassLines(at);
            if (at >= _end || _text[at] != (byte)',')
                break;
            at++;
            if (isBracketed)
                at = PassLines(at);
            else
                PassBlank(ref at);
            if (isBracketed && at < _end && _text[at] == (byte)')')
                break;
        }

        if (isBracketed && (at >= _end || _text[at++] != (byte)')'))
            return false;
        int end = at;
        if (!EndsPlainly(ref at))
            return false;
        ref RawImport import = ref Add(ImportKind.From, module, names.Count == 1 ? NameCache.Alone(_text.Slice(firstName, firstEnd - firstName)) : names.Items.AsSpan(0, names.Count).ToArray());
        import.Level = level;
        import.Start = position;
        import.End = end;
        position = at;
        return true;
    }

    /// <summary>Reads a name, or names with dots between; null for a keyword or anything else.</summary>
    private readonly string? PlainName(ref int at, bool isDotted)
    {
        ReadOnlySpan<byte> text = _text;
        int start = at;
        while (true)
        {
            int part = at;
            if (part >= text.Length || !Bytes.IsIdentifierStart(text[part]))
                return null;
            do
                at++;
            while (at < text.Length && Bytes.IsIdentifier(text[at]));
            if (StatementWord.IsKeyword(text.Slice(part, at - part)))
                return null;
            if (!isDotted || at >= text.Length || text[at] != (byte)'.')
                return NameCache.Get(text.Slice(start, at - start));
            at++;
        }
    }

    /// <summary>Passes one blank, if one stands there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly bool PassBlank(ref int at)
    {
        if (at >= _end || _text[at] != (byte)' ')
            return false;
        at++;
        return true;
    }

    /// <summary>Passes <c>as</c> and the blanks around it, if it stands there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly bool PassAs(ref int at)
    {
        if (at + 3 >= _end || _text[at] != (byte)' ' || _text[at + 1] != (byte)'a' || _text[at + 2] != (byte)'s' || _text[at + 3] != (byte)' ')
            return false;
        at += 4;
        return true;
    }

    /// <summary>Passes blanks and newlines.</summary>
    private readonly int PassLines(int at)
    {
        while (at < _end && _text[at] is (byte)' ' or (byte)'\n')
            at++;
        return at;
    }

    /// <summary>Passes what may stand after a statement on its line, which has to be the last; false where that is more than a comment, or anything needs attention.</summary>
    private readonly bool EndsPlainly(ref int at)
    {
        int end = at;
        while (end < _end && _text[end] == (byte)' ')
            end++;
        bool isCommented = end < _end && _text[end] == (byte)'#';
        int newline = isCommented ? Bytes.NextNewline(_text, end) : end;
        if ((newline < _end && _text[newline] != (byte)'\n') || (isCommented ? end : newline) > _attention)
            return false;
        if (isCommented)
            Comment(end, _end);
        at = newline;
        return true;
    }
}
