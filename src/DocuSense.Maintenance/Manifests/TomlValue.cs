namespace DocuSense.Maintenance.Manifests;

/// <summary>The kinds of value TOML knows.</summary>
internal enum TomlKind
{
    String,
    Integer,
    Float,
    Boolean,
    OffsetDateTime,
    LocalDateTime,
    LocalDate,
    LocalTime,
    Array,
    Table,
}

/// <summary>A value of a TOML document and its place.</summary>
internal sealed class TomlValue(TomlKind kind, int start)
{
    public TomlKind Kind { get; } = kind;

    /// <summary>Offset of the value's first character; of a table made by a header or a dotted key, of that key.</summary>
    public int Start { get; } = start;

    /// <summary>Offset just past the value.</summary>
    public int End { get; set; } = start;

    /// <summary>The content of a string; a number, date or boolean as written.</summary>
    public string Text { get; init; } = "";

    /// <summary>Offset of a string's first character of content, past the quotes.</summary>
    public int ContentStart { get; init; }

    /// <summary>Offset just past a string's content.</summary>
    public int ContentEnd { get; init; }

    /// <summary>The elements of an array.</summary>
    public List<TomlValue> Items { get; } = kind == TomlKind.Array ? [] : _none;

    /// <summary>The entries of a table, in the order they came.</summary>
    public List<TomlEntry> Entries { get; } = kind == TomlKind.Table ? [] : _noEntries;

    private static readonly List<TomlValue> _none = [];
    private static readonly List<TomlEntry> _noEntries = [];
    private Dictionary<string, TomlValue>? _index;

    /// <summary>The value of a key of this table; null where there is none, or this is no table.</summary>
    public TomlValue? this[string key]
    {
        get
        {
            if (_index is not null)
                return _index.TryGetValue(key, out TomlValue? found) ? found : null;
            foreach (TomlEntry entry in Entries)
            {
                if (entry.Key == key)
                    return entry.Value;
            }

            return null;
        }
    }

    public void Add(TomlEntry entry)
    {
        Entries.Add(entry);
        if (_index is null && Entries.Count > 8)
        {
            _index = new Dictionary<string, TomlValue>(StringComparer.Ordinal);
            foreach (TomlEntry each in Entries)
                _index[each.Key] = each.Value;
        }
        else if (_index is not null)
        {
            _index[entry.Key] = entry.Value;
        }
    }

    /// <summary>Whether a header declared it, so that none may again (array of tables: that it is one).</summary>
    internal bool IsExplicit { get; set; }

    /// <summary>Whether it was written as a value, to which nothing may be added.</summary>
    internal bool IsFrozen { get; set; }

    /// <summary>The section in which a dotted key made or passed through this table; 0 for none.</summary>
    internal int DottedIn { get; set; }
}

/// <summary>A key of a table, where it stands, and its value.</summary>
internal readonly record struct TomlEntry(string Key, int KeyStart, int KeyEnd, TomlValue Value);

/// <summary>Why a document is not TOML, and the offset where that shows.</summary>
internal sealed record TomlError(int Offset, string Message);
