namespace DocuSense.Maintenance.Sources.Scanning;

/// <summary>
/// The next place where a name stands that may import when called (<c>import_module</c> and its like, and the aliases found for them).
/// Most files hold none, which the survey of the text has found out.
/// </summary>
internal ref struct CandidateCursor
{
    private readonly ReadOnlySpan<byte> _text;
    private readonly Pool<int> _places;
    private readonly Pool<byte[]> _aliases;

    // How many of the places are before the next one, and where that is.
    private int _passed;
    private int _place;
    private int _alias;

    /// <param name="text">The text.</param>
    /// <param name="places">Where its survey found the names.</param>
    /// <param name="aliases">Other names for them.</param>
    public CandidateCursor(ReadOnlySpan<byte> text, Pool<int> places, Pool<byte[]> aliases)
    {
        _text = text;
        _places = places;
        _aliases = aliases;
        Next = 0;
        Rewind(0);
    }

    /// <summary>Of <c>import_module</c> and <c>__import__</c>, which are looked for together.</summary>
    public static ReadOnlySpan<byte> Underscored => "import_"u8;

    public static ReadOnlySpan<byte> Spec => "find_spec"u8;

    public static ReadOnlySpan<byte> Skip => "importorskip"u8;

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
        while (_place < offset)
            _place = _passed < _places.Count ? _places.Items[_passed++] : int.MaxValue;
        int next = _place;
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
        _passed = 0;
        _place = -1;
        _alias = -1;
        SeekTo(offset);
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
