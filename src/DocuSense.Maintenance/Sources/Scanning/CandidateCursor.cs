namespace DocuSense.Maintenance.Sources.Scanning;

/// <summary>
/// The next place where a name stands that may import when called (<c>import_module</c> and its like, and the aliases found for them).
/// Most files hold none, so that finding out costs one vectorised search for each name.
/// </summary>
internal ref struct CandidateCursor
{
    private readonly ReadOnlySpan<byte> _text;
    private readonly Pool<byte[]> _aliases;
    private int _underscored;
    private int _spec;
    private int _skip;
    private int _alias;

    public CandidateCursor(ReadOnlySpan<byte> text, Pool<byte[]> aliases)
    {
        _text = text;
        _aliases = aliases;
        _underscored = _spec = _skip = _alias = -1;
        Next = 0;
        SeekTo(0);
    }

    /// <summary>The offset of the next candidate not yet passed; <see cref="int.MaxValue"/> for none.</summary>
    public int Next { get; private set; }

    /// <summary>Whether a candidate stands in a stretch of code; passes all candidates before the end of the stretch.</summary>
    public bool PassesThrough(int from, int to)
    {
        bool inside = false;
        while (Next < to)
        {
            inside |= Next >= from;
            SeekTo(inside ? to : Math.Max(Next + 1, Math.Min(from, to)));
        }
        return inside;
    }

    /// <summary>Makes the first candidate at or after an offset the next one.</summary>
    public void SeekTo(int offset)
    {
        // Of import_module and __import__, which are looked for together.
        Advance(ref _underscored, "import_"u8, offset);
        Advance(ref _spec, "find_spec"u8, offset);
        Advance(ref _skip, "importorskip"u8, offset);
        int next = Math.Min(_underscored, Math.Min(_spec, _skip));
        if (_aliases.Count > 0)
        {
            AdvanceAlias(offset);
            next = Math.Min(next, _alias);
        }
        Next = next;
    }

    /// <summary>Goes back to an offset, to read a statement again.</summary>
    public void Rewind(int offset)
    {
        _underscored = _spec = _skip = _alias = -1;
        SeekTo(offset);
    }

    private readonly void Advance(ref int next, ReadOnlySpan<byte> word, int offset)
    {
        if (next >= offset)
            return;
        int found = Bytes.Find(_text, offset, word);
        next = found < 0 ? int.MaxValue : found;
    }

    private void AdvanceAlias(int offset)
    {
        if (_alias >= offset)
            return;
        _alias = int.MaxValue;
        for (int i = 0; i < _aliases.Count; i++)
        {
            byte[] alias = _aliases.Items[i];
            int found = offset;
            while ((found = Bytes.Find(_text, found, alias)) >= 0 && found < _alias)
            {
                if (Bytes.IsWord(_text, found, alias) && (found == 0 || !Bytes.IsIdentifier(_text[found - 1])))
                {
                    _alias = found;
                    break;
                }
                found++;
            }
        }
    }
}
